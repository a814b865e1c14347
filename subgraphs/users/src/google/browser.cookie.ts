import { randomBytes } from 'node:crypto';
import type { Context } from '@storegraph/kit';

type Asking = Pick<Context, 'service' | 'request'>;

/** As long as a way to Google and the password after it may take, together. */
const MAX_AGE_IN_SECONDS = 20 * 60;

/** Over TLS under a name that no other site of the same domain can set: else it could make its own sign-in that of a shopper. */
const nameOf = ({ service }: Asking): string => `${service.env.REFRESH_COOKIE_SECURE ? '__Host-' : ''}sg_browser`;

/** What this browser shows of itself. Lax: it comes back from Google by a link, and has to show it then. */
export function browserOf(asking: Asking): string | undefined {
  const cookies = asking.request.header('cookie') ?? '';
  return new RegExp(`(?:^|;\\s*)${nameOf(asking)}=([\\w-]{43})(?:;|$)`).exec(cookies)?.[1];
}

/** The same for each try of a browser: two tabs may be under way. */
export function keepBrowser(asking: Asking): string {
  const browser = browserOf(asking) ?? randomBytes(32).toString('base64url');
  const secure = asking.service.env.REFRESH_COOKIE_SECURE ? '; Secure' : '';
  asking.request.appendResponseHeader(
    'set-cookie',
    `${nameOf(asking)}=${browser}; Max-Age=${MAX_AGE_IN_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
  return browser;
}
