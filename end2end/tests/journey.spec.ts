// The way people come: from the first page through the sample to one item, and from an account to charts of their own.
import { expect, test, type Page } from '@playwright/test';
import { keepJira, signUpAndIn, tryJira } from './people';
import { watch } from './pages';

/** Opens a list of the filter form, chooses, and applies unless the page does that by itself. */
async function choose(page: Page, list: RegExp, choice: string | RegExp, javaScript: boolean) {
  const before = page.url();
  const facet = page.getByRole('form', { name: 'Filters' }).locator('details.facet').filter({ has: page.locator('summary', { hasText: list }) });
  await facet.locator('summary').click();
  const option = facet.getByLabel(choice).first();
  await option.check();
  if (javaScript) {
    // A radio button applies at once; a box applies when its list is left.
    if ((await option.getAttribute('type')) === 'checkbox') await page.getByRole('heading', { level: 1 }).click();
  } else {
    await page.getByRole('button', { name: 'Apply' }).click();
  }
  await page.waitForURL((url) => url.href !== before);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a visitor explores the sample down to one item', async ({ page }) => {
      const complaints = await watch(page, javaScriptEnabled);
      await page.goto('/');
      await page.getByRole('link', { name: 'Explore with sample data' }).click();
      await page.waitForURL(/\/w\/sample\/overview/, { timeout: 30_000 });
      await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flow' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Flow');
      await page.waitForLoadState('networkidle');

      await choose(page, /Team/, /.+/, javaScriptEnabled);
      expect(new URL(page.url()).searchParams.getAll('team')).toHaveLength(1);
      await page.waitForLoadState('networkidle');
      await choose(page, /Period/, 'Last year', javaScriptEnabled);
      const query = new URL(page.url()).searchParams;
      expect([query.get('p'), query.getAll('team').length]).toEqual(['1y', 1]);

      const chips = page.getByRole('list', { name: 'Filters in force' });
      await chips.getByRole('link', { name: /^Team: .*remove this filter/ }).click();
      await page.waitForURL((url) => !url.searchParams.has('team'));
      expect(new URL(page.url()).searchParams.get('p')).toBe('1y');
      await expect(chips).toHaveCount(0);

      const first = page.locator('#finished').getByRole('link', { name: /^[A-Z]+-\d+$/ }).first();
      const key = await first.innerText();
      await first.click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(key);
      await expect(page.getByRole('table', { name: 'In order of time' })).toBeVisible();
      expect(complaints).toEqual([]);
    });

    test('a person makes an account, connects Jira, sees charts and leaves', async ({ page }) => {
      const complaints = await watch(page, javaScriptEnabled);
      const home = await signUpAndIn(page, `ada-${javaScriptEnabled}@example.org`);
      await expect(page.getByRole('main')).toContainText('Nothing is connected yet');
      await page.getByRole('link', { name: 'Connect Jira' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connect Jira Cloud');

      await tryJira(page, home, 'a-token-that-nobody-made');
      await expect(page.getByRole('alert')).toContainText('Jira rejected the token');
      await tryJira(page, home);
      await expect(page.getByRole('heading', { name: 'This connection works' })).toBeVisible();
      await expect(page.getByLabel('API token')).toHaveValue('');
      await keepJira(page, 'Ours');
      await page.getByRole('link', { name: 'Open the overview' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flow' }).click();
      await expect(page.getByRole('heading', { name: /of items finish within/ })).toBeVisible();

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL((url) => url.pathname === '/');
      const answer = await page.goto(`${home}/flow`);
      expect(answer?.status()).toBe(401);
      await expect(page.getByRole('main')).not.toContainText('items finish');
      expect(complaints.filter((line) => !line.includes('422') && !line.includes('401'))).toEqual([]);
    });
  });
}
