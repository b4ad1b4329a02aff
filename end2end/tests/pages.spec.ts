// Every page arrives whole from the server, is the same with and without JavaScript, and stays within its budget.
import { expect, test, type Page } from '@playwright/test';
import { gzipSync } from 'node:zlib';
import { PLACES, tab, visit, watch } from './pages';

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
    await plain.context().close();
    await awake.context().close();
  });
}
