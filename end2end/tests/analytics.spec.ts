// Google Analytics where the operator set an id: nothing before a yes, only what is declared after it, nothing after it
// was taken back. Google's hosts lead to a recorder on this machine; everybody else's lead nowhere.
import { chromium, expect, test, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGoogle } from '../google.mjs';
import { settled } from './pages';
import { proves } from './proves';

const TOP = join(__dirname, '../..');
const ID = 'G-TEST123456';
const HOSTS = /googletagmanager|google-analytics|doubleclick|googleadservices|analytics\.google/;
/** What a hit may say. `dl` is checked further on. */
const DECLARED = [
  'v', 'tid', 'gtm', '_p', 'gcs', 'npa', 'dma', 'cid', 'ul', 'sr', 'pscdl', '_s', 'sid', 'sct', 'seg', 'dl', 'dr', 'dt', 'en',
  '_et', 'ep.link_url',
];

test.describe.configure({ mode: 'serial' });

let google: Awaited<ReturnType<typeof startGoogle>>;
let server: ChildProcess;
let browser: Browser;
let data: string;
let origin: string;

test.beforeAll(async () => {
  google = await startGoogle();
  const listen = `127.0.0.1:${await freePort()}`;
  origin = `http://${listen}`;
  data = mkdtempSync(join(tmpdir(), 'altaclario-visits-'));
  server = spawn(process.env.ALTACLARIO_PROGRAM ?? join(TOP, 'target/debug/altaclario'), {
    cwd: TOP,
    stdio: 'ignore',
    env: {
      ...process.env, ALTACLARIO_LISTEN: listen, ALTACLARIO_DATA: data, ALTACLARIO_SAMPLE: 'on', ALTACLARIO_SIGN_UP: 'open',
      ALTACLARIO_ANALYTICS_ID: ID, ALTACLARIO_KNOCKS: '1000', ALTACLARIO_REQUESTS: '100000',
    },
  });
  const to = `127.0.0.1:${google.port}`;
  const rules = [
    'www.googletagmanager.com', '*.google-analytics.com', '*.analytics.google.com', '*.doubleclick.net', 'www.google.com',
  ].map((host) => `MAP ${host} ${to}`);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--ignore-certificate-errors',
      `--host-resolver-rules=${rules.join(', ')}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  });
  await expect.poll(() => fetch(`${origin}/healthz`).then(({ ok }) => ok, () => false), { timeout: 30_000 }).toBe(true);
  await expect.poll(async () => (await fetch(`${origin}/w/sample/flow`)).status, { timeout: 60_000 }).toBe(200);
});

test.afterAll(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  google?.stop();
  if (data) rmSync(data, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((found) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as { port: number };
      socket.close(() => found(port));
    });
  });
}

/** A browser that never was here. */
async function fresh(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ baseURL: origin, ignoreHTTPSErrors: true, storageState: { cookies: [], origins: [] }, ...options });
}

const button = (page: Page, name: string) => page.getByRole('region', { name: 'Cookies', exact: true }).getByRole('button', { name, exact: true });
const collected = () => google.seen.filter((url) => url.includes('/g/collect')).map((url) => new URL(url).searchParams);

async function cookies(context: BrowserContext) {
  return (await context.cookies()).filter(({ name }) => name.startsWith('_ga')).map(({ name }) => name).sort();
}

async function policy(page: Page, path: string): Promise<string> {
  const answer = await page.goto(path);
  await settled(page);
  return answer!.headers()['content-security-policy'];
}

test('CT-01 CT-02 CT-22 before a yes Google is neither asked nor named', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await fresh({ javaScriptEnabled });
    const page = await context.newPage();
    for (const path of ['/', '/sign-in', '/sign-up', '/terms', '/w/sample/overview', '/w/sample/flow', '/cookie-preferences', '/nowhere']) {
      expect(await policy(page, path), path).not.toMatch(HOSTS);
      const html = await page.content();
      expect(html, path).not.toMatch(HOSTS);
      expect(html, path).not.toContain('visits.js');
    }
    await page.goto('/');
    await button(page, javaScriptEnabled ? 'Decline' : 'Accept').click();
    await settled(page);
    await page.goto('/w/sample/flow');
    await settled(page);
    if (!javaScriptEnabled) {
      await page.goto('/cookie-preferences');
      await expect(page.getByText('Without JavaScript it is not asked even after a yes.')).toBeVisible();
    }
    expect(await cookies(context)).toEqual([]);
    await context.close();
  }
  expect(google.seen).toEqual([]);
  proves('AC-35', 'AC-74');
});

test('CT-03 an answer that cannot be sent is no yes', async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto('/');
  await context.route('**/cookie-preferences', (route) => route.abort());
  await button(page, 'Accept').click();
  await page.waitForTimeout(500);
  await context.unroute('**/cookie-preferences');
  await page.goto('/w/sample/overview');
  await expect(button(page, 'Accept')).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  await context.close();
  expect(google.seen).toEqual([]);
});

test('CT-04 no scroll, click elsewhere, stray key or waiting is an answer', async () => {
  test.setTimeout(120_000);
  const context = await fresh();
  const page = await context.newPage();
  await page.goto('/terms');
  await page.mouse.wheel(0, 2_000);
  await page.getByRole('heading', { level: 1 }).click();
  for (const key of ['Escape', 'Space', 'Enter', 'PageDown', 'a']) await page.keyboard.press(key);
  await page.waitForTimeout(60_000);
  await expect(button(page, 'Accept')).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  await page.reload();
  await expect(button(page, 'Accept')).toBeVisible();
  await context.close();
  expect(google.seen).toEqual([]);
});

test('AC-36 to AC-41 after a yes only declared parameters go, with the template of the route in place of the address', async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto('/?canary-7f3a9c21=1');
  await button(page, 'Accept').click();
  await settled(page);
  expect(await policy(page, '/w/sample/flow?p=90d&q=canary-7f3a9c21')).toMatch(HOSTS);
  await page.goto('/w/sample/overview?team=canary-7f3a9c21#canary-7f3a9c21');
  await settled(page);
  await page.evaluate(() => history.pushState({}, '', '/w/sample/flow?canary-7f3a9c21=2'));
  await page.goto('/terms');
  await settled(page);
  await expect.poll(() => collected().length).toBeGreaterThanOrEqual(4);
  const places = new Set<string>();
  for (const hit of collected()) {
    expect([...hit.keys()].filter((key) => !DECLARED.includes(key))).toEqual([]);
    expect(hit.get('dt')).toBe('');
    expect(hit.get('dr')).toBe('');
    expect(hit.get('gcs')).toBe('G101');
    places.add(hit.get('dl')!.replace(origin, ''));
  }
  expect([...places].sort()).toEqual(['/', '/terms', '/w/{workspace}/flow', '/w/{workspace}/overview']);
  const everything = google.seen.map(decodeURIComponent).join('\n');
  expect(everything).not.toContain('canary-7f3a9c21');
  expect(everything).not.toContain('sample');
  expect(everything).not.toContain('doubleclick');
  expect(await cookies(context)).toEqual(['_ga', '_ga_TEST123456']);
  for (const cookie of (await context.cookies()).filter(({ name }) => name.startsWith('_ga'))) {
    expect(cookie.expires - Date.now() / 1000).toBeLessThanOrEqual(180 * 86_400 + 60);
    expect([cookie.domain.replace(/^\./, ''), cookie.sameSite]).toEqual(['127.0.0.1', 'Lax']);
  }
  const orders = await page.evaluate(() => (document.querySelector('script[src*="visits.js"]') as HTMLScriptElement).src);
  const text = await (await page.request.get(orders)).text();
  for (const order of ['allow_google_signals: false', 'allow_ad_personalization_signals: false', "ad_user_data: 'denied'"]) {
    expect(text).toContain(order);
  }
  for (const path of ['/sign-in', '/sign-up', '/forgotten-password', '/reset-password?token=x', '/invitation', '/account', '/nowhere', '/w/nobody/flow', '/w/sample/item/sample/1']) {
    const before = google.seen.length;
    const header = await policy(page, path);
    await page.waitForTimeout(200);
    if (!['/w/nobody/flow', '/w/sample/item/sample/1'].includes(path)) expect(await page.content(), path).not.toContain('visits.js');
    expect(header, path).not.toMatch(HOSTS);
    // What the page before sends as it is left belongs to that page.
    expect(google.seen.slice(before).filter((url) => !url.includes('user_engagement')), path).toEqual([]);
  }
  await context.close();
  proves('AC-36', 'AC-37', 'AC-38', 'AC-39', 'AC-40', 'AC-41', 'AC-43');
});

test('CT-17 CT-18 CT-59 after the yes was taken back nothing goes any more, on no page and in no tab, and the cookies are gone', async () => {
  const context = await fresh();
  const [page, other] = [await context.newPage(), await context.newPage()];
  await page.goto('/');
  await button(page, 'Accept').click();
  await settled(page);
  // The other tab goes on from a page that counts, to come back to it later.
  await other.goto('/w/sample/overview');
  await settled(other);
  await other.goto('/terms');
  await settled(other);
  expect(await cookies(context)).toHaveLength(2);
  await page.goto('/w/sample/flow');
  await settled(page);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Cookie preferences' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cookie preferences' });
  await expect(dialog.getByLabel('Count the pages I open')).toBeChecked();
  await settled(page);
  const before = google.seen.length;
  await dialog.getByRole('button', { name: 'Decline all' }).click();
  await expect(page.getByText('Your choice is saved')).toBeVisible();
  await settled(page);
  expect(await cookies(context)).toEqual([]);
  await other.getByRole('heading', { level: 1 }).click();
  await other.goBack();
  await expect(other).toHaveURL(/overview$/);
  await expect.poll(() => other.locator('script[src*="visits.js"], script[src*=googletagmanager]').count()).toBe(0);
  await other.goto('/w/sample/flow');
  await page.goBack();
  await settled(page);
  for (const path of ['/', '/terms', '/w/sample/overview', '/w/sample/flow', '/']) {
    expect(await policy(page, path), path).not.toMatch(HOSTS);
    expect(await cookies(context), path).toEqual([]);
  }
  await page.reload();
  await settled(page);
  await context.close();
  expect(google.seen.slice(before)).toEqual([]);
  proves('AC-48');
});

test('CT-59 the banner-side decline of a page that counts stops its last hit as well', async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto('/');
  await button(page, 'Accept').click();
  await settled(page);
  await page.goto('/w/sample/overview');
  await settled(page);
  // As a form on a page with the script would: no hit on the way out.
  const before = google.seen.length;
  const [mark] = await page.$$eval('meta[name=form-mark]', (all) => all.map((it) => it.getAttribute('content')));
  expect(mark).not.toBe('');
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.action = '/cookie-preferences';
    form.addEventListener('submit', (event) => event.preventDefault());
    document.body.append(form);
    form.requestSubmit();
  });
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  expect(google.seen.slice(before)).toEqual([]);
  await context.close();
});

/** Global Privacy Control as scripts see it. */
const byScript = (context: BrowserContext) => context.addInitScript(() => {
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true });
});
const LINE = 'Opt-out request honored (Global Privacy Control)';
const line = (page: Page) => page.getByRole('contentinfo').getByRole('status').filter({ hasText: LINE });

test('CT-38 CT-40 a signal that only scripts see keeps Google out before any tag, sets a yes aside and is told to the server', async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto('/');
  await button(page, 'Accept').click();
  await settled(page);
  expect(await cookies(context)).toHaveLength(2);
  await page.goto('about:blank');
  await page.waitForTimeout(300);
  const before = google.seen.length;
  await byScript(context);
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(`${new URL(request.url()).pathname} ${request.postData()}`));
  await page.goto('/w/sample/flow');
  await settled(page);
  await expect(line(page)).toBeVisible();
  await expect.poll(async () => (await context.cookies()).map(({ name }) => name)).toEqual([]);
  for (const path of ['/', '/terms', '/w/sample/overview']) {
    await page.goto(path);
    await settled(page);
    await expect(button(page, 'Accept'), 'it is not asked').toBeHidden();
    await expect(line(page)).toBeVisible();
  }
  const told = posts.filter((post) => post.startsWith('/cookie-preferences'));
  expect(told, 'told once').toHaveLength(1);
  expect(told[0]).toContain('choice=signal');
  await context.close();
  expect(google.seen.slice(before)).toEqual([]);
  proves('AC-49');
});

test('CT-36 CT-38 whoever only scripts tell of is never shown the question, not even for a moment, and leaves no trace', async () => {
  const context = await fresh();
  await byScript(context);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = () => {
      const banner = document.querySelector('.cookies');
      if (banner && getComputedStyle(banner).display !== 'none') seen.push('the question');
      requestAnimationFrame(look);
    };
    look();
  });
  for (const path of ['/', '/w/sample/overview']) {
    await page.goto(path);
    await settled(page);
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
    await expect(line(page)).toBeVisible();
  }
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  await context.close();
});

test('CT-39 CT-40 a signal that only the server sees keeps Google out, over an earlier yes too', async () => {
  const before = google.seen.length;
  const context = await fresh();
  const early = await context.newPage();
  await early.goto('/cookie-preferences');
  await early.getByLabel('Count the pages I open').check();
  await early.route(/googletagmanager/, (route) => route.abort());
  await early.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(early.getByText('Your choice is saved')).toBeVisible();
  await context.setExtraHTTPHeaders({ 'sec-gpc': '1' });
  await early.unroute(/googletagmanager/);
  await early.goto('/w/sample/flow');
  await settled(early);
  await expect(early.getByText('Your earlier yes was set aside')).toBeVisible();
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  await early.goto('/');
  await settled(early);
  await expect(early.getByText('Your earlier yes was set aside'), 'told once').toHaveCount(0);
  await context.close();
  expect(google.seen.slice(before)).toEqual([]);
  proves('AC-49');
});

for (const [how, header, script] of [['header', true, false], ['script', false, true], ['header and script', true, true]] as const) {
  test(`CT-41 CT-42 a deliberate yes over a signal by ${how} counts, here alone, until it is taken back`, async () => {
    const context = await fresh(header ? { extraHTTPHeaders: { 'sec-gpc': '1' } } : {});
    if (script) await byScript(context);
    const page = await context.newPage();
    await page.goto('/cookie-preferences');
    await settled(page);
    const before = google.seen.length;
    await page.getByLabel('Count the pages I open').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Your choice is saved')).toBeVisible();
    const choice = (await context.cookies()).find(({ name }) => name === 'ac_consent');
    expect(choice?.value).toMatch(/^v1\.1\.g1\./);
    await page.goto('/w/sample/flow');
    await settled(page);
    await expect.poll(() => google.seen.slice(before).filter((url) => url.includes('/g/collect')).length).toBeGreaterThan(0);
    await expect(line(page)).toHaveCount(0);
    await page.goto('/cookie-preferences');
    await settled(page);
    await page.waitForTimeout(200);
    const after = google.seen.length;
    await expect(page.getByLabel('Count the pages I open')).toBeChecked();
    await page.getByLabel('Count the pages I open').uncheck();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(line(page)).toBeVisible();
    await page.goto('/w/sample/flow');
    await settled(page);
    expect(await cookies(context)).toEqual([]);
    await context.close();
    expect(google.seen.slice(after)).toEqual([]);
    proves('AC-52');
  });
}
