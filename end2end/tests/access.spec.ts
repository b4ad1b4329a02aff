// No page has a flaw that axe can find.
import { test } from '@playwright/test';
import { isClean } from './clean';
import { PLACES, tab, visit } from './pages';

for (const place of PLACES) {
  test(`${place.name}: axe finds nothing`, async ({ browser }) => {
    const page = await tab(browser, place);
    await visit(page, place);
    await isClean(page);
    await page.context().close();
  });
}
