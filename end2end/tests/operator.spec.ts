// Looking after an installation: mail and letters, and a workspace that opens to look at only.
import { expect, test, type Page } from '@playwright/test';
import { isClean } from './clean';
import { letter } from './letters';
import { OPERATOR, signIn, signUpAndIn } from './people';

test.describe.configure({ mode: 'serial' });

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
