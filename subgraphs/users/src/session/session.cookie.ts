import type { Context } from '@storegraph/kit';
import { readCookie, setCookie } from '../cookie/cookie.header.ts';

type Asking = Pick<Context, 'service' | 'request'>;

const NAME = 'sg_refresh';
const MAX_AGE_IN_SECONDS = 30 * 24 * 3600;

export const setRefreshCookie = (asking: Asking, refreshToken: string): void =>
  setCookie(asking, { name: NAME, value: refreshToken, maxAgeInSeconds: MAX_AGE_IN_SECONDS, sameSite: 'Strict' });

export const clearRefreshCookie = (asking: Asking): void =>
  setCookie(asking, { name: NAME, value: '', maxAgeInSeconds: 0, sameSite: 'Strict' });

export const readRefreshCookie = (asking: Asking): string | undefined => readCookie(asking, NAME);
