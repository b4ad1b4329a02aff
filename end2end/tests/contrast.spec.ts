// Every colour keeps the contrast it was chosen for, measured on what the browser makes of the style sheet.
import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const STYLE = readFileSync(join(__dirname, '../../style/main.css'), 'utf8');

/** Contrast on a card, light and dark, as the design fixes it; of `on-accent` on the accent. */
const ON_CARD: Record<string, [number, number]> = {
  text: [16.9, 14.7],
  'text-2': [7.8, 8.2],
  'text-3': [5.5, 5.9],
  'line-strong': [3.6, 3.6],
  axis: [4.0, 4.1],
  accent: [6.8, 8.1],
  'on-accent': [6.8, 8.8],
  focus: [5.7, 9.4],
  good: [6.4, 9.3],
  warn: [5.7, 9.9],
  bad: [6.6, 6.6],
  info: [6.5, 8.6],
  s1: [3.8, 4.6],
  s2: [3.1, 6.4],
  s3: [8.7, 13.5],
  s4: [10.1, 3.9],
  s5: [5.3, 11.8],
  s6: [7.0, 7.8],
  'f-todo': [1.4, 1.6],
  'f-1': [2.3, 2.7],
  'f-2': [4.0, 4.4],
  'f-3': [7.3, 7.3],
  'f-done': [1.2, 1.2],
};
/** What is read as words, and so needs 4.5 to 1 on a card and on the page. */
const WORDS = ['text', 'text-2', 'text-3', 'accent', 'accent-2', 'good', 'warn', 'bad', 'info'];
/** What carries meaning without words, and so needs 3 to 1: on cards, and the first few on the page too. */
const MARKS = ['line-strong', 'axis', 'focus', 's1', 's2', 's3', 's4', 's5', 's6', 'f-2', 'f-3'];
const ON_PAGE = ['line-strong', 'focus', 'axis'];
/** Each band of a stack with the one it touches. */
const NEIGHBOURS = [['f-todo', 'f-1'], ['f-1', 'f-2'], ['f-2', 'f-3']];
/** The design gives one decimal and maps colours outside of sRGB in its own way, so a figure may differ by this share. */
const LEEWAY = 0.04;

type Colour = [number, number, number];

function luminance([red, green, blue]: Colour): number {
  const linear = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function contrast(one: Colour, other: Colour): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

test('the figure of black on white is 21', () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
  expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
});

for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
  test(`colours keep their contrast: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setContent(`<style>${STYLE}</style>`);
    const names = [...new Set([...Object.keys(ON_CARD), ...WORDS, ...MARKS, 'surface', 'page'])];
    const colours = await page.evaluate((names) => {
      const probe = document.body.appendChild(document.createElement('i'));
      const brush = document.createElement('canvas').getContext('2d', { colorSpace: 'srgb', willReadFrequently: true })!;
      return Object.fromEntries(
        names.map((name) => {
          probe.style.color = `var(--${name})`;
          brush.fillStyle = getComputedStyle(probe).color;
          brush.fillRect(0, 0, 1, 1);
          return [name, [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)]];
        }),
      );
    }, names) as Record<string, Colour>;

    for (const [name, figures] of Object.entries(ON_CARD)) {
      const found = contrast(colours[name], colours[name === 'on-accent' ? 'accent' : 'surface']);
      const off = Math.abs(found - figures[index]) / figures[index];
      expect.soft(off, `--${name}: ${found.toFixed(2)}, by design ${figures[index]}`).toBeLessThanOrEqual(LEEWAY);
    }
    for (const ground of ['surface', 'page']) {
      for (const name of WORDS) {
        expect.soft(contrast(colours[name], colours[ground]), `--${name} on --${ground}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const name of ground === 'page' ? ON_PAGE : MARKS) {
        expect.soft(contrast(colours[name], colours[ground]), `--${name} on --${ground}`).toBeGreaterThanOrEqual(3);
      }
    }
    for (const [one, other] of NEIGHBOURS) {
      const found = contrast(colours[one], colours[other]);
      expect.soft(found, `--${one} beside --${other}`).toBeGreaterThanOrEqual(1.55);
      expect.soft(found, `--${one} beside --${other}`).toBeLessThanOrEqual(1.85);
    }
  });
}

test('old browsers get the light value of every pair', () => {
  const pairs = [...STYLE.matchAll(/--([\w-]+): light-dark\((oklch\([^)]*\)), oklch\([^)]*\)\);/g)];
  expect(pairs.length).toBeGreaterThan(25);
  for (const [, name, light] of pairs) expect(STYLE).toContain(`--${name}: ${light};`);
});
