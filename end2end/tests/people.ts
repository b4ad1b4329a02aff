// What people do with the forms of AltaClario; every step works with and without JavaScript.
import { expect, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { follow, letter } from './letters';
import { JIRA_PORT, JIRA_READER, JIRA_TOKEN, RESULTS } from '../addresses.mjs';

/** Where the set-up keeps the session of somebody whose workspace is connected. */
export const OWNER_SESSION = `${RESULTS}/owner-session.json`;
/** Where it keeps the address of their workspace. */
export const OWNER_HOME = `${RESULTS}/owner-home.txt`;

/** Who looks after the installation, and where the set-up keeps their session. */
export const OPERATOR = 'operator@example.org';
export const OPERATOR_SESSION = `${RESULTS}/operator-session.json`;

export const PASSWORD = 'lantern orbit velvet 77';

export const ownerHome = () => readFileSync(OWNER_HOME, 'utf8');

/** Makes an account, opens the link in its letter and is in; returns the path of the new workspace, such as /w/abc. */
export async function signUpAndIn(page: Page, email: string): Promise<string> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('I accept the').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('status')).toContainText('We have sent you a letter');
  await follow(page, await letter(email, 'Confirm your e-mail'));
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.waitForURL(/\/w\/[^/]+\/overview/);
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
}

/** Sends the form of the sign-in page. */
export async function signIn(page: Page, email: string, password = PASSWORD) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

/** Tries the simulated Jira out and stays on the page that shows the outcome. */
export async function tryJira(page: Page, home: string, token = JIRA_TOKEN) {
  await page.goto(`${home}/connect`);
  await page.getByLabel('Address of the site').fill(`http://127.0.0.1:${JIRA_PORT}`);
  await page.getByLabel("E-mail of the token's account").fill(JIRA_READER);
  await page.getByLabel('API token').fill(token);
  await page.getByRole('button', { name: 'Try this connection' }).click();
}

/** Keeps what was tried out and waits until everything is read. */
export async function keepJira(page: Page, label: string) {
  await page.getByLabel('What do you call it?').fill(label);
  await page.getByRole('button', { name: 'Connect and read' }).click();
  await page.waitForURL(/\/sync/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data is here', { timeout: 45_000 });
}
