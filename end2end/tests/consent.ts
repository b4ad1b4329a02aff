// How browsers come: most tests with a plain no behind them, those about the question itself fresh.
import type { BrowserContext } from '@playwright/test';
import { LISTEN } from '../addresses.mjs';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Today, counted from 1970-01-01. */
export const today = () => Math.floor(Date.now() / 86_400_000);

/** A cookie of the choice about cookies. */
export const choice = (value: string) => ({
  name: 'ac_consent', value, domain: LISTEN.split(':')[0], path: '/', expires: -1, httpOnly: true, secure: false,
  sameSite: 'Lax' as const,
});

/** A browser whose user declined. */
export const DECLINED: State = { cookies: [choice(`v1.1.d.${today()}`)], origins: [] };

/** A browser that never was here. */
export const FRESH: State = { cookies: [], origins: [] };
