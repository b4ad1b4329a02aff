// The first page, with and without JavaScript.
import { expect, test } from '@playwright/test';

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('the first page offers the sample and breaks no policy', async ({ page }) => {
      const complaints: string[] = [];
      page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto('/', { waitUntil: 'networkidle' });
      await expect(page.getByRole('link', { name: 'Explore with sample data' })).toBeVisible();
      expect(complaints).toEqual([]);
    });
  });
}

test('an address that leads nowhere answers 404 with the way back', async ({ page }) => {
  const answer = await page.goto('/no-such-page');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('link', { name: 'Go to the start page' })).toBeVisible();
});
