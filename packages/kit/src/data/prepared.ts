import { type SQL, type Subquery, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Database } from './database.ts';
import { currentWork } from '../graph/work.ts';

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

/** As drizzle's inArray, with one text: clients decide how many values there are, and Postgres keeps every text. */
export const isOneOf = (column: SQL | object, values: readonly string[]): SQL =>
  sql`${column} = ANY(${sql.param([...values])})`;

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
      : prepared(db, shape, () => named('', anyOf(column, 'keys'))).execute({ keys: padded(keys, keys[0]) });
}

const GUESSED_LENGTH = 10;
const padded = <Filler>(keys: readonly string[], filler: Filler): (string | Filler)[] => [
  ...keys,
  ...Array<Filler>(Math.max(0, GUESSED_LENGTH - keys.length)).fill(filler),
];

/** A query that can stand alone or inside another one. */
export interface Repeatable<Row> extends Preparable<Row> {
  as(alias: string): Subquery;
}

/**
 * Runs a query once per parent, all in one statement: the rows of each parent, in the order of the query, and not more than the
 * request may still load. For lists with a limit, which one list of keys cannot have. As in rowsByKeys no value of a request is
 * built in, a single parent has a text of its own, and a few are made up to ten, here by nulls, which find nothing.
 */
export function rowsPerParent<Row>(
  db: Database,
  shape: string,
  query: (parent: SQL) => Repeatable<Row>,
): (parents: readonly string[], values?: Record<string, unknown>) => Promise<Row[][]> {
  return async (parents, values) => {
    if (parents.length === 1) {
      const one = prepared(db, `${shape} of one`, () => query(sql`${sql.placeholder('parent')}`).prepare('one_list'));
      return [await one.execute({ ...values, parent: parents[0] })];
    }
    const each = prepared(db, `${shape} of each`, () => forEachParent(db, query));
    const asked = padded(parents, null);
    // with a row of each that only says that there is a next page
    const most = (currentWork()?.objectsLeft ?? ANY_NUMBER) + asked.length;
    const rows = await each.execute({ ...values, parents: asked, most: most + 1 });
    if (rows.length > most) currentWork()?.count(rows.length);
    return byParent(parents, rows);
  };
}

const ANY_NUMBER = 2 ** 31 - 1;

interface ParentRow<Row> {
  parent: string | null;
  row: Row;
}

/** A join that depends on its left side runs once per parent, so its rows stay in their order. Drizzle cannot type the columns of a query that is not known yet. */
function forEachParent<Row>(db: Database, query: (parent: SQL) => Repeatable<Row>) {
  const list = query(sql`parent.id`).as('list');
  const { selectedFields } = list._;
  return db
    .select({ parent: sql<string | null>`parent.id`, row: selectedFields as Record<string, SQL> })
    .from(sql`unnest(${sql.placeholder('parents')}::text[]) AS parent (id)`)
    .crossJoinLateral(list)
    .limit(sql.placeholder('most'))
    .prepare('lists') as unknown as { execute(values: Record<string, unknown>): Promise<ParentRow<Row>[]> };
}

function byParent<Row>(parents: readonly string[], found: readonly ParentRow<Row>[]): Row[][] {
  const rows = Map.groupBy(found, ({ parent }) => parent);
  return parents.map((parent) => rows.get(parent)?.map(({ row }) => row) ?? []);
}
