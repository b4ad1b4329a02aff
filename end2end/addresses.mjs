// Where the program and the simulated Jira of the browser tests listen, and the token that opens the latter.
export const LISTEN = process.env.ALTACLARIO_TEST_LISTEN ?? '127.0.0.1:8499';
/** Two runs on different ports do not disturb each other. */
export const RESULTS = `test-results/${LISTEN.split(':').pop()}`;
export const JIRA_PORT = Number(process.env.ALTACLARIO_TEST_JIRA_PORT ?? 8498);
export const JIRA_TOKEN = 'the-token-of-the-browser-tests';
export const JIRA_READER = 'reader@example.test';
