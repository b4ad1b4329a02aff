// Every page there is: how to come there, what it must say, and what it must not do to the browser.
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { DECLINED } from './consent';
import { OWNER_SESSION, ownerHome } from './people';

export interface Place {
  name: string;
  /** The path; `OWNER` stands for the workspace of the set-up. */
  path: string;
  status: number;
  /** The heading of the page. */
  heading: RegExp;
  /** Something that stands at its end, so that a page cut short is noticed. */
  last: RegExp;
}

export const PLACES: Place[] = [
  { name: 'welcome', path: '/', status: 200, heading: /^See how work flows/, last: /It never keeps your data/ },
  { name: 'sign-up', path: '/sign-up', status: 200, heading: /^Create an account$/, last: /You have an account\?/ },
  { name: 'sign-in', path: '/sign-in', status: 200, heading: /^Sign in$/, last: /No account yet\?/ },
  { name: 'forgotten password', path: '/forgotten-password', status: 200, heading: /^Forgotten password$/, last: /Back to sign in/ },
  { name: 'account', path: '/account', status: 200, heading: /^Account$/, last: /Save the looks/ },
  { name: 'sessions', path: '/account/sessions', status: 200, heading: /^Sessions$/, last: /This session/ },
  { name: 'two-step sign-in', path: '/account/two-step', status: 200, heading: /^Two-step sign-in$/, last: /Back to your account/ },
  { name: 'terms', path: '/terms', status: 200, heading: /[Tt]erms/, last: /./ },
  { name: 'security', path: '/security', status: 200, heading: /[Ss]ecurity/, last: /./ },
  { name: 'accessibility', path: '/accessibility', status: 200, heading: /[Aa]ccessibility/, last: /./ },
  { name: 'overview', path: '/w/sample/overview', status: 200, heading: /^Overview$/, last: /How this is calculated/ },
  { name: 'flow', path: '/w/sample/flow', status: 200, heading: /^Flow$/, last: /How this is calculated/ },
  { name: 'item', path: 'ITEM', status: 200, heading: /^PAY-\d+/, last: /Data as of/ },
  { name: 'connect', path: 'OWNER/connect', status: 200, heading: /^Connect Jira Cloud$/, last: /Flagged/ },
  { name: 'sync', path: 'OWNER/sync', status: 200, heading: /^Your data is here$/, last: /Open the overview/ },
  { name: 'settings', path: 'OWNER/settings', status: 200, heading: /^Settings$/, last: /./ },
  { name: 'not found', path: '/no-such-page', status: 404, heading: /^There is no page at this address$/, last: /Go to the start page/ },
  { name: 'not signed in', path: '/w/nobody-knows-it/flow', status: 401, heading: /^Sign in first$/, last: /Sign in/ },
  { name: 'not allowed', path: '/w/sample/connect', status: 403, heading: /^This page cannot be shown$/, last: /Go to the start page/ },
  { name: 'no such item', path: '/w/sample/item/sample/1', status: 404, heading: /^There is nothing here$/, last: /Go to the start page/ },
];

/** The address of a place; an item is the first one in the table of the Flow page. */
export async function address(page: Page, place: Place): Promise<string> {
  if (place.path === 'ITEM') {
    const flow = await (await page.request.get('/w/sample/flow?p=1y')).text();
    return flow.match(/<a href="([^"]+)" class="item-link[^"]*">\s*PAY-/)![1];
  }
  return place.path.replace('OWNER', ownerHome());
}

/** A page of a context of its own; places of the owner are opened with the session of the set-up. */
export async function tab(browser: Browser, place: Place | undefined, options: BrowserContextOptions = {}) {
  const isOwners = place?.path.startsWith('OWNER') || place?.path.startsWith('/account');
  const storageState = isOwners ? OWNER_SESSION : DECLINED;
  const context = await browser.newContext({ reducedMotion: 'reduce', storageState, ...options });
  return context.newPage();
}

/** Collects what a browser has to complain about; the one line about the page's own status is no complaint. */
export async function watch(page: Page, javaScript = true): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const own = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !own) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => {
    // Leaving a page ends its event stream, and a browser without JavaScript refuses to fetch scripts.
    const reason = request.failure()?.errorText ?? '';
    const refused = reason === 'csp' && !javaScript;
    if (reason !== 'net::ERR_ABORTED' && !refused) complaints.push(`${request.url()}: ${reason}`);
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && host !== new URL(page.url()).host && page.url() !== 'about:blank') {
      complaints.push(`asks somebody else: ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return complaints;
}

/** The name in addresses of a team of the sample. */
export async function firstTeam(page: Page): Promise<string> {
  await page.goto('/w/sample/flow');
  return (await page.locator('input[name=team]').first().getAttribute('value'))!;
}

/** Waits until the islands of a page are awake. */
export async function settled(page: Page) {
  await page.waitForLoadState('networkidle');
  const marked = (mark: string) => page.evaluate((name) => performance.getEntriesByName(name).length > 0, mark);
  // The loader of a page says when it begins and when it is done; without JavaScript it never begins.
  if (await marked('waking')) await expect(async () => expect(await marked('awake')).toBe(true)).toPass({ timeout: 20_000 });
}

/** Goes to a place and checks that it is the right one, whole. */
export async function visit(page: Page, place: Place) {
  const answer = await page.goto(await address(page, place));
  await settled(page);
  expect(answer?.status(), place.name).toBe(place.status);
  await expect(page.getByRole('heading', { level: 1 }), place.name).toHaveText(place.heading);
  await expect(page.getByRole('main'), place.name).toContainText(place.last);
  return answer!;
}
