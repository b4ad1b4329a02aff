// Pages fit a screen of 320 px, text of twice the size, and paper.
import { expect, test, type Page } from '@playwright/test';
import { PLACES, tab, visit } from './pages';

/** What sticks out of the page at its right edge; tables scroll within their frames. */
const sticksOut = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 8)
      .map((element) => element.outerHTML.slice(0, 120));
  });

/** Words that are cut off in their own box. */
const cutOff = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('a, button, summary, label, h1, h2, th, dt, dd, legend')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
        return hides && !element.closest('.visually-hidden') && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );

for (const place of PLACES) {
  test(`${place.name}: fits 320 px, and text of twice the size`, async ({ browser }) => {
    const page = await tab(browser, place, { viewport: { width: 320, height: 640 } });
    await visit(page, place);
    expect(await sticksOut(page), '320 px').toEqual([]);
    expect(await cutOff(page), '320 px').toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
    expect(await sticksOut(page), '200% text').toEqual([]);
    expect(await cutOff(page), '200% text').toEqual([]);
    await page.context().close();
  });
}

for (const place of PLACES.filter(({ name }) => ['overview', 'flow', 'item'].includes(name))) {
  test(`${place.name}: can be printed`, async ({ browser }) => {
    const page = await tab(browser, place, { colorScheme: 'dark' });
    await visit(page, place);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
    await expect(page.getByRole('form', { name: 'Filters' })).toBeHidden();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('color-scheme'));
    expect(paper.trim()).toBe('light');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.context().close();
  });
}
