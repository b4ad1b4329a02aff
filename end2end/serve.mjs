// Starts the program on a fresh data folder and stops it, by its process id, when the tests are over.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const data = mkdtempSync(join(tmpdir(), 'altaclario-end2end-'));
const program = process.env.ALTACLARIO_PROGRAM ?? join(top, 'target/debug/altaclario');
const server = spawn(program, {
  cwd: top,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    ALTACLARIO_LISTEN: process.env.ALTACLARIO_TEST_LISTEN ?? '127.0.0.1:8499',
    ALTACLARIO_DATA: data,
    ALTACLARIO_SAMPLE: 'on',
  },
});
const stop = () => server.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
server.on('exit', (code) => {
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
