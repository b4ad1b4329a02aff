// The question about cookies in a real browser. Numbers are those of the catalogue of cases (CT).
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isClean } from './clean';
import { FRESH, today } from './consent';
import { settled, watch } from './pages';
import { proves } from './proves';

test.use({ storageState: FRESH });

const banner = (page: Page) => page.getByRole('region', { name: 'Cookies', exact: true });
const decline = (page: Page) => banner(page).getByRole('button', { name: 'Decline', exact: true });
const accept = (page: Page) => banner(page).getByRole('button', { name: 'Accept', exact: true });

async function kept(context: BrowserContext): Promise<string | undefined> {
  return (await context.cookies()).find(({ name }) => name === 'ac_consent')?.value;
}

/** What a visit leaves in a browser, by name. */
async function left(page: Page): Promise<string[]> {
  const stored = await page.evaluate(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => `${name}`), ...(await caches.keys()),
  ]);
  return [...(await page.context().cookies()).map(({ name }) => name), ...stored];
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('CT-19 accept, decline, change and take back lead back to the same page', async ({ page, context }) => {
      const complaints = await watch(page, javaScriptEnabled);
      await page.goto('/w/sample/flow?p=90d');
      await decline(page).click();
      await expect(page).toHaveURL(/\/w\/sample\/flow\?p=90d&cookies=declined$/);
      await expect(banner(page)).toHaveCount(0);
      await expect(page.getByText('You declined. Nothing is counted.')).toBeVisible();
      expect(await kept(context)).toBe(`v1.1.d.${today()}`);
      await page.getByRole('link', { name: 'Hide this' }).click();
      await expect(page).toHaveURL(/\/w\/sample\/flow\?p=90d$/);
      await expect(page.getByText('You declined.')).toHaveCount(0);

      await page.getByRole('contentinfo').getByRole('link', { name: 'Cookie preferences' }).click();
      for (const box of await page.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
      await page.getByLabel('Measure how fast pages are').check();
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Your choice is saved' })).toBeVisible();
      await expect(page.getByLabel('Measure how fast pages are')).toBeChecked();
      await expect(page.getByLabel('Count the pages I open')).not.toBeChecked();
      await page.getByRole('button', { name: 'Decline all' }).click();
      await expect(page.getByLabel('Measure how fast pages are')).not.toBeChecked();
      expect(await kept(context)).toBe(`v1.1.d.${today()}`);
      expect(complaints).toEqual([]);
      proves('AC-45', 'AC-48');
    });

    test('CT-01 CT-02 CT-05 before a choice nothing is kept and nobody else is asked', async ({ page }) => {
      const complaints = await watch(page, javaScriptEnabled);
      for (const path of ['/', '/sign-in', '/sign-up', '/terms', '/w/sample/overview', '/w/sample/flow', '/no-such-page']) {
        const answer = await page.goto(path);
        await expect(banner(page), path).toBeVisible();
        const headers = answer!.headers();
        expect(headers['content-security-policy'], path).not.toContain('google');
        expect(headers['set-cookie'], path).toBeUndefined();
        expect(await page.content(), path).not.toMatch(/google|gtag|preconnect|dns-prefetch/i);
      }
      expect((await page.context().cookies()).map(({ name }) => name)).toEqual([]);
      if (javaScriptEnabled) expect(await left(page)).toEqual([]);
      expect(complaints).toEqual([]);
      proves('AC-35', 'AC-32');
    });
  });
}

test('CT-05 CT-07 CT-08 both answers are equal in form, place and effort', async ({ page }) => {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto('/');
      const looks = await Promise.all([decline(page), accept(page)].map(async (button) => {
        const style = await button.evaluate((it) => {
          const { color, backgroundColor, borderColor, fontSize, fontWeight, opacity, textDecorationLine } = getComputedStyle(it);
          return { tag: it.tagName, color, backgroundColor, borderColor, fontSize, fontWeight, opacity, textDecorationLine };
        });
        const { width, height, y } = (await button.boundingBox())!;
        return { ...style, width: Math.round(width), height: Math.round(height), y: Math.round(y) };
      }));
      expect(looks[0]).toEqual(looks[1]);
      expect(looks[0].tag).toBe('BUTTON');
      expect(looks[0].height).toBeGreaterThanOrEqual(24);
    }
  }
  // One press for each answer, and one more key from the one to the other.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(decline(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(accept(page)).toBeFocused();
  proves('AC-44');
});

test('CT-04 no scroll, click elsewhere, stray key or waiting is an answer', async ({ page, context }) => {
  test.setTimeout(120_000);
  await page.goto('/terms');
  await page.mouse.wheel(0, 2_000);
  await page.getByRole('heading', { level: 1 }).click();
  for (const key of ['Escape', 'Space', 'Enter', 'PageDown', 'a']) await page.keyboard.press(key);
  await page.waitForTimeout(60_000);
  await expect(banner(page)).toBeVisible();
  expect(await kept(context)).toBeUndefined();
  await page.reload();
  await expect(banner(page)).toBeVisible();
});

test('CT-10 the page is usable behind the banner at 320 pixels and at a zoom of 400 %', async ({ page }) => {
  for (const viewport of [{ width: 320, height: 640 }, { width: 320, height: 256 }]) {
    await page.setViewportSize(viewport);
    for (const path of ['/', '/sign-in', '/w/sample/overview']) {
      await page.goto(path);
      await expect(decline(page)).toBeVisible();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${path} at ${viewport.height}`).toBe(0);
      const share = (await banner(page).boundingBox())!.height / viewport.height;
      if (viewport.height > 480) expect(share, path).toBeLessThanOrEqual(0.6);
      // The very end of the page can be brought out from behind it.
      const last = page.getByRole('contentinfo').getByRole('link').last();
      await last.scrollIntoViewIfNeeded();
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      const reached = await last.evaluate((link) => {
        const { x, y, width, height } = link.getBoundingClientRect();
        return link.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      });
      expect(reached, `${path} at ${viewport.height}`).toBe(true);
    }
  }
  await decline(page).click();
  await expect(banner(page)).toHaveCount(0);
});

test('CT-13 CT-14 nothing shifts, nothing flashes, and waking islands leave the banner and the focus alone', async ({ page }) => {
  const complaints = await watch(page);
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, { shifts });
  });
  await page.goto('/w/sample/overview', { waitUntil: 'commit' });
  const early = await banner(page).elementHandle();
  await decline(page).focus();
  await settled(page);
  expect(await banner(page).evaluate((now, then) => now === then, early)).toBe(true);
  await expect(decline(page)).toBeFocused();
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, it) => sum + it, 0))).toBe(0);
  await decline(page).click();
  const html = await (await page.request.get('/w/sample/flow')).text();
  expect(html, 'a decided visitor gets no banner to hide').not.toContain('class="cookies"');
  expect(complaints).toEqual([]);
});

test('CT-15 the banner answers before the program of the page has come', async ({ page, context }) => {
  await page.route('**/*.wasm', () => {});
  await page.goto('/w/sample/overview', { waitUntil: 'commit' });
  await decline(page).click();
  await expect(page).toHaveURL(/cookies=declined/);
  expect(await kept(context)).toBe(`v1.1.d.${today()}`);
});

test('CT-23 CT-24 CT-28 by keyboard: no focus is stolen or trapped, it is seen, and never behind the banner', async ({ page }) => {
  await page.goto('/terms');
  await settled(page);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(decline(page)).toBeFocused();
  const outline = await decline(page).evaluate((it) => getComputedStyle(it).outlineWidth);
  expect(parseFloat(outline)).toBeGreaterThanOrEqual(2);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await banner(page).evaluate((it) => it.contains(document.activeElement)), 'no trap').toBe(false);
  for (let presses = 0; presses < 80; presses += 1) {
    const state = await page.evaluate(() => {
      const it = document.activeElement!;
      const { x, y, width, height } = it.getBoundingClientRect();
      const above = document.elementFromPoint(x + width / 2, y + height / 2);
      const hidden = above !== null && above.closest('.cookies') !== null && it.closest('.cookies') === null;
      return { hidden, text: it.textContent, isBody: it === document.body };
    });
    expect(state.hidden, `${state.text} is behind the banner`).toBe(false);
    if (state.isBody) break;
    await page.keyboard.press('Tab');
  }
  await decline(page).focus();
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/cookies=declined/);
});

test('CT-29 axe finds nothing in any state, in forced colours and from right to left it stays whole', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/');
  await isClean(page);
  await page.goto('/cookie-preferences');
  await isClean(page);
  await page.emulateMedia({ forcedColors: 'active' });
  await expect(decline(page)).toBeVisible();
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  for (const button of [decline(page), accept(page)]) {
    const { x, width } = (await button.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
  }
  const words = banner(page).locator('p').nth(1);
  await words.evaluate((it) => { it.textContent = `${it.textContent} `.repeat(4); });
  await expect(decline(page)).toBeInViewport({ ratio: 0 });
  await decline(page).click();
  await page.emulateMedia({ forcedColors: 'none' });
  await isClean(page);
  await page.goto('/cookie-preferences?saved');
  await isClean(page);
  expect(await page.getByRole('main').ariaSnapshot()).toContain('checkbox "Count the pages I open');
});

test.describe('with Global Privacy Control', () => {
  test.use({ extraHTTPHeaders: { 'sec-gpc': '1' } });

  test('CT-36 CT-41 CT-42 CT-46 no banner, a line that says so, and a deliberate yes that goes as easily', async ({ page, context }) => {
    test.setTimeout(90_000);
    await page.goto('/');
    await expect(banner(page)).toHaveCount(0);
    const line = page.getByRole('contentinfo').getByRole('link', { name: 'Opt-out request honored (Global Privacy Control)' });
    await line.click();
    await expect(page.getByRole('heading', { name: 'Opt-out request honored' })).toBeVisible();
    await isClean(page);
    await page.getByLabel('Count the pages I open').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Overruled by your choice' })).toBeVisible();
    expect(await kept(context)).toContain('.g1.');
    await page.getByLabel('Count the pages I open').uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(line).toBeVisible();
    expect(await kept(context)).toBe(`v1.1.d.${today()}`);
    proves('AC-50', 'AC-51', 'AC-52');
  });
});

test("DuckDuckGo's autoconsent finds our decline and presses it", async ({ page, context }) => {
  const script = readFileSync(join(__dirname, '../node_modules/@duckduckgo/autoconsent/dist/autoconsent.playwright.js'), 'utf8');
  const told: { type: string; result?: boolean; cmp?: string; id?: string; code?: string }[] = [];
  await page.exposeBinding('autoconsentSendMessage', async ({ frame }, message) => {
    told.push(message);
    const reply = (answer: object) => frame.evaluate((it) => {
      (window as unknown as { autoconsentReceiveMessage(message: object): void }).autoconsentReceiveMessage(it);
    }, answer).catch(() => {});
    if (message.type === 'init') {
      const config = {
        enabled: true, autoAction: 'optOut', disabledCmps: [], enablePrehide: false, enableCosmeticRules: false,
        enableGeneratedRules: false, detectRetries: 20, isMainWorld: true, heuristicMode: 'reject',
        enableHeuristicDetection: true, enableHeuristicAction: true, heuristicPopupSearchTimeout: 1_000,
        performanceLoggingEnabled: false, logs: { lifecycle: false, rulesteps: false, errors: false },
      };
      await reply({ type: 'initResp', config, rules: { autoconsent: [] } });
    }
    if (message.type === 'eval') await reply({ type: 'evalResp', id: message.id, result: false });
  });
  await page.goto('/');
  await page.evaluate(script);
  await page.waitForURL(/cookies=declined/, { timeout: 20_000 });
  expect(await kept(context)).toBe(`v1.1.d.${today()}`);
  expect(told.some(({ type }) => type === 'popupFound')).toBe(true);
});
