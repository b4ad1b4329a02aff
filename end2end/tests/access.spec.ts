// No page has a flaw that axe can find: light and dark, wide and narrow.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { PLACES, tab, visit } from './pages';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const VARIANTS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
] as const;

for (const place of PLACES) {
  test(`${place.name}: axe finds nothing`, async ({ browser }) => {
    const page = await tab(browser, place);
    await visit(page, place);
    for (const { colorScheme, width } of VARIANTS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 5).map((node) => `${node.html} ${node.failureSummary}`) }));
      expect(found, `${colorScheme}, ${width} px`).toEqual([]);
    }
    await page.context().close();
  });
}
