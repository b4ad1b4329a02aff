// What a screen reader gets from each chart of a world that never changes, to the letter; and that a picture, its
// words and its table say the same. Words that change on purpose: `npx playwright test words --update-snapshots`.
import { expect, test, type Page } from '@playwright/test';
import { FIGURES, frozen } from './frozen';

const number = (text: string) => Number(text.replace(/[^\d.]/g, ''));
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** The cells of a column in a table of a card; the table is opened first, as a reader would. */
async function column(page: Page, id: string, name: string, table = 0): Promise<string[]> {
  const card = page.locator(`#${id}`);
  if (!(await card.getByRole('table').first().isVisible())) await card.getByText('Show data as a table').click();
  const heads = await card.getByRole('table').nth(table).getByRole('columnheader').allInnerTexts();
  const at = heads.indexOf(name);
  expect(at, `${id} has a column ${name}`).toBeGreaterThanOrEqual(0);
  const rows = await card.getByRole('table').nth(table).locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').nth(at).innerText()));
}

test('each chart says the same to those who do not see it', async ({ browser }) => {
  const page = await frozen(browser, 'flow');
  for (const id of FIGURES) await expect(page.locator(`#${id}`)).toMatchAriaSnapshot({ name: `${id}.aria.yml` });
  await page.context().close();
  const marked = await frozen(browser, 'by-type');
  await expect(marked.locator('#cycle-time')).toMatchAriaSnapshot({ name: 'by-type.aria.yml' });
  await marked.context().close();
});

test('a sparkline is silent beside its number', async ({ browser }) => {
  const page = await frozen(browser, 'flow');
  expect(await page.locator('.kpis .spark').count()).toBe(4);
  await expect(page.locator('.kpis')).toMatchAriaSnapshot({ name: 'key-figures.aria.yml' });
  await page.context().close();
});

test('a chart with nothing to draw says what is missing and what helps', async ({ browser }) => {
  const page = await frozen(browser, 'one');
  await expect(page.locator('#histogram')).toMatchAriaSnapshot({ name: 'empty.aria.yml' });
  await page.context().close();
});

test('where no item matches, one card says so instead of seven', async ({ browser }) => {
  const page = await frozen(browser, 'nothing');
  await expect(page.getByRole('region', { name: 'Nothing to show' })).toContainText('There are no items yet.');
  await expect(page.getByRole('link', { name: 'See what is read' })).toBeVisible();
  await expect(page.locator('main section')).toHaveCount(1);
  await page.context().close();
});

test('pictures, words and tables have the same numbers', async ({ browser }) => {
  const page = await frozen(browser, 'flow');
  const counted = async (id: string) => number((await page.locator(`#${id}-s`).innerText()).match(/([\d\u202f]+) items/)![1]);
  expect(sum((await column(page, 'histogram', 'Items')).map(number))).toBe(await counted('histogram'));
  expect((await column(page, 'histogram', 'Items')).length).toBe(await page.locator('#histogram rect.bar').count());
  expect(sum((await column(page, 'throughput', 'Items')).map(number))).toBe(await counted('throughput'));
  expect((await column(page, 'throughput', 'Items')).length).toBe(await page.locator('#throughput figure svg.fig-plot > rect').count());

  const ageing = (await column(page, 'ageing', 'Items')).map(number);
  expect((await page.locator('#ageing .fig-head text').allTextContents()).map(number)).toEqual(ageing);
  expect(sum(ageing)).toBe(await counted('ageing'));
  const heading = (await page.locator('#ageing h2').innerText()).match(/^(\d+) of (\d+)/)!.map(Number);
  expect(heading[2]).toBe(sum(ageing));

  const shares = (await column(page, 'time-in-status', 'Share')).map(number);
  const drawn = await page.locator('#time-in-status .rows .value').allTextContents();
  expect(drawn.map((words) => number(words.split('·')[1]))).toEqual(shares);
  const widths = await page.locator('#time-in-status .rows rect').evaluateAll((bars) => bars.map((bar) => parseFloat(bar.getAttribute('width')!)));
  expect(widths.indexOf(Math.max(...widths))).toBe(shares.indexOf(Math.max(...shares)));

  const inProgress = (await column(page, 'cumulative-flow', 'All in progress')).map(number).at(-1);
  const bands = await page.locator('#cumulative-flow .fig-side text.strong:not(.tight)').allTextContents();
  expect(sum(bands.map((words) => number(words.match(/[\d\u202f]+$/)![0])))).toBe(inProgress);

  const slowest = Math.max(...(await column(page, 'cycle-time', 'Cycle time')).map(number));
  await expect(page.locator('#cycle-time-d')).toContainText(`slowest ${slowest} days`);
  await page.context().close();
});

test('with forced colours every shape is drawn in the colours of the system', async ({ browser }) => {
  for (const [world, shapes] of [['flow', 60], ['by-type', 60], ['time-line', 4]] as const) {
    const page = await frozen(browser, world, { forcedColors: 'active' });
    const found = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement('span'));
      const system = ['CanvasText', 'Canvas', 'Highlight', 'LinkText', 'GrayText', 'ButtonText'].map((name) => {
        probe.style.color = name;
        return getComputedStyle(probe).color;
      });
      const all = [...document.querySelectorAll('svg :is(path, rect, use)')].filter((shape) => !shape.closest('.filters'));
      const flaws = all.flatMap((shape) => {
        const { stroke, fill, forcedColorAdjust } = getComputedStyle(shape);
        // Bands keep their steps from light to dark; their edges are in the system's colour.
        const paints = forcedColorAdjust === 'none' ? [stroke] : [stroke, fill];
        return paints.filter((paint) => paint !== 'none' && !paint.startsWith('url') && !system.includes(paint)).map((paint) => `${paint} ${shape.outerHTML.slice(0, 90)}`);
      });
      return { count: all.length, flaws };
    });
    expect(found.count, world).toBeGreaterThanOrEqual(shapes);
    expect(found.flaws, world).toEqual([]);
    await page.context().close();
  }
});
