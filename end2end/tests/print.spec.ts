// On paper a page says what was asked for, when its data is from and when it was printed, and shows its tables.
import { expect, test } from '@playwright/test';
import { frozen } from './frozen';
import { firstTeam, settled } from './pages';

test('a printed page tells its filters in words, and when it was printed', async ({ page }) => {
  await page.goto(`/w/sample/flow?team=${await firstTeam(page)}&type=Bug&type=Story&unit=workdays&cmp=none`);
  await settled(page);
  const chips = await page.locator('.chips a.chip').evaluateAll((links) => links.map((link) => link.firstChild!.textContent!));
  await expect(page.getByText(/^Printed /)).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  const team = chips.find((chip) => chip.startsWith('Team: '))!;
  await expect(page.locator('.print-only').first()).toHaveText(new RegExp(`, durations in working days\\. ${team}\\. Type: Bug or Story\\.$`));
  await expect(page.getByText(/^Printed \d+ \w+ \d{4}, data as of \d+ \w+ \d{4}, \d\d:\d\d \(.+\)\.$/)).toBeVisible();
  for (const gone of ['.chips', '.choices', '.filters', '.pages', '.top nav']) {
    for (const part of await page.locator(gone).all()) await expect(part, gone).toBeHidden();
  }
});

test('tables are open on paper, and repeat their heads', async ({ browser }) => {
  const page = await frozen(browser, 'flow', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('No filters.')).toBeVisible();
  await expect(page.getByText('Printed 21 Nov 2026, data as of 21 Nov 2026, 09:00 (UTC).')).toBeVisible();
  const tables = await page.locator('main table').evaluateAll((all) =>
    all.map((table) => ({
      height: table.getBoundingClientRect().height,
      head: getComputedStyle(table.querySelector('thead')!).display,
      cut: getComputedStyle(table.parentElement!).overflowX,
    })),
  );
  expect(tables.length).toBeGreaterThan(6);
  for (const table of tables) {
    expect(table.height).toBeGreaterThan(20);
    expect([table.head, table.cut]).toEqual(['table-header-group', 'visible']);
  }
  const dashes = await page.locator('#cycle-time .percentile').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).strokeDasharray));
  expect(new Set(dashes).size).toBe(3);
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
  await page.context().close();
});
