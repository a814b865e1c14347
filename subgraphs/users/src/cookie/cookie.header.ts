import type { Context } from '@storegraph/kit';

type Asking = Pick<Context, 'service' | 'request'>;

interface Cookie {
  name: string;
  /** '' when it ends. */
  value: string;
  maxAgeInSeconds: number;
  /** Lax: also where a link of another site leads here. */
  sameSite: 'Strict' | 'Lax';
}

/** Whether browsers send them over TLS only. */
export const isSecure = ({ service }: Asking): boolean => Boolean(service.env.REFRESH_COOKIE_SECURE);

/** For the whole shop, and for no script of its pages. */
export const setCookie = (asking: Asking, { name, value, maxAgeInSeconds, sameSite }: Cookie): void =>
  asking.request.appendResponseHeader(
    'set-cookie',
    `${name}=${value}; Max-Age=${maxAgeInSeconds}; Path=/; HttpOnly; SameSite=${sameSite}${isSecure(asking) ? '; Secure' : ''}`,
  );

export function readCookie({ request }: Pick<Asking, 'request'>, name: string): string | undefined {
  const cookies = request.header('cookie') ?? '';
  return new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)\\s*(?:;|$)`).exec(cookies)?.[1];
}
