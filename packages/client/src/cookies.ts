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
