// Starts the program on a fresh data folder, a simulated Jira to connect it to and a mail server that keeps its
// letters; stops them, by their process ids, when the tests are over.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JIRA_PORT, JIRA_TOKEN, LETTERS_PORT, LISTEN, SMTP_PORT } from './addresses.mjs';
import { startSmtpSink } from './smtp_sink.mjs';

const top = join(dirname(fileURLToPath(import.meta.url)), '..');
const data = mkdtempSync(join(tmpdir(), 'altaclario-end2end-'));
const built = (name) => join(top, 'target/debug', name);

const jira = spawn(
  process.env.CLARIO_SANDBOX ?? built('clario-sandbox'),
  ['--port', String(JIRA_PORT), '--issues', '400', '--now', new Date().toISOString(), '--token', JIRA_TOKEN],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
const mail = startSmtpSink(SMTP_PORT, LETTERS_PORT);
const server = spawn(process.env.ALTACLARIO_PROGRAM ?? built('altaclario'), {
  cwd: top,
  stdio: ['ignore', 'inherit', 'pipe'],
  env: {
    ...process.env,
    ALTACLARIO_LISTEN: LISTEN,
    ALTACLARIO_DATA: data,
    ALTACLARIO_SAMPLE: 'on',
    ALTACLARIO_SIGN_UP: 'open',
    ALTACLARIO_SMTP: `smtp://127.0.0.1:${SMTP_PORT}`,
    ALTACLARIO_KNOCKS: '1000',
    ALTACLARIO_REQUESTS: '100000',
    ALTACLARIO_HOSTS: `127.0.0.1:${JIRA_PORT}`,
  },
});

// The link of the first operator is printed for whoever starts the program.
let printed = '';
server.stderr.on('data', (chunk) => {
  process.stderr.write(chunk);
  printed = (printed + chunk).slice(-10_000);
  const text = /http:\S+\/sign-up\?operator=\w+(?=\s)/.exec(printed)?.[0];
  if (!text) return;
  printed = '';
  mail.put({ to: 'whoever starts the program', subject: 'The link of the first operator', text, html: '' });
});

const stop = () => {
  server.kill('SIGTERM');
  jira.kill('SIGTERM');
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
jira.on('exit', (code) => code && server.kill('SIGTERM'));
server.on('exit', (code) => {
  jira.kill('SIGTERM');
  mail.stop();
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
