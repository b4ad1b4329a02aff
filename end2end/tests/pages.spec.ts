// Every page arrives whole from the server, is the same with and without JavaScript, and stays within its budget.
import { expect, test, type Page } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLACES, tab, visit, watch } from './pages';
import { proves } from './proves';

/** Bytes of HTML, gzip, a page may have. */
const HTML_BUDGET = 40 * 1024;

/** What a reader gets from a page: headings, links, tables, fields. */
const inventory = (page: Page) =>
  page.evaluate(() => {
    const text = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    return {
      headings: all('h1, h2, h3').map(text),
      links: all('main a').map((link) => link.getAttribute('href')),
      rows: all('main tr').map(text),
      fields: all('main input, main select, main textarea').map((field) => field.getAttribute('name')),
      pictures: all('main svg').length,
    };
  });

/** What the set-up of a page must be there for, and no page of its own: `/w/{workspace}` leads on to the overview. */
const LEADS_ON = ['/w/:workspace'];

/** What a visit leaves in a browser, by name. */
const left = async (page: Page) => [
  ...(await page.context().cookies()).map(({ name }) => name),
  ...(await page.evaluate(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await caches.keys()),
    ...(await indexedDB.databases()).map(({ name }) => `${name}`),
    ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(({ scope }) => scope),
  ])),
];

test('every route of the program is among the pages that are looked at', () => {
  const routes = [...readFileSync(join(__dirname, '../../app/src/app.rs'), 'utf8').matchAll(/path!\("([^"]+)"\)/g)].map(([, path]) => path);
  expect(routes.length).toBeGreaterThan(40);
  const paths = PLACES.map(({ path }) => path.replace('OWNER', '/w/sample').replace('ITEM', '/w/sample/item/a/b').split('?')[0]);
  const isSeen = (route: string) => {
    const pattern = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
    return paths.some((path) => pattern.test(path));
  };
  expect(routes.filter((route) => !isSeen(route))).toEqual(LEADS_ON);
});

for (const place of PLACES) {
  test(`${place.name}: whole, quiet and small, with and without JavaScript`, async ({ browser }) => {
    const plain = await tab(browser, place, { javaScriptEnabled: false });
    const answer = await visit(plain, place);
    const headers = answer.headers();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    const html = await answer.text();
    expect(html).not.toMatch(/\sstyle="/);
    expect(gzipSync(html).length).toBeLessThanOrEqual(HTML_BUDGET);
    const without = await inventory(plain);

    const awake = await tab(browser, place);
    const complaints = await watch(awake);
    await visit(awake, place);
    expect(await inventory(awake)).toEqual(without);
    expect(complaints).toEqual([]);
    for (const of of [plain, awake]) {
      await expect(of.getByRole('contentinfo').getByRole('link', { name: 'Cookie preferences' })).toBeVisible();
    }
    expect((await left(awake)).filter((name) => !['ac_session', 'ac_consent', 'ac_invitation'].includes(name))).toEqual([]);
    proves('AC-31', 'AC-47', 'AL-25');
    await plain.context().close();
    await awake.context().close();
  });
}
