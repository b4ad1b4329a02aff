// Somebody with a connected workspace, made once for the tests of pages that only such people see.
import { expect, test as setup } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { OWNER_HOME, OWNER_SESSION, keepJira, signUpAndIn, tryJira } from './people';

setup.use({ javaScriptEnabled: false });

setup('somebody has a connected workspace, and the sample is read', async ({ page }) => {
  const home = await signUpAndIn(page, 'owner@example.org');
  await tryJira(page, home);
  await expect(page.getByRole('heading', { name: 'This connection works' })).toBeVisible();
  await keepJira(page, 'Ours');
  await page.context().storageState({ path: OWNER_SESSION });
  writeFileSync(OWNER_HOME, home);
  await page.goto('/w/sample/sync');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data is here', { timeout: 45_000 });
});
