import type { z } from 'zod';

/** What production demands of a value beside its form: what is wrong with it, or nothing. */
type Demand<Value> = (value: Value) => string | undefined;
const demands = new WeakMap<z.ZodType, Demand<never>>();

/** A variable with a demand of its own in production. Outermost, around `.default()` and `.optional()`. */
export function inProduction<Schema extends z.ZodType>(schema: Schema, demand: Demand<z.output<Schema>>): Schema {
  demands.set(schema, demand);
  return schema;
}

/** What is wrong in production with a value that has its form. */
export const problemInProduction = (schema: z.ZodType, value: unknown): string | undefined =>
  (demands.get(schema) as Demand<unknown> | undefined)?.(value);

const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|.*\.(local|localhost|example|test|invalid))$/;
export const isLocalHost = (host: string): boolean => LOCAL_HOST.test(host.toLowerCase());

/** Where browsers, Stripe and mails lead to. */
export function reachable(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' && !isLocalHost(hostname) ? undefined : 'must be an https address that others can reach';
}

const SHORTEST_SECRET = 32;
const FEWEST_LETTERS = 10;
export const secret = (value: string): string | undefined =>
  value.length >= SHORTEST_SECRET && new Set(value).size >= FEWEST_LETTERS && !/local|changeme|example/i.test(value)
    ? undefined
    : `must be ${SHORTEST_SECRET} random characters at least, of this shop alone`;

const SHORTEST_PASSWORD = 16;
const EMBEDDED_PORT = '54329';
export function ownDatabase(value: string): string | undefined {
  const { hostname, port, password } = new URL(value);
  if (isLocalHost(hostname) && port === EMBEDDED_PORT) return 'must not be the Postgres of a laptop';
  return password.length >= SHORTEST_PASSWORD
    ? undefined
    : `must have a password of ${SHORTEST_PASSWORD} characters at least`;
}

export const publicKeysOnly = (value: string): string | undefined =>
  /"d"\s*:/.test(value) ? 'must hold public keys only' : undefined;
