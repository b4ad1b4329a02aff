// Days chosen by dragging over a chart: enhancement only, and never in the way of reading.
import { expect, test, type Page } from '@playwright/test';
import { firstTeam, settled } from './pages';

const FLOW = '/w/sample/flow';
const plot = (page: Page, id: string) => page.locator(`#${id} figure [tabindex="0"]`);
const band = (page: Page, id: string) => page.locator(`#${id} .brush`);

/** Where shares of the plot are on the screen. */
async function frame(page: Page, id: string) {
  await plot(page, id).scrollIntoViewIfNeeded();
  const box = (await plot(page, id).boundingBox())!;
  return (across: number, down = 0.5): [number, number] => [box.x + box.width * across, box.y + box.height * down];
}

/** Presses the pointer and drags it, without letting go. */
async function drag(page: Page, id: string, from: number, to: number) {
  const at = await frame(page, id);
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2), { steps: 4 });
  await page.mouse.move(...at(to), { steps: 4 });
}

for (const id of ['cycle-time', 'throughput', 'cumulative-flow']) {
  test(`dragging over the ${id} chart asks for these days`, async ({ page }) => {
    const team = await firstTeam(page);
    await page.goto(`${FLOW}?team=${team}&unit=workdays&p=6m`);
    await settled(page);
    await drag(page, id, 0.3, 0.6);
    await expect(band(page, id)).toHaveAttribute('d', /^M[\d.]+ 0H[\d.]+V1000H[\d.]+Z$/);
    await expect(band(page, id)).toBeVisible();
    const readOut = page.locator(`#${id} output`);
    await expect(readOut).toContainText(/\d+ \w+ to \d+ \w+ \d{4}.*\d+ days.*Let go/);
    await page.mouse.up();
    await page.waitForURL((url) => url.searchParams.has('from'));
    const { searchParams, hash } = new URL(page.url());
    const [from, to] = ['from', 'to'].map((key) => Date.parse(searchParams.get(key)!));
    const days = (to - from) / 86_400_000 + 1;
    // Three tenths of 182 days; weeks are chosen whole.
    expect(days).toBeGreaterThanOrEqual(50);
    expect(days).toBeLessThanOrEqual(id === 'throughput' ? 70 : 60);
    expect([searchParams.get('team'), searchParams.get('unit'), searchParams.has('p'), hash]).toEqual([team, 'workdays', false, `#${id}`]);
    await settled(page);
    await expect(page.getByRole('link', { name: /^Back to the last 90 days$/ })).toBeVisible();
    await page.getByRole('link', { name: /^Back to the last 90 days$/ }).click();
    await page.waitForURL((url) => !url.searchParams.has('from'));
    expect(new URL(page.url()).searchParams.get('team')).toBe(team);
  });
}

test('Escape cancels a drag, and the chart can be read on', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const before = page.url();
  await drag(page, 'cycle-time', 0.6, 0.2);
  await expect(page.locator('#cycle-time output')).toContainText('Let go');
  await page.keyboard.press('Escape');
  await expect(band(page, 'cycle-time')).toHaveAttribute('d', '');
  await page.mouse.up();
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  await page.keyboard.press('Home');
  await expect(page.locator('#cycle-time output')).toContainText(/[A-Z]+-\d+/);
});

test('a drag moves nothing on the page', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main :is(section, header, figure, p, details, li)')]
        .map((part) => part.getBoundingClientRect())
        .filter(({ width }) => width > 0)
        .map(({ left, top, width, height }) => [left, top + scrollY, width, height].map(Math.round).join(' ')),
    );
  const before = await places();
  await drag(page, 'cycle-time', 0.2, 0.8);
  await expect(page.locator('#cycle-time output')).toContainText('Let go');
  expect(await places()).toEqual(before);
  await page.keyboard.press('Escape');
  await page.mouse.up();
});

test('a click is no drag: it opens the item that the reading names', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  const readOut = page.locator('#cycle-time output');
  const at = await frame(page, 'cycle-time');
  const [, across, down] = (await page.locator('#cycle-time path.dots').first().getAttribute('d'))!.match(/^M(\d+) (\d+)h0/)!.map(Number);
  const dot = at(across / 1000, down / 1000);
  await expect(async () => {
    // A hand is never quite still.
    await page.mouse.move(dot[0] - 3, dot[1]);
    await page.mouse.move(...dot);
    await expect(readOut).toContainText(/[A-Z]+-\d+/, { timeout: 500 });
  }).toPass();
  const named = (await readOut.innerText()).match(/[A-Z]+-\d+/)![0];
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL(/\/item\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(named);
});

test('a finger scrolls; days are chosen with the date fields', async ({ browser }) => {
  const page = await (await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } })).newPage();
  await page.goto(FLOW);
  await settled(page);
  const before = page.url();
  const at = await frame(page, 'cycle-time');
  const touch = await page.context().newCDPSession(page);
  const points = (share: number) => [{ x: at(share)[0], y: at(share)[1] }];
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0.2) });
  for (const share of [0.3, 0.5, 0.7]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(share) });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(band(page, 'cycle-time')).toHaveCount(1);
  expect((await band(page, 'cycle-time').getAttribute('d')) ?? '').toBe('');
  expect(page.url()).toBe(before);
  await page.context().close();
});

test('the keyboard chooses days with the date fields of the filters', async ({ page }) => {
  await page.goto(FLOW);
  await settled(page);
  await page.getByRole('form', { name: 'Filters' }).locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('From', { exact: true }).fill('2026-10-01');
  await page.getByLabel('To', { exact: true }).fill('2026-10-20');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('from') === '2026-10-01' && url.searchParams.get('to') === '2026-10-20');
});
