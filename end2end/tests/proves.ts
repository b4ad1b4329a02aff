// Notes which promises a test has proved, for `cargo xtask promises` to join with the clauses of the policy.
import { test } from '@playwright/test';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../target/proofs');

/** Notes that the running test has proved these clauses, such as AC-50. To be called after its last expectation. */
export function proves(...clauses: string[]) {
  const [file, ...titles] = test.info().titlePath;
  const time = Math.floor(Date.now() / 1000);
  const name = `end2end/tests/${file}: ${titles.join(': ')}`;
  const lines = clauses.map((clause) => `${JSON.stringify({ clause, test: name, time })}\n`);
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(join(FOLDER, `browser-${process.pid}.jsonl`), lines.join(''));
}
