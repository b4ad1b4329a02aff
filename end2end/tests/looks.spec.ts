// The scatter on a logarithmic scale and with a mark for each type: links, so they work without JavaScript.
import { expect, test, type Page } from '@playwright/test';
import { frozen } from './frozen';
import { firstTeam, settled } from './pages';

const FLOW = '/w/sample/flow';
const ticks = (page: Page) => page.locator('#cycle-time .fig-y text').allTextContents();
const heading = (page: Page) => page.locator('#cycle-time h2').innerText();

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('scale and colour are choices of the address', async ({ page }) => {
      await page.goto(`${FLOW}?p=1y`);
      await settled(page);
      const scale = page.getByRole('group', { name: 'Scale' });
      const colour = page.getByRole('group', { name: 'Colour' });
      await expect(scale.getByRole('link', { name: 'Linear' })).toHaveAttribute('aria-current', 'true');
      const [answer, even] = [await heading(page), await ticks(page)];
      expect(even[0]).toBe('0');

      await scale.getByRole('link', { name: 'Log' }).click();
      await page.waitForURL((url) => url.searchParams.get('scale') === 'log');
      await settled(page);
      expect(await heading(page)).toBe(answer);
      await expect(page.locator('#cycle-time-s')).toContainText('Logarithmic scale');
      const steps = (await ticks(page)).map((label) => Number(label.replace(/[^\d]/g, '')));
      expect(steps.slice(0, 2)).toEqual(expect.arrayContaining([1]));
      expect(steps.length).toBeGreaterThanOrEqual(3);
      for (const step of steps) expect([1, 2, 3, 5]).toContain(Number(String(step)[0]));
      await expect(page.locator('#cycle-time .fig-side')).not.toContainText('more');

      await colour.getByRole('link', { name: 'By type' }).click();
      await page.waitForURL((url) => url.searchParams.get('colour') === 'type' && url.searchParams.get('scale') === 'log');
      await settled(page);
      expect(await heading(page)).toBe(answer);
      const key = page.locator('#cycle-time').getByRole('list', { name: 'Types' });
      expect(await key.getByRole('listitem').count()).toBeGreaterThan(1);
      const counted = (await key.getByRole('listitem').allInnerTexts()).map((entry) => Number(entry.replace(/^.*, /s, '').replace(/[^\d]/g, '')));
      const all = Number((await page.locator('#cycle-time-s').innerText()).match(/([\d\u202f]+) items/)![1].replace(/[^\d]/g, ''));
      expect(counted.reduce((sum, count) => sum + count, 0)).toBe(all);
      expect(new URL(page.url()).searchParams.get('p')).toBe('1y');
    });

    test('a filter keeps how the chart is drawn', async ({ page }) => {
      await page.goto(`${FLOW}?scale=log&colour=type&team=${await firstTeam(page)}`);
      await settled(page);
      await page.getByRole('link', { name: /^Team: .*remove this filter/ }).click();
      await page.waitForURL((url) => !url.searchParams.has('team'));
      expect(new URL(page.url()).search).toBe('?scale=log&colour=type');
    });

    test('what is no scale and no colour is said, and drawn as by default', async ({ page }) => {
      await page.goto(`${FLOW}?scale=cubic&colour=<b>mood`);
      await expect(page.getByRole('status')).toContainText('The scale was not understood');
      await expect(page.getByRole('status')).toContainText('The colour was not understood');
      expect((await ticks(page))[0]).toBe('0');
    });
  });
}

test('the marks of types are told apart without their colours', async ({ browser }) => {
  const page = await frozen(browser, 'by-type', { forcedColors: 'active' });
  const shapes = await page.locator('#cycle-time .key li').evaluateAll((entries) =>
    entries.map((entry) =>
      [...entry.querySelectorAll('path')]
        .map((path) => {
          const { stroke, strokeWidth, strokeLinecap } = getComputedStyle(path);
          return `${stroke} ${strokeWidth} ${strokeLinecap}`;
        })
        .join(' / '),
    ),
  );
  expect(shapes).toHaveLength(6);
  expect(new Set(shapes).size).toBe(6);
  await page.context().close();
});

test('each mark is drawn by the strokes that its entry in the key shows', async ({ browser }) => {
  const page = await frozen(browser, 'by-type');
  const strokes = (selector: string) =>
    page.locator(selector).evaluateAll((marks) =>
      [...new Set(marks.map((mark) => {
        const { stroke, strokeWidth, strokeLinecap } = getComputedStyle(mark);
        return `${stroke} ${strokeWidth} ${strokeLinecap}`;
      }))].sort(),
    );
  expect(await strokes('#cycle-time figure .mark')).toEqual(await strokes('#cycle-time .key .mark'));
  await page.context().close();
});
