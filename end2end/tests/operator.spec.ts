// Looking after an installation: the first operator's link, mail and letters, and a workspace that opens to look at only.
import { expect, test, type Page } from '@playwright/test';
import { isClean } from './clean';
import { letter } from './letters';
import { PASSWORD, signIn, signUpAndIn } from './people';

const OPERATOR = 'operator@example.org';

test.describe.configure({ mode: 'serial' });

test('the printed link makes an operator, once', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const { text: link } = await letter('whoever starts the program', 'first operator');
  await page.goto(link);
  await expect(page.getByRole('main')).toContainText('It looks after this installation');
  await page.getByLabel('Name').fill('Hedy Lamarr');
  await page.getByLabel('E-mail').fill(OPERATOR);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('I accept the').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(/\/sign-in\?ready/);
  await page.goto(link);
  await expect(page.getByRole('main')).not.toContainText('It looks after this installation');
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`an operator looks after the installation; JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const tab = async () => (await browser.newContext({ javaScriptEnabled })).newPage();
    const [page, keeper] = [await tab(), await tab()];
    // axe is a script itself.
    const clean = async (of: Page) => (javaScriptEnabled ? isClean(of) : undefined);
    const home = await signUpAndIn(keeper, `watched-${javaScriptEnabled}@example.org`);
    await keeper.goto('/operator');
    await expect(keeper.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');

    await signIn(page, OPERATOR);
    await page.waitForURL(/\/w\/[^/]+\/overview/);
    await page.goto('/operator');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Operator');
    await clean(page);
    await page.getByRole('button', { name: 'Send a test letter to me' }).click();
    await expect(page.getByRole('status')).toContainText('A test letter is on its way to you');
    await letter(OPERATOR, 'A test letter');
    await page.getByRole('link', { name: 'All letters' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Letters');
    await expect(page.getByRole('table')).not.toContainText('watched-');
    await clean(page);

    expect((await page.goto(`${home}/overview`))?.status(), 'an operator is nobody in a workspace').toBe(404);
    await page.goto('/operator/access');
    await clean(page);
    await page.getByLabel('Workspace').selectOption({ value: home.split('/')[2] });
    await page.getByLabel('Reason').fill('too short');
    await page.getByRole('button', { name: 'Open the workspace to look at' }).click();
    await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Reason').fill('Ticket 4711: the numbers of the team look wrong');
    await page.getByRole('button', { name: 'Open the workspace to look at' }).click();
    await page.waitForURL(`**${home}/overview`);
    expect((await page.goto(`${home}/settings/members`))?.status(), 'to look, as a viewer does').toBe(403);

    await letter(`watched-${javaScriptEnabled}@example.org`, 'An operator may look');
    await keeper.goto(`${home}/settings/audit`);
    const inside = keeper.getByRole('region', { name: 'Operators with access now' });
    await expect(inside).toContainText('Ticket 4711');
    await clean(keeper);
    await inside.getByRole('button', { name: /End this access/ }).click();
    await expect(keeper.getByRole('table')).toContainText('ended the access of Hedy Lamarr');
    expect((await page.goto(`${home}/overview`))?.status()).toBe(404);
    await page.context().close();
    await keeper.context().close();
  });
}
