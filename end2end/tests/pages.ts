// Every page there is: how to come there, what it must say, and what it must not do to the browser.
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { DECLINED } from './consent';
import { OPERATOR_SESSION, OWNER_SESSION, ownerHome } from './people';

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
  { name: 'new address', path: '/account/email', status: 200, heading: /^Change the e-mail$/, last: /./ },
  { name: 'new password', path: '/account/password', status: 200, heading: /^Change the password$/, last: /./ },
  { name: 'who you are', path: '/account/confirm', status: 200, heading: /./, last: /./ },
  { name: 'own privacy', path: '/account/privacy', status: 200, heading: /^Privacy$/, last: /Close your account/ },
  { name: 'closed account', path: '/account/reopen', status: 404, heading: /^There is no closed account here$/, last: /./ },
  { name: 'workspaces', path: '/workspaces', status: 200, heading: /^Your workspaces$/, last: /./ },
  { name: 'sign-out', path: '/sign-out', status: 200, heading: /^Sign out$/, last: /./ },
  { name: 'confirm the address', path: '/confirm-address?token=x', status: 410, heading: /^This link no longer works$/, last: /./ },
  { name: 'confirm a new address', path: '/confirm-new-address?token=x', status: 410, heading: /^This link no longer works$/, last: /./ },
  { name: 'reset the password', path: '/reset-password?token=x', status: 410, heading: /^This link no longer works$/, last: /./ },
  { name: 'invitation', path: '/invitation', status: 410, heading: /^This invitation no longer works$/, last: /./ },
  { name: 'terms', path: '/terms', status: 200, heading: /[Tt]erms/, last: /./ },
  { name: 'privacy', path: '/privacy', status: 200, heading: /^Privacy$/, last: /SHA-256 of this version/ },
  { name: 'privacy, first version', path: '/privacy/1', status: 200, heading: /^Privacy$/, last: /SHA-256 of this version/ },
  { name: 'security', path: '/security', status: 200, heading: /^Security$/, last: /If you find a weakness/ },
  { name: 'subprocessors', path: '/subprocessors', status: 200, heading: /^Subprocessors$/, last: /How this list is kept/ },
  { name: 'your choices', path: '/your-choices', status: 200, heading: /^Your choices$/, last: /Never/ },
  { name: 'proof', path: '/proof', status: 200, heading: /^Proof$/, last: /Promises that this build does not make/ },
  { name: 'cookie preferences', path: '/cookie-preferences', status: 200, heading: /^Cookie preferences$/, last: /What cannot be switched off/ },
  { name: 'contact', path: '/contact', status: 200, heading: /^Contact$/, last: /Send the message/ },
  { name: 'report abuse', path: '/report-abuse', status: 200, heading: /^Report abuse$/, last: /Send the report/ },
  { name: 'copyright notice', path: '/dmca', status: 200, heading: /^Copyright notice$/, last: /Send the notice/ },
  { name: 'operator', path: '/operator', status: 200, heading: /^Operator$/, last: /./ },
  { name: 'operator: letters', path: '/operator/letters', status: 200, heading: /^Letters$/, last: /./ },
  { name: 'operator: requests', path: '/operator/requests', status: 200, heading: /^Requests$/, last: /./ },
  { name: 'operator: notices', path: '/operator/notices', status: 200, heading: /^Notices$/, last: /Publish/ },
  { name: 'operator: incidents', path: '/operator/incidents', status: 200, heading: /^Incidents$/, last: /Removal of what has had its time/ },
  { name: 'operator: access', path: '/operator/access', status: 200, heading: /^Access to a workspace$/, last: /./ },
  { name: 'operator: claim', path: '/operator/claim?token=x', status: 404, heading: /./, last: /./ },
  { name: 'accessibility', path: '/accessibility', status: 200, heading: /[Aa]ccessibility/, last: /./ },
  { name: 'overview', path: '/w/sample/overview', status: 200, heading: /^Overview$/, last: /How this is calculated/ },
  { name: 'flow', path: '/w/sample/flow', status: 200, heading: /^Flow$/, last: /How this is calculated/ },
  { name: 'item', path: 'ITEM', status: 200, heading: /^PAY-\d+/, last: /Data as of/ },
  { name: 'connect', path: 'OWNER/connect', status: 200, heading: /^Connect Jira Cloud$/, last: /Flagged/ },
  { name: 'sync', path: 'OWNER/sync', status: 200, heading: /^Your data is here$/, last: /Open the overview/ },
  { name: 'settings', path: 'OWNER/settings', status: 200, heading: /^Settings$/, last: /./ },
  { name: 'usage', path: 'OWNER/settings/usage', status: 200, heading: /^Usage$/, last: /./ },
  { name: 'workspace', path: 'OWNER/settings/workspace', status: 200, heading: /^Workspace$/, last: /./ },
  { name: 'workflow', path: 'OWNER/settings/workflow', status: 200, heading: /^What statuses mean for /, last: /./ },
  { name: 'members', path: 'OWNER/settings/members', status: 200, heading: /^Members$/, last: /./ },
  { name: 'audit log', path: 'OWNER/settings/audit', status: 200, heading: /^Audit log$/, last: /./ },
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
  const isOwners = place?.path.startsWith('OWNER') || /^\/(account|workspaces)/.test(place?.path ?? '');
  const isOperators = place?.path.startsWith('/operator');
  const storageState = isOwners ? OWNER_SESSION : isOperators ? OPERATOR_SESSION : DECLINED;
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
