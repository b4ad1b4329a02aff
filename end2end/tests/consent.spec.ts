// The question about cookies in a real browser. Numbers are those of the catalogue of cases (CT).
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test';
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

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Cookie preferences', exact: true });
const footerLink = (page: Page) => page.getByRole('contentinfo').getByRole('link', { name: 'Cookie preferences', exact: true });

/** Opens the preferences from the footer: over the page with JavaScript, as a page without. */
async function preferences(page: Page, hasJavaScript = true): Promise<Locator> {
  if (hasJavaScript) await settled(page);
  await footerLink(page).click();
  const place = hasJavaScript ? dialog(page) : page.getByRole('main');
  await expect(place.getByRole('button', { name: 'Decline all' })).toBeVisible();
  return place;
}

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

      let switches = await preferences(page, javaScriptEnabled);
      for (const box of await switches.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
      await switches.getByLabel('Measure how fast pages are').check();
      await switches.getByRole('button', { name: 'Save', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Your choice is saved' })).toBeVisible();
      if (javaScriptEnabled) await expect(page).toHaveURL(/\/w\/sample\/flow\?p=90d&cookies=saved$/);
      switches = await preferences(page, javaScriptEnabled);
      await expect(switches.getByLabel('Measure how fast pages are')).toBeChecked();
      await expect(switches.getByLabel('Count the pages I open')).not.toBeChecked();
      await switches.getByRole('button', { name: 'Decline all' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Your choice is saved' })).toBeVisible();
      expect(await kept(context)).toBe(`v1.1.d.${today()}`);
      switches = await preferences(page, javaScriptEnabled);
      await expect(switches.getByLabel('Measure how fast pages are')).not.toBeChecked();
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
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/cookies=accepted/);
  // Taking it back: one press opens the switches, one more takes everything back; a yes from there takes one more still.
  const switches = await preferences(page);
  const withdraw = switches.getByRole('button', { name: 'Decline all' });
  const save = switches.getByRole('button', { name: 'Save', exact: true });
  expect((await withdraw.boundingBox())!.height).toBe((await save.boundingBox())!.height);
  await withdraw.press('Enter');
  await expect(page.getByText('Your choice is saved')).toBeVisible();
  expect((await page.context().cookies()).map(({ value }) => value)).toEqual([`v1.1.d.${today()}`]);
  proves('AC-44');
});

test('CT-25 over a page the preferences are a dialog: named, modal, focus goes in, stays in and comes back', async ({ page, context }) => {
  const complaints = await watch(page);
  // From the start, since a route that is new may miss the first request after it.
  let isCut = false;
  await page.route('**/cookie-preferences', (route) => (isCut && route.request().resourceType() === 'xhr' ? route.abort() : route.fallback()));
  await page.goto('/w/sample/overview');
  await decline(page).click();
  await settled(page);
  await footerLink(page).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await expect(page).toHaveURL(/\/w\/sample\/overview/);
  await expect(dialog(page)).toHaveAttribute('aria-modal', 'true');
  expect(await dialog(page).evaluate((it) => it.matches(':modal'))).toBe(true);
  await expect(dialog(page).getByRole('heading', { name: 'Cookie preferences' })).toBeFocused();
  await expect(dialog(page).locator('input[type=checkbox]')).toHaveCount(3);

  // Tab goes round, in both ways: what is behind the dialog never has the focus.
  const stops = new Set<string>();
  for (const key of [...Array(12).fill('Tab'), ...Array(12).fill('Shift+Tab')]) {
    await page.keyboard.press(key);
    const at = await page.evaluate(() => {
      const it = document.activeElement!;
      return { outside: it !== document.body && it.closest('dialog') === null, name: it.textContent || it.getAttribute('name') || it.tagName };
    });
    expect(at.outside, `${key} leads to ${at.name}`).toBe(false);
    stops.add(at.name);
  }
  for (const name of ['Close', 'analytics', 'performance', 'no_error_reports', 'Save', 'Decline all']) expect([...stops]).toContain(name);
  await isClean(page);

  const before = await kept(context);
  await dialog(page).getByLabel('Count the pages I open').check();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(footerLink(page)).toBeFocused();
  expect(await kept(context), 'Escape saves nothing').toBe(before);
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Count the pages I open')).not.toBeChecked();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(footerLink(page)).toBeFocused();
  expect(await kept(context)).toBe(before);

  // Where they cannot be fetched they are the page they always were, and a press that asks for a new tab gets one.
  isCut = true;
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cookie-preferences$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cookie preferences');
  expect(complaints.filter((it) => !it.includes('/cookie-preferences') && !it.includes('ERR_FAILED'))).toEqual([]);
});

test('CT-26 the switches are native boxes with names and states', async ({ page }) => {
  await page.goto('/terms');
  await decline(page).click();
  for (const place of [await preferences(page), undefined]) {
    if (!place) await page.goto('/cookie-preferences');
    const boxes = (place ?? page.getByRole('main')).getByRole('checkbox');
    await expect(boxes).toHaveCount(3);
    for (const [at, name] of [/^Count the pages I open/, /^Measure how fast pages are/, /^Do not report errors/].entries()) {
      const box = boxes.nth(at);
      await expect(box).toHaveAccessibleName(name);
      await expect(box).toHaveAttribute('type', 'checkbox');
      await expect(box).not.toBeChecked();
      await box.focus();
      await page.keyboard.press('Space');
      await expect(box).toBeChecked();
      await page.keyboard.press('Space');
      await expect(box).not.toBeChecked();
      const { width, height } = (await box.locator('xpath=ancestor::label').boundingBox())!;
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  }
});

test('CT-27 what became of an answer is said politely, and can be put away', async ({ page }) => {
  for (const [button, words] of [[decline, 'You declined. Nothing is counted.'], [accept, 'You accepted. Visits are counted.']] as const) {
    await page.context().clearCookies();
    await page.goto('/terms');
    await button(page).click();
    const told = page.getByRole('status').filter({ hasText: words });
    await expect(told).toBeVisible();
    await expect(told, 'a status is told without interrupting').not.toHaveAttribute('aria-live', 'assertive');
    await told.getByRole('link', { name: 'Hide this' }).click();
    await expect(page).toHaveURL(/\/terms$/);
    await expect(page.getByText(words)).toHaveCount(0);
  }
  const switches = await preferences(page);
  await switches.getByRole('button', { name: 'Save', exact: true }).click();
  const told = page.getByRole('status').filter({ hasText: 'Your choice is saved and holds from now on.' });
  await told.getByRole('link', { name: 'Hide this' }).click();
  await expect(told).toHaveCount(0);
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
  const isInside = () => banner(page).evaluate((it) => it.contains(document.activeElement));
  for (let presses = 0; presses < 4 && (await isInside()); presses += 1) await page.keyboard.press('Tab');
  expect(await isInside(), 'no trap').toBe(false);
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

/** What a screen reader has to say of a part of the page, in the order in which it reads it: one line for each stop. */
async function transcript(page: Page, selector: string): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const known = new Map(nodes.map((it) => [it.nodeId, it]));
  const lines: string[] = [];
  const silent = ['InlineTextBox', 'generic', 'none', 'LabelText', 'paragraph', 'ListMarker', 'strong', 'presentation'];
  const read = (id: string) => {
    const it = known.get(id);
    if (!it) return;
    const role = `${it.role?.value}`;
    const name = `${it.name?.value ?? ''}`.replace(/\s+/g, ' ').trim();
    const states = (it.properties ?? [])
      .filter(({ name: state, value }) => ['checked', 'modal', 'level', 'expanded', 'live'].includes(state) && value.value !== undefined)
      .map(({ name: state, value }) => `${state} ${value.value}`);
    const isRead = !it.ignored && !silent.includes(role);
    if (isRead) lines.push([role, name && `"${name}"`, ...states].filter(Boolean).join(', '));
    // What names a control is read as its name, not once more.
    if (isRead && ['button', 'link', 'checkbox', 'heading', 'summary', 'DisclosureTriangle', 'StaticText'].includes(role)) return;
    for (const child of it.childIds ?? []) read(child);
  };
  const first = nodes.find(({ backendDOMNodeId }) => backendDOMNodeId === node.backendNodeId);
  read(first!.nodeId);
  return lines.join('\n') + '\n';
}

test('CT-29 axe finds nothing in any state, and a screen reader reads them as they are written down', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/terms');
  await isClean(page);
  expect(await transcript(page, '.cookies')).toMatchSnapshot('banner.txt');
  await page.goto('/cookie-preferences');
  await isClean(page);
  expect(await transcript(page, 'main')).toMatchSnapshot('preferences.txt');
  await decline(page).click();
  await page.goto('/terms?cookies=declined');
  await isClean(page);
  expect(await transcript(page, 'main .notice')).toMatchSnapshot('declined.txt');
  await preferences(page);
  await isClean(page);
  expect(await transcript(page, 'dialog')).toMatchSnapshot('dialog.txt');
  await page.goto('/cookie-preferences?saved');
  await isClean(page);
  expect(await transcript(page, '#saved')).toMatchSnapshot('saved.txt');
  await page.setExtraHTTPHeaders({ 'sec-gpc': '1' });
  await page.goto('/cookie-preferences');
  await isClean(page);
  expect(await transcript(page, '#gpc')).toMatchSnapshot('signal.txt');
  expect(await transcript(page, 'footer .opt-out')).toMatchSnapshot('line.txt');
});

for (const [state, path, selector] of [['banner', '/terms', '.cookies'], ['preferences', '/cookie-preferences', 'main'], ['dialog', '/terms', 'dialog']] as const) {
  test(`CT-29 the ${state} stays whole in forced colours, from right to left, with long words and without motion`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    for (const viewport of [{ width: 1280, height: 800 }, { width: 390, height: 844 }, { width: 320, height: 640 }]) {
      await page.setViewportSize(viewport);
      await page.context().clearCookies();
      await page.goto(path);
      if (state === 'dialog') {
        await decline(page).click();
        await preferences(page);
      }
      await page.evaluate((selector) => {
        document.documentElement.dir = 'rtl';
        const place = document.querySelector(selector)!;
        // Translations are longer by half, and their words are longer still.
        for (const it of place.querySelectorAll('p, label > span, button, h1, h2')) {
          const [text] = [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
          if (text) text.textContent = `${text.textContent} Datenschutzeinstellungen`;
        }
      }, selector);
      const place = page.locator(selector);
      const moving = await place.evaluate((it) => it.getAnimations({ subtree: true }).length);
      expect(moving, 'nothing moves').toBe(0);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${state} at ${viewport.width}`).toBe(0);
      for (const control of await place.locator('button, input[type=checkbox], a').all()) {
        await control.scrollIntoViewIfNeeded();
        const { x, width, height } = (await control.boundingBox())!;
        expect(x, `${state} at ${viewport.width}`).toBeGreaterThanOrEqual(0);
        expect(x + width, `${state} at ${viewport.width}`).toBeLessThanOrEqual(viewport.width);
        expect(height).toBeGreaterThan(0);
        const border = await control.evaluate((it) => {
          const { borderTopWidth, borderTopStyle } = getComputedStyle(it);
          return it.tagName !== 'BUTTON' || (borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0);
        });
        expect(border, 'a button has an edge where there are no colours').toBe(true);
      }
    }
    const button = page.locator(selector).getByRole('button').last();
    await button.click();
    if (state === 'banner') await expect(page).toHaveURL(/cookies=accepted/);
    else await expect(page.getByText('Your choice is saved')).toBeVisible();
  });
}

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
