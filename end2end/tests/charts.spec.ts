// Charts speak: the same to people who see them, who hear them and who use the keyboard alone.
import { expect, test, type Page } from '@playwright/test';
import { settled } from './pages';

const FLOW = '/w/sample/flow';

/** The words of each chart, as a screen reader gets them; numbers change with the day the sample is made. */
const WORDS: Record<string, string> = {
  'cycle-time': `
    - region /^\\d+% of items finish within \\d+ days$/:
      - heading /^\\d+% of items finish within \\d+ days$/ [level=2]
      - paragraph: /^Cycle time in days by finish date, .+, [\\d ]+ items. Lines. 50th, 85th, 95th percentile.$/
      - img /^\\d+% of items finish within \\d+ days$/
      - paragraph: /^Half within \\d+ days, 95% within \\d+ days, slowest \\d+ days \\([A-Z]+-\\d+\\)/
      - group: Show data as a table`,
  histogram: `
    - region /^Most items take/:
      - heading /^Most items take .+ days; \\d+% take over \\d+$/ [level=2]
      - paragraph: /^Finished items by cycle time in days/
      - img /^Most items take/
      - paragraph: /\\d+ classes; the fullest is .+ with \\d+ items/
      - group: Show data as a table`,
  throughput: `
    - region /items a week/:
      - heading /^[\\d.]+ items a week/ [level=2]
      - paragraph: /^Items finished by week/
      - img /items a week/
      - paragraph: /^Most in week of/
      - group: Show data as a table`,
  'cumulative-flow': `
    - region:
      - heading [level=2]
      - paragraph: /^Items that have reached each column, by day/
      - img
      - paragraph: /^At the end.+\\d+/
      - group: Show data as a table`,
  ageing: `
    - region /older than 85% of finished ones/:
      - heading /^\\d+ of \\d+ items are older than 85% of finished ones$/ [level=2]
      - paragraph: /^Age in days of the \\d+ items in progress now/
      - img /older than 85% of finished ones/
      - paragraph: /^The oldest is [A-Z]+-\\d+ in .+, age \\d+/
      - group: Show data as a table`,
  'time-in-status': `
    - region /^Items wait \\d+% of the time, mostly in/:
      - heading /^Items wait \\d+% of the time, mostly in/ [level=2]
      - paragraph: /^Time between started and finished by status/
      - img /^Items wait/
      - paragraph: /^\\d+ statuses; the longest is .+ of the time/
      - group: Show data as a table`,
};

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('each chart has its answer, its words and its table', async ({ page }) => {
    await page.goto(FLOW);
    for (const [id, words] of Object.entries(WORDS)) {
      const chart = page.locator(`#${id}`);
      await expect(chart).toMatchAriaSnapshot(words);
      const figure = chart.locator('figure');
      await expect(figure).toHaveAccessibleName(await chart.getByRole('heading').innerText());
      await expect(figure).toHaveAccessibleDescription(/\d/);
      await expect(figure.locator('svg').first()).toBeVisible();
      await chart.getByText('Show data as a table').click();
      await expect(chart.getByRole('table').first()).toBeVisible();
      expect(await chart.getByRole('row').count()).toBeGreaterThan(1);
    }
  });

  test('the table of the scatter holds the numbers of its answer', async ({ page }) => {
    await page.goto(FLOW);
    const heading = await page.locator('#cycle-time h2').innerText();
    const csv = await (await page.request.get(`${FLOW}/finished-items.csv`)).text();
    const [head, ...rows] = csv.trim().split(/\r?\n/);
    const column = head.split(',').findIndex((name) => name === 'cycle_days');
    const days = rows.map((row) => Number(row.split(',')[column])).filter((value) => value > 0).sort((one, other) => one - other);
    const [, share, within] = heading.match(/^(\d+)% of items finish within (\d+) days$/)!.map(Number);
    expect(days[Math.ceil((days.length * share) / 100) - 1]).toBe(within);
  });
});

const PLOTS = ['Cycle time chart', 'Histogram', 'Throughput', 'Cumulative flow', 'Age'];

/** The one control within a chart, once its island is awake. */
const plot = (page: Page, id: string) => page.locator(`#${id} figure [tabindex="0"]`);

test('each chart is one stop of the Tab key with a name of its own', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const names = new Set<string>();
  for (const id of Object.keys(WORDS).filter((id) => id !== 'time-in-status')) {
    await expect(plot(page, id)).toHaveCount(1);
    names.add((await plot(page, id).getAttribute('aria-label')) ?? '');
    await expect(page.locator(`#${id} figure`)).toHaveRole('group');
    await expect(page.locator(`#${id} [role="application"]`)).toHaveCount(0);
  }
  expect(names.size).toBe(PLOTS.length);
});

test('the keyboard alone reads the cycle times and opens an item', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const readOut = page.locator('#cycle-time output');
  await expect(readOut).toHaveAttribute('aria-live', 'polite');
  await plot(page, 'cycle-time').focus();
  await expect(readOut).toContainText(/[A-Z]+-\d+/);
  const last = await readOut.innerText();
  await page.keyboard.press('Home');
  await expect(readOut).not.toHaveText(last);
  const first = await readOut.innerText();
  await page.keyboard.press('ArrowRight');
  await expect(readOut).not.toHaveText(first);
  await page.keyboard.press('ArrowLeft');
  expect(await readOut.innerText()).toBe(first);
  await page.keyboard.press('End');
  expect(await readOut.innerText()).toBe(last);
  await page.keyboard.press('ArrowUp');
  await expect(readOut).toContainText(/[A-Z]+-\d+/);
  await page.keyboard.press('Escape');
  await expect(readOut).toBeEmpty();
  await page.keyboard.press('End');
  await expect(readOut).toContainText(/[A-Z]+-\d+/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/w\/sample\/item\/sample\/\d+/);
});

test('the pointer reads a dot, the reading can be pointed at, and Escape closes it', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const readOut = page.locator('#throughput output');
  await plot(page, 'throughput').hover();
  const box = (await plot(page, 'throughput').boundingBox())!;
  await expect(async () => {
    // A hand is never quite still.
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await expect(readOut).toContainText(/\d/, { timeout: 200 });
  }).toPass();
  await readOut.hover();
  await expect(readOut).toContainText(/\d/);
  await page.mouse.move(0, 0);
  await expect(readOut).toBeEmpty();
});

test('readings are fetched when somebody asks, and the page does not carry them twice', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/api/readings') && asked.push(request.url()));
  await page.goto(FLOW);
  await settled(page);
  expect(asked).toEqual([]);
  await plot(page, 'cycle-time').focus();
  await expect(page.locator('#cycle-time output')).toContainText(/[A-Z]+-\d+/);
  await page.keyboard.press('ArrowLeft');
  expect(asked).toHaveLength(1);
});

test('with forced colours every mark is drawn in the colours of the system', async ({ browser }) => {
  const page = await (await browser.newContext({ forcedColors: 'active' })).newPage();
  await page.goto(FLOW);
  await settled(page);
  const system = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('span'));
    const colour = (name: string) => {
      probe.style.color = name;
      return getComputedStyle(probe).color;
    };
    const known = ['CanvasText', 'Canvas', 'Highlight', 'LinkText', 'GrayText', 'ButtonText'].map(colour);
    probe.remove();
    return known;
  });
  const strokes = await page.evaluate(() =>
    [...document.querySelectorAll('figure svg path')]
      .map((path) => ({ mark: path.outerHTML.slice(0, 80), stroke: getComputedStyle(path).stroke }))
      .filter(({ stroke }) => stroke !== 'none'),
  );
  expect(strokes.length).toBeGreaterThan(10);
  expect(strokes.filter(({ stroke }) => !system.includes(stroke))).toEqual([]);
  await page.context().close();
});
