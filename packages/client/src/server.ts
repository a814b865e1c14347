import { type ClientOptions, createClient, type StorefrontClient } from './client.ts';
import { carryBrowserCookie, type Cookies, cookieStorage } from './cookies.ts';

export interface ServerClientOptions extends Omit<ClientOptions, 'storage' | 'headers'> {
  /** Of the request that is answered: the session and the guest's tokens are kept in them. */
  cookies: Cookies;
  /** False only where the site itself is without https, such as on a laptop. */
  secureCookies?: boolean;
  /** The shopper's address: the shop counts requests by it when the address of this server is in its TRUSTED_PROXIES. */
  clientAddress?: string | undefined;
  /** 8 to 128 letters, digits, `_` or `-`: the shop logs and answers with the same id. */
  requestId?: string | undefined;
  /** Of OpenTelemetry: the shop's work becomes part of this trace. */
  traceparent?: string | undefined;
  userAgent?: string | undefined;
  headers?: Record<string, string>;
}

/** A client for one request to a server: one shopper's tokens are never another's. */
export function createServerClient({
  cookies,
  secureCookies,
  clientAddress,
  requestId,
  traceparent,
  userAgent,
  headers,
  fetch = globalThis.fetch,
  ...options
}: ServerClientOptions): StorefrontClient {
  return createClient({
    ...options,
    fetch: carryBrowserCookie(fetch, cookies, secureCookies),
    storage: cookieStorage(cookies, secureCookies),
    headers: {
      ...headers,
      ...(clientAddress && { 'x-forwarded-for': clientAddress }),
      ...(requestId && { 'x-request-id': requestId }),
      ...(traceparent && { traceparent }),
      ...(userAgent && { 'user-agent': userAgent }),
    },
  });
}
