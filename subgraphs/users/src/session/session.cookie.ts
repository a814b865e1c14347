import type { Context } from '@storegraph/kit';

const NAME = 'sg_refresh';
const MAX_AGE_IN_SECONDS = 30 * 24 * 3600;

const flags = ({ service }: Pick<Context, 'service'>): string =>
  `; Path=/; HttpOnly; SameSite=Strict${service.env.REFRESH_COOKIE_SECURE ? '; Secure' : ''}`;

export const setRefreshCookie = (context: Pick<Context, 'service' | 'request'>, refreshToken: string): void =>
  context.request.appendResponseHeader(
    'set-cookie',
    `${NAME}=${refreshToken}; Max-Age=${MAX_AGE_IN_SECONDS}${flags(context)}`,
  );

export const clearRefreshCookie = (context: Pick<Context, 'service' | 'request'>): void =>
  context.request.appendResponseHeader('set-cookie', `${NAME}=; Max-Age=0${flags(context)}`);

export function readRefreshCookie({ request }: Pick<Context, 'request'>): string | undefined {
  const cookies = request.header('cookie') ?? '';
  return new RegExp(`(?:^|;\\s*)${NAME}=([A-Za-z0-9_-]+)`).exec(cookies)?.[1];
}
