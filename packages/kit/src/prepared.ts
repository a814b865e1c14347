import { type SQL, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Database } from './database.ts';

const MAX_SHAPES = 500;
const shapesOf = new WeakMap<Database, LRUCache<string, object>>();

/**
 * A query whose SQL is built once per shape; values come by `sql.placeholder` at each execution. For hot queries: building
 * costs more than running. The shape has to name everything that changes the SQL.
 */
export function prepared<Query extends object>(db: Database, shape: string, build: () => Query): Query {
  let shapes = shapesOf.get(db);
  if (!shapes) {
    shapes = new LRUCache({ max: MAX_SHAPES });
    shapesOf.set(db, shapes);
  }
  let query = shapes.get(shape) as Query | undefined;
  if (!query) {
    query = build();
    shapes.set(shape, query);
  }
  return query;
}

/** For a list of values in a prepared query: one text, however many there are. */
export const anyOf = (column: SQL | object, name: string): SQL => sql`${column} = ANY(${sql.placeholder(name)})`;

const oneOf = (column: SQL | object, name: string): SQL => sql`${column} = ${sql.placeholder(name)}`;

/** One part of a prepared query's WHERE: what it adds to the shape, its values, and its SQL when it is built. */
export interface Condition {
  shape: string;
  values?: Record<string, unknown>;
  build(): SQL | undefined;
}

interface Preparable<Row> {
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> };
}

/**
 * Rows by a list of keys, for loaders: one statement, however many keys. No value of a request may be built into the
 * query, only what the shape names: it is kept and used for everybody. Postgres keeps a
 * plan only when it is no dearer than one for the values at hand, and guesses that a list has ten: a single key has a text of
 * its own, and short lists repeat a key, which costs nothing. Planning anew costs more than running.
 */
export function rowsByKeys<Row>(
  db: Database,
  shape: string,
  column: SQL | object,
  query: (where: SQL) => Preparable<Row>,
): (keys: readonly string[]) => Promise<Row[]> {
  const named = (suffix: string, where: SQL) => query(where).prepare(`${shape}${suffix}`.replaceAll(' ', '_'));
  return (keys) =>
    keys.length === 1
      ? prepared(db, `${shape} one`, () => named(' one', oneOf(column, 'key'))).execute({ key: keys[0] })
      : prepared(db, shape, () => named('', anyOf(column, 'keys'))).execute({ keys: padded(keys) });
}

const GUESSED_LENGTH = 10;
const padded = (keys: readonly string[]): string[] => [
  ...keys,
  ...Array<string>(Math.max(0, GUESSED_LENGTH - keys.length)).fill(keys[0]!),
];
