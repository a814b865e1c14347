import type { z } from 'zod';

/** What production demands of a value beside its form. */
export interface Demand<Value> {
  /** Continues "in production it …". */
  words: string;
  isMet(value: Value): boolean;
}
const demands = new WeakMap<z.ZodType, Demand<never>>();

/** A variable with a demand of its own in production. Outermost, around `.default()`, `.optional()` and `.describe()`. */
export function inProduction<Schema extends z.ZodType>(schema: Schema, demand: Demand<z.output<Schema>>): Schema {
  demands.set(schema, demand);
  return schema;
}

export const demandInProduction = (schema: z.ZodType): Demand<unknown> | undefined =>
  demands.get(schema) as Demand<unknown> | undefined;

const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0|.*\.(local|localhost|example|test|invalid))$/;
export const isLocalHost = (host: string): boolean => LOCAL_HOST.test(host.toLowerCase());

/** Where browsers, Stripe and mails lead to. */
export const reachable: Demand<string | undefined> = {
  words: 'must be an https address that others can reach',
  isMet(value) {
    if (value === undefined) return true;
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' && !isLocalHost(hostname);
  },
};

const SHORTEST_SECRET = 32;
const FEWEST_LETTERS = 10;
export const secret: Demand<string> = {
  words: `must be ${SHORTEST_SECRET} random characters at least, of this shop alone`,
  isMet: (value) =>
    value.length >= SHORTEST_SECRET && new Set(value).size >= FEWEST_LETTERS && !/local|changeme|example/i.test(value),
};

const SHORTEST_PASSWORD = 16;
const EMBEDDED_PORT = '54329';
export const ownDatabase: Demand<string> = {
  words: `must have a password of ${SHORTEST_PASSWORD} characters at least, and must not be the Postgres of a laptop`,
  isMet(value) {
    const { hostname, port, password } = new URL(value);
    return password.length >= SHORTEST_PASSWORD && !(isLocalHost(hostname) && port === EMBEDDED_PORT);
  },
};

export const publicKeysOnly: Demand<string> = {
  words: 'must hold public keys only',
  isMet: (value) => !/"d"\s*:/.test(value),
};
