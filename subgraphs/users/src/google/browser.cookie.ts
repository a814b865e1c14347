import { type Context, newSecret } from '@storegraph/kit';
import { isSecure, readCookie, setCookie } from '../cookie/cookie.header.ts';

type Asking = Pick<Context, 'service' | 'request'>;

/** As long as a way to Google and the password after it may take, together. */
const MAX_AGE_IN_SECONDS = 20 * 60;
/** Of a secret of ours: what a browser makes up itself others may guess. */
const LENGTH = 43;

/** Over TLS under a name that no other site of the same domain can set: else it could make its own sign-in that of a shopper. */
const nameOf = (asking: Asking): string => `${isSecure(asking) ? '__Host-' : ''}sg_browser`;

/** What this browser shows of itself. */
export function browserOf(asking: Asking): string | undefined {
  const browser = readCookie(asking, nameOf(asking));
  return browser?.length === LENGTH ? browser : undefined;
}

/** The same for each try of a browser: two tabs may be under way. Lax: it comes back from Google by a link, and has to show it then. */
export function keepBrowser(asking: Asking): string {
  const browser = browserOf(asking) ?? newSecret();
  setCookie(asking, {
    name: nameOf(asking),
    value: browser,
    maxAgeInSeconds: MAX_AGE_IN_SECONDS,
    sameSite: 'Lax',
  });
  return browser;
}
