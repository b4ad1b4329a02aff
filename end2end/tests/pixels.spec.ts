// Charts of frozen data look as they did: light and dark, wide and narrow, and on paper.
//
// Words are hidden first, since fonts differ between machines; what is compared is the plot. A change that is meant is
// taken over with `npx playwright test pixels --update-snapshots`, after looking at it.
import { expect, test, type Page } from '@playwright/test';
import { FIGURES, frozen } from './frozen';

const VARIANTS = [
  { name: 'light-1280', width: 1280, colorScheme: 'light', media: 'screen' },
  { name: 'dark-1280', width: 1280, colorScheme: 'dark', media: 'screen' },
  { name: 'light-390', width: 390, colorScheme: 'light', media: 'screen' },
  { name: 'dark-390', width: 390, colorScheme: 'dark', media: 'screen' },
  { name: 'print', width: 688, colorScheme: 'light', media: 'print' },
] as const;

/** Leaves the geometry and hides the words. */
const wordless = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    // Whatever could wrap in another font would move the plots by parts of a pixel, so it is gone altogether.
    sheet.replaceSync(`
      text, .rows :is(.name, .value) { visibility: hidden !important }
      .page-head, .filters, header, p, details, table, .key, .kpi > :not(svg) { display: none !important }
    `);
    document.adoptedStyleSheets = [sheet];
  });

/** Of each chart the part that no font moves. */
const plot = (page: Page, id: string) => page.locator(`#${id} figure svg.fig-plot`).first();

for (const { name, width, colorScheme, media } of VARIANTS) {
  test(`charts of frozen data look as before: ${name}`, async ({ browser }) => {
    const page = await frozen(browser, 'flow', { viewport: { width, height: 900 }, colorScheme });
    await page.emulateMedia({ media });
    await wordless(page);
    const drawn = FIGURES.filter((id) => id !== 'time-in-status');
    for (const id of drawn) {
      // On a narrow screen the columns of ages give way to a list.
      if (!(await plot(page, id).isVisible())) {
        expect([id, width]).toEqual(['ageing', 390]);
        continue;
      }
      await expect(plot(page, id)).toHaveScreenshot([name, `${id}.png`]);
    }
    await expect(page.locator('.kpi .spark').first()).toHaveScreenshot([name, 'sparkline.png']);
    await expect(page.locator('#time-in-status .rows svg').first()).toHaveScreenshot([name, 'time-in-status.png']);
    await page.context().close();

    const marked = await frozen(browser, 'by-type', { viewport: { width, height: 900 }, colorScheme });
    await marked.emulateMedia({ media });
    await wordless(marked);
    await expect(plot(marked, 'cycle-time')).toHaveScreenshot([name, 'by-type.png']);
    await marked.context().close();

    const item = await frozen(browser, 'time-line', { viewport: { width, height: 900 }, colorScheme });
    await item.emulateMedia({ media });
    await wordless(item);
    await expect(item.locator('.strip')).toHaveScreenshot([name, 'time-line.png']);
    await item.context().close();
  });
}
