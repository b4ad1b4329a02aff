// Whether a page has a flaw that a machine can find: axe, and anything that runs over the edge.
import axe from 'axe-core';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The flaws that axe finds in the page as it is now, each with its first places. */
async function flaws(page: Page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const { violations } = await window.axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 5).map((node) => `${node.html} ${node.failureSummary}`) }));
  }, RULES);
}

/** Light and dark, wide and narrow: axe finds nothing and nothing runs over the edge. */
export async function isClean(page: Page) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await flaws(page), `${page.url()} ${colorScheme} ${width}`).toEqual([]);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${page.url()} at ${width}`).toBe(0);
  }
}
