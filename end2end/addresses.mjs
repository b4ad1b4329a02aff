// Where the program and the simulated Jira of the browser tests listen, and the token that opens the latter.
export const LISTEN = process.env.ALTACLARIO_TEST_LISTEN ?? '127.0.0.1:8499';
/** Two runs on different ports do not disturb each other. */
export const RESULTS = `test-results/${LISTEN.split(':').pop()}`;
export const JIRA_PORT = Number(process.env.ALTACLARIO_TEST_JIRA_PORT ?? 8498);
/** Where the program hands its letters over, and where tests read them. */
export const SMTP_PORT = Number(process.env.ALTACLARIO_TEST_SMTP_PORT ?? 8497);
export const LETTERS_PORT = Number(process.env.ALTACLARIO_TEST_LETTERS_PORT ?? 8496);
export const LETTERS = `http://127.0.0.1:${LETTERS_PORT}/letters`;
export const JIRA_TOKEN = 'the-token-of-the-browser-tests';
export const JIRA_READER = 'reader@example.test';
