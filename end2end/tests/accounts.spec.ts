// An account from sign-up to recovery: letters, two steps, another password, with and without JavaScript.
import { expect, test, type Page } from '@playwright/test';
import { createHmac } from 'node:crypto';
import { isClean } from './clean';
import { follow, letter } from './letters';
import { PASSWORD, signIn, signUpAndIn } from './people';

const OTHER_PASSWORD = 'nine violet ladders, standing';

/** The code that a phone with this key shows, so many steps of 30 seconds ago (RFC 6238). */
function code(key: string, ago = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const seed = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) - ago));
  const mac = createHmac('sha1', seed).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function enterCode(page: Page, typed: string) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter your code');
  await page.getByLabel('Code', { exact: true }).fill(typed);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

async function leave(page: Page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

for (const javaScriptEnabled of [true, false]) {
  test(`an account from sign-up to recovery; JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    // axe is a script itself.
    const clean = async () => (javaScriptEnabled ? isClean(page) : undefined);
    const email = `two-steps-${javaScriptEnabled}@example.org`;
    await signUpAndIn(page, email);

    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account');
    await clean();
    await page.getByLabel('Dark').check();
    await page.getByRole('button', { name: 'Save the looks' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

    await page.goto('/account/two-step');
    await clean();
    await page.getByRole('button', { name: 'Set it up' }).click();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    await clean();
    const key = await page.locator('code.key').innerText();
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Switch it on' }).click();
    await expect(page.getByText('This code is not right')).toBeVisible();
    expect(await page.locator('code.key').innerText()).toBe(key);
    await page.getByLabel('Code', { exact: true }).fill(code(key, 1));
    await page.getByRole('button', { name: 'Switch it on' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your recovery codes');
    await clean();
    const recovery = await page.getByRole('list', { name: 'Recovery codes' }).locator('code').allInnerTexts();
    expect(recovery).toHaveLength(10);
    await letter(email, 'switched on');
    await page.getByRole('link', { name: 'I have them' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Account');

    await leave(page);
    await signIn(page, email, PASSWORD);
    await clean();
    await enterCode(page, code(key));
    await page.waitForURL(/\/w\/[^/]+\/overview/);

    await leave(page);
    await signIn(page, email, PASSWORD);
    await enterCode(page, recovery[0]);
    await page.waitForURL(/\/w\/[^/]+\/overview/);
    await letter(email, 'recovery code was used');

    await page.goto('/account/password');
    await clean();
    await page.getByLabel('New password').fill(OTHER_PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('status')).toContainText('Your password was changed');
    await page.goto('/account/email');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Change the e-mail');
    await clean();
    await page.goto('/account/sessions');
    await expect(page.getByRole('main')).toContainText('This session');
    await clean();

    await leave(page);
    await page.goto('/forgotten-password');
    await clean();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByRole('status')).toContainText('a letter is on its way');
    await follow(page, await letter(email, 'Choose a new password'));
    await clean();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page).toHaveURL(/\/reset-password$/);
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set this password' }).click();
    await expect(page.getByRole('status')).toContainText('Your password was changed');
    await signIn(page, email, PASSWORD);
    await enterCode(page, recovery[1]);
    await page.waitForURL(/\/w\/[^/]+\/overview/);
    await page.context().close();
  });
}
