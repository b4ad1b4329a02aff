// Leaving: an account is closed, opened again, closed once more and deleted for good, with and without JavaScript.
import { expect, test, type Page } from '@playwright/test';
import { isClean } from './clean';
import { follow, letter } from './letters';
import { PASSWORD, signIn, signUpAndIn } from './people';

async function closeAccount(page: Page) {
  await page.goto('/account/privacy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Privacy');
  const close = page.getByRole('region', { name: 'Close your account' });
  await expect(close).toContainText('Then every row about you is deleted and overwritten');
  await close.getByLabel('Yes, close my account').check();
  await close.getByRole('button', { name: 'Close my account' }).click();
  await page.waitForURL(/\/sign-in\?closed/);
  await expect(page.getByRole('status')).toContainText('Your account is closed');
}

for (const javaScriptEnabled of [true, false]) {
  test(`closed, undone, closed again, gone; JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    // axe is a script itself.
    const clean = async () => (javaScriptEnabled ? isClean(page) : undefined);
    const email = `leaver-${javaScriptEnabled}@example.org`;
    const home = await signUpAndIn(page, email);
    await page.goto('/account');
    await page.getByRole('main').getByRole('link', { name: 'Take it along, or close the account' }).click();
    await expect(page.getByRole('region', { name: 'Close your account' })).toContainText("Grace Hopper's workspace");
    await clean();
    const [archive] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download everything about me' }).click(),
    ]);
    expect(archive.suggestedFilename()).toMatch(/^altaclario-account-.*\.zip$/);

    const close = page.getByRole('region', { name: 'Close your account' });
    await close.getByLabel('Now. Nothing can bring it back.').check();
    await close.getByLabel('Yes, close my account').check();
    await close.getByRole('button', { name: 'Close my account' }).click();
    await expect(page.getByRole('alert')).toContainText('Type DELETE in the last field');
    await closeAccount(page);
    await clean();
    expect((await page.goto('/account'))?.status(), 'signed out').toBe(401);

    await signIn(page, email);
    await page.waitForURL(/\/account\/reopen/);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This account is closed');
    await clean();
    await page.getByRole('button', { name: 'Open my account again' }).click();
    await page.waitForURL(/\/sign-in\?reopened/);
    await expect(page.getByRole('status')).toContainText('Your account is open again');
    await signIn(page, email);
    await page.waitForURL(`**${home}/overview`);

    const first = await letter(email, 'Your account is closed');
    await closeAccount(page);
    await follow(page, first);
    await expect(page.getByRole('heading', { level: 1 }), 'the link of the closing that was undone').toHaveText('There is no closed account here');
    await clean();
    let last = first;
    await expect(async () => {
      last = await letter(email, 'Your account is closed');
      expect(last.text).not.toBe(first.text);
    }).toPass({ timeout: 15_000 });
    await follow(page, last);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This account is closed');
    await page.getByText('Delete everything now').click();
    await page.getByLabel('Yes, delete everything about me for good, now').check();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await page.waitForURL(/\/sign-in\?deleted/);
    await expect(page.getByRole('status')).toContainText('Everything about you is deleted');

    await signIn(page, email);
    await expect(page.getByRole('alert')).toContainText('do not belong together');
    await follow(page, last);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no closed account here');
    await page.context().close();
  });

  test(`a workspace is closed and opened again; JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const clean = async () => (javaScriptEnabled ? isClean(page) : undefined);
    const home = await signUpAndIn(page, `closer-${javaScriptEnabled}@example.org`);
    await page.goto(`${home}/settings`);
    await page.getByRole('main').getByRole('link', { name: 'Copy and close' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workspace');
    await clean();
    await page.getByLabel('Yes, close this workspace for everybody').check();
    await page.getByRole('button', { name: 'Close the workspace' }).click();
    await page.waitForURL(/\/account\/privacy/);
    const closed = page.getByRole('region', { name: 'Closed workspaces' });
    await expect(closed).toContainText("Grace Hopper's workspace");
    await clean();
    expect((await page.goto(`${home}/settings`))?.status()).toBe(404);
    await page.goto('/account/privacy');
    await closed.getByRole('button', { name: /Open it again/ }).click();
    await expect(page.getByRole('status')).toContainText('The workspace is open again');
    expect((await page.goto(`${home}/settings`))?.status()).toBe(200);
    await page.context().close();
  });
}

test('a person who has to prove who they are comes back to where they were', async ({ page }) => {
  await signUpAndIn(page, 'prover@example.org');
  await page.goto('/account/confirm');
  await isClean(page);
  await page.getByLabel('Password').fill('not the right one at all');
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByText('This is not your password')).toBeVisible();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Confirm', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account');
});
