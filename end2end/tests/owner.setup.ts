// Somebody with a connected workspace, and the first operator, made once for the tests of pages that only such people see.
import { expect, test as setup } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { letter } from './letters';
import {
  OPERATOR, OPERATOR_SESSION, OWNER_HOME, OWNER_SESSION, PASSWORD, keepJira, signIn, signUpAndIn, tryJira,
} from './people';

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

setup('the printed link makes an operator, once', async ({ page }) => {
  const { text: link } = await letter('whoever starts the program', 'first operator');
  await page.goto(link);
  await expect(page.getByRole('main')).toContainText('It looks after this installation');
  await page.getByLabel('Name').fill('Hedy Lamarr');
  await page.getByLabel('E-mail').fill(OPERATOR);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByLabel('I accept the').check();
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL(/\/sign-in\?ready/);
  await page.goto(link);
  await expect(page.getByRole('main')).not.toContainText('It looks after this installation');
  await signIn(page, OPERATOR);
  await page.waitForURL(/\/w\/[^/]+\/overview/);
  await page.context().storageState({ path: OPERATOR_SESSION });
});
