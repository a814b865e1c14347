import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

export interface CorsOptions {
  /** Sites whose pages may read answers, as browsers name them: https://shop.example */
  corsOrigins: readonly string[];
  production: boolean;
}

/** What a page may read beside the body. */
const EXPOSED = [
  'age',
  'etag',
  'ratelimit',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
  'retry-after',
  'x-request-id',
  'x-stale',
];
const PREFLIGHT_HOLDS_IN_SECONDS = 7_200;
const THIS_MACHINE = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** Without a list, and outside production, pages from this machine: a storefront under development has any port. */
const originsOf = ({ corsOrigins, production }: CorsOptions): (string | RegExp)[] =>
  corsOrigins.length === 0 && !production ? [THIS_MACHINE] : [...corsOrigins];

/** Whether a page from there may read answers. */
export type IsAllowedOrigin = (origin: string) => boolean;

export function allowedOrigins(options: CorsOptions): IsAllowedOrigin {
  const origins = originsOf(options);
  return (origin) => origins.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)));
}

/**
 * Lets pages of allowed sites read answers and send their cookies. They may send any header: clients have many, and what is not
 * known here goes no further.
 */
export async function addCors(app: FastifyInstance, options: CorsOptions): Promise<void> {
  await app.register(cors, {
    origin: originsOf(options),
    credentials: true,
    methods: ['GET', 'POST', 'PUT'],
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_HOLDS_IN_SECONDS,
    strictPreflight: false,
  });
}
