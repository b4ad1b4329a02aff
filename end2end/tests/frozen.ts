// Charts of small worlds that never change, written by `cargo run --example frozen_charts`, under the strict policy.
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TOP = join(__dirname, '../..');
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:";
const HOST = 'http://frozen.invalid';

/** Opens a page of a world; nothing leaves the machine. */
export async function frozen(browser: Browser, world: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', javaScriptEnabled: true, ...options });
  const page = await context.newPage();
  await page.route(`${HOST}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const [path, contentType] =
      name === 'main.css' ? ['style/main.css', 'text/css'] : [`target/frozen/${name}`, 'text/html; charset=utf-8'];
    return route.fulfill({ body: readFileSync(join(TOP, path)), contentType, headers: { 'content-security-policy': POLICY } });
  });
  await page.goto(`${HOST}/${world}.html`);
  await expect(page.locator('svg').first()).toBeAttached();
  return page;
}

/** The figures of the Flow page, by the name of their card. */
export const FIGURES = ['cycle-time', 'histogram', 'throughput', 'cumulative-flow', 'ageing', 'time-in-status'];
