// The letters of the program, read as the person who gets them.
import { expect, type Page } from '@playwright/test';
import { LETTERS } from '../addresses.mjs';

export type Letter = { to: string; subject: string; text: string; html: string };

/** Everything that arrived for an address so far, the oldest first. */
export async function letters(to: string): Promise<Letter[]> {
  const answer = await fetch(LETTERS);
  return ((await answer.json()) as Letter[]).filter((letter) => letter.to === to);
}

/** Waits for a letter whose subject holds these words; the latest of them. */
export async function letter(to: string, subject: string): Promise<Letter> {
  let found: Letter | undefined;
  await expect(async () => {
    found = (await letters(to)).findLast((it) => it.subject.includes(subject));
    expect(found, `a letter "${subject}" to ${to}`).toBeDefined();
  }).toPass({ timeout: 15_000 });
  return found!;
}

/** Opens the first link of a letter. */
export async function follow(page: Page, of: Letter) {
  const link = /^https?:\/\/\S+$/m.exec(of.text)?.[0];
  expect(link, 'a letter with a link').toBeDefined();
  await page.goto(link!);
}
