import type { TokenStorage } from './storage.ts';

/** How long a browser keeps a cookie, and who may read it. As frameworks take it. */
export interface CookieOptions {
  httpOnly: boolean;
  secure: boolean;
  sameSite: 'lax';
  path: string;
  /** Seconds; 0 deletes it. */
  maxAge: number;
}

/** The cookies of one request and its response. Without `set` they can only be read: while a page is streamed, say. */
export interface Cookies {
  get(name: string): string | undefined;
  set?(name: string, value: string, options: CookieOptions): void;
}

const MAX_AGE_IN_SECONDS = 30 * 24 * 3600;

/** Keeps tokens in cookies that scripts of the page cannot read. `secure`: only over https. */
export function cookieStorage({ get, set }: Cookies, secure = true): TokenStorage {
  /** What was written for the response is what counts from then on. */
  const written = new Map<string, string | null>();
  const getItem = (name: string): string | null => (written.has(name) ? written.get(name) : get(name)) ?? null;
  const write = (name: string, value: string | null): void => {
    if (!set || getItem(name) === value) return;
    written.set(name, value);
    const maxAge = value === null ? 0 : MAX_AGE_IN_SECONDS;
    set(name, value ?? '', { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge });
  };
  return {
    getItem,
    setItem: write,
    removeItem: (name) => write(name, null),
    readOnly: !set,
  };
}

/** By it the shop knows the browser that it has sent to Google when it comes back. */
const BROWSER = 'storegraph.browser';
const SHOPS_OWN = /^(?:__Host-)?sg_browser=[\w-]{1,100}(?=;|$)/;
const BROWSER_KEPT_IN_SECONDS = 20 * 60;

/** Takes the shop's cookie for a browser to the browser, and back: between them is this server. */
export function carryBrowserCookie(fetch: typeof globalThis.fetch, { get, set }: Cookies, secure = true): typeof fetch {
  return async (url, init) => {
    const [cookie] = SHOPS_OWN.exec(get(BROWSER) ?? '') ?? [];
    const response = await fetch(url, cookie ? { ...init, headers: { ...init?.headers, cookie } } : init);
    for (const header of response.headers.getSetCookie()) {
      const [given] = SHOPS_OWN.exec(header) ?? [];
      if (given)
        set?.(BROWSER, given, { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: BROWSER_KEPT_IN_SECONDS });
    }
    return response;
  };
}

/** Cookies for servers without a framework: reads the header `cookie`, and hands over each `set-cookie`. */
export function cookiesOf(header: string | null | undefined, setCookie?: (header: string) => void): Cookies {
  const values = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const [name = '', ...value] = pair.split('=');
    // the first one counts, as it is the one of the longest path
    if (value.length > 0 && !values.has(name.trim())) values.set(name.trim(), decoded(value.join('=').trim()));
  }
  const get = (name: string): string | undefined => values.get(name);
  if (!setCookie) return { get };
  const set = (name: string, value: string, { httpOnly, secure, path, maxAge }: CookieOptions): void =>
    setCookie(
      `${name}=${encodeURIComponent(value)}; Path=${path}; Max-Age=${maxAge}; SameSite=Lax${httpOnly ? '; HttpOnly' : ''}${secure ? '; Secure' : ''}`,
    );
  return { get, set };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
