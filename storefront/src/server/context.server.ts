import { type Cookies, createClient, createServerClient } from '@storegraph/client';
import type { FastifyRequest } from 'fastify';
import { RouterContextProvider } from 'react-router';
import {
  catalogueContext,
  gatewayContext,
  pageContext,
  settingsContext,
  shopContext,
  type StripeContext,
  stripeContext,
} from './context.ts';
import type { SettingsInMemory } from './shopSettings.ts';

interface Surroundings {
  gateway: string;
  origin: string;
  nonce: string;
  stripe: StripeContext;
  settings: SettingsInMemory;
  report(error: unknown): void;
}

const PIECES = 'pieces';
const ORDER = 'order';
const NOTICE = 'notice';
/** Of a cookie browsers keep 4,096 bytes. */
const LONGEST_NOTICE_IN_BYTES = 3_500;
const NOTICE_KEPT_IN_SECONDS = 60;
const LINK_TOKEN = 'linkToken';
const LINK_TOKEN_KEPT_IN_SECONDS = 3600;
const MOST_PIECES = 9_999;
const KEPT_IN_SECONDS = 30 * 24 * 3600;

/** What the gateway is told of whoever asks here: it counts requests and files by their address, as of those who ask it themselves. */
export const visitorHeaders = ({ ip, id }: FastifyRequest): Record<string, string> => ({
  'x-forwarded-for': ip,
  'x-request-id': id,
});

/** What the pages of one request share: the shop as who asks, the shop as anybody, and what the browser remembers. */
export function contextOf(
  request: FastifyRequest,
  given: Cookies,
  { gateway, origin, nonce, stripe, settings, report }: Surroundings,
): RouterContextProvider {
  const { headers, ip, id } = request;
  const url = new URL('/graphql', gateway).href;
  const secure = origin.startsWith('https:');
  const cookies = secure ? ownCookies(given) : given;
  const sent = Number(cookies.get(PIECES));
  let pieces = Number.isInteger(sent) && sent > 0 && sent <= MOST_PIECES ? sent : 0;
  const keepFor = (name: string, value: string | null, path: string, seconds: number) =>
    cookies.set?.(name, value ?? '', {
      httpOnly: true,
      secure,
      sameSite: 'lax',
      path,
      maxAge: value === null ? 0 : seconds,
    });
  const remember = (name: string, value: string | null) => keepFor(name, value, '/', KEPT_IN_SECONDS);
  const rememberPieces = (now: number): void => {
    if (now === pieces) return;
    pieces = now;
    remember(PIECES, now > 0 ? String(now) : null);
  };
  const context = new RouterContextProvider();
  context.set(pageContext, {
    origin,
    nonce,
    report,
    // what a form has changed stands in the header of the page that answers it
    get pieces() {
      return pieces;
    },
    isSignedIn: cookies.get('storegraph.refreshToken') !== undefined,
    orderId: /^ord_\w{1,60}$/.exec(cookies.get(ORDER) ?? '')?.[0],
    rememberOrder: (orderId) => remember(ORDER, orderId),
    rememberPieces,
    forget() {
      rememberPieces(0);
      remember(ORDER, null);
    },
    notice: cookies.get(NOTICE) || undefined,
    tell: (notice) => keepFor(NOTICE, notice && fitting(notice), '/', NOTICE_KEPT_IN_SECONDS),
    linkToken: cookies.get(LINK_TOKEN) || undefined,
    keepLinkToken: (path, token) => keepFor(LINK_TOKEN, token, path, LINK_TOKEN_KEPT_IN_SECONDS),
  });
  context.set(gatewayContext, { url: gateway, headers: visitorHeaders(request) });
  context.set(stripeContext, stripe);
  context.set(settingsContext, settings);
  context.set(
    shopContext,
    createServerClient({
      url,
      cookies,
      secureCookies: secure,
      clientAddress: ip,
      requestId: id,
      userAgent: headers['user-agent'],
    }),
  );
  context.set(catalogueContext, createClient({ url, headers: visitorHeaders(request) }));
  return context;
}

/**
 * Under names that browsers take from this very host over TLS alone: another site of the same domain could set the others, such as a
 * cart of its own, into which the shopper would write their address.
 */
export function ownCookies({ get, set }: Cookies): Cookies {
  // the one that is for a single page cannot be named as those for all of them are
  const named = (name: string) => `${name === LINK_TOKEN ? '__Secure-' : '__Host-'}${name}`;
  return {
    get: (name) => get(named(name)),
    set: set && ((name, value, options) => set(named(name), value, options)),
  };
}

/** As much of it as a browser keeps, in whole letters. */
export function fitting(words: string): string {
  let bytes = 0;
  let fit = '';
  for (const letter of words.toWellFormed()) {
    bytes += encodeURIComponent(letter).length;
    if (bytes > LONGEST_NOTICE_IN_BYTES) return fit;
    fit += letter;
  }
  return fit;
}
