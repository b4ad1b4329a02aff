// Setting a workspace up: every form with and without JavaScript, and the sample as something to look at.
import { expect, test, type Page } from '@playwright/test';
import { isClean } from './clean';
import { keepJira, signUpAndIn, tryJira } from './people';
import { watch } from './pages';

const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function expectSaved(page: Page, name: string) {
  await expect(group(page, name).getByRole('status')).toHaveText(/^Saved/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a person sets a workspace up', async ({ page }) => {
      const complaints = await watch(page);
      const home = await signUpAndIn(page, `set-up-${javaScriptEnabled}@example.org`);
      await tryJira(page, home);
      await keepJira(page, 'Ours');
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');

      const days = group(page, 'Days');
      await days.getByLabel('Time zone').selectOption('Europe/Berlin');
      await days.getByLabel('Saturday').check();
      await days.getByLabel('Holidays').fill('2026-12-25 Christmas\ntomorrow');
      await days.getByRole('button', { name: 'Save the days' }).click();
      await expect(days.getByRole('alert')).toContainText('Line 2 does not');
      await expect(days.getByLabel('Holidays')).toHaveValue('2026-12-25 Christmas\ntomorrow');
      await expect(days.getByLabel('Saturday')).toBeChecked();
      await days.getByLabel('Holidays').fill('2026-12-25 Christmas');
      await days.getByRole('button', { name: 'Save the days' }).click();
      await expectSaved(page, 'Days');
      await expect(days.getByLabel('Time zone')).toHaveValue('Europe/Berlin');

      const teams = group(page, 'Teams');
      const first = teams.getByRole('row').nth(1);
      await first.getByRole('textbox').fill('The first of all');
      await teams.getByRole('button', { name: 'Save the teams' }).click();
      await expectSaved(page, 'Teams');
      await teams.getByText('Add a team').click();
      await teams.getByRole('group', { name: 'Boards and projects' }).getByRole('checkbox').first().check();
      await teams.getByLabel('Name of the team').fill('Another view');
      await teams.getByRole('button', { name: 'Add this team' }).click();
      await expectSaved(page, 'Teams');
      await expect(teams.getByRole('row').last()).toContainText('Another view');

      await teams.getByRole('link', { name: 'Statuses of The first of all' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('What statuses mean for The first of all');
      const done = page.getByRole('combobox', { name: /counts as/ }).last();
      await done.selectOption('In progress');
      await page.getByRole('button', { name: 'Preview' }).click();
      await expect(page.getByRole('heading', { name: 'What this change would do' })).toBeVisible();
      await expect(page.getByRole('table', { name: /before and after/ })).toContainText('Items finished');
      await expect(done).toHaveValue('active');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: /^Saved/ })).toBeVisible();
      await page.getByRole('button', { name: 'Back to the default' }).click();
      await expect(done).toHaveValue('done');

      await page.goto(`${home}/settings`);
      const connections = group(page, 'Connections');
      await connections.getByText('Remove Ours').first().click();
      await connections.getByLabel('Yes, remove Ours').check();
      await connections.getByRole('button', { name: 'Remove this connection' }).click();
      await expectSaved(page, 'Connections');
      await expect(connections).toContainText('Nothing is connected yet');
      // With scripts switched off the browser reports each of them as blocked.
      if (javaScriptEnabled) expect(complaints.filter((line) => !line.includes('422'))).toEqual([]);
    });

    test('the sample can be looked at and not changed', async ({ page }) => {
      for (const path of ['/w/sample/settings', '/w/sample/settings/workflow']) {
        await page.goto(path);
        await expect(page.getByRole('status').first()).toContainText('The sample can be looked at, not changed');
        for (const field of await page.getByRole('main').locator('form[method=post] :is(input:not([type=hidden]), select, textarea)').all()) {
          await expect(field).toBeDisabled();
        }
        await expect(page.getByRole('button', { name: /Save|Preview|default/ })).toHaveCount(0);
      }
    });
  });
}

test('the settings of the sample have no flaw that axe can find', async ({ page }) => {
  for (const path of ['/w/sample/settings', '/w/sample/settings/workflow']) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await isClean(page);
  }
});
