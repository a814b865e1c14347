import { and, eq, type SQL, sql } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { afterAll, expect, test } from 'vitest';
import {
  type ConnectionArgs,
  countRows,
  type KeysetColumn,
  type List,
  listPage,
  listPages,
  readPage,
} from '../src/index.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const definition = bareSubgraph(
  'pages',
  'CREATE TABLE things (id text PRIMARY KEY, parent text NOT NULL, worth int NOT NULL)',
);
const shop = await testSubgraph(definition);
const { db } = shop;
afterAll(() => shop.stop());

const things = pgTable('things', { id: text().primaryKey(), parent: text().notNull(), worth: integer().notNull() });
interface Thing {
  id: string;
  parent: string;
  worth: number;
}
/** Seven of one parent with ties in their worth, two of another; a third has none. */
const all: Thing[] = [
  ...[2, 1, 2, 3, 1, 2, 3].map((worth, index) => ({ id: `a${index}`, parent: 'ann', worth })),
  ...[2, 2].map((worth, index) => ({ id: `b${index}`, parent: 'bob', worth })),
];
await db.insert(things).values(all);

const worth = (direction: 'asc' | 'desc'): KeysetColumn => ({ column: things.worth, direction, holds: 'number' });
const id = (direction: 'asc' | 'desc'): KeysetColumn => ({ column: things.id, direction, holds: 'text' });
const sorts: Record<string, KeysetColumn[]> = {
  'worth up, id up': [worth('asc'), id('asc')],
  'worth down, id up': [worth('desc'), id('asc')],
  'worth up, id down': [worth('asc'), id('desc')],
  'worth down, id down': [worth('desc'), id('desc')],
};
const compare = (columns: KeysetColumn[], a: Thing, b: Thing): number => {
  for (const { column, direction } of columns) {
    const [left, right] = column === things.worth ? [a.worth, b.worth] : [a.id, b.id];
    if (left !== right) return (left < right ? -1 : 1) * (direction === 'asc' ? 1 : -1);
  }
  return 0;
};
const inOrder = (sort: string, rows = all) =>
  [...rows].sort((a, b) => compare(sorts[sort]!, a, b)).map((row) => row.id);

const list = (sort: string, args: ConnectionArgs, atLeast = 0): List<Thing, string> => ({
  shape: `things ${sort}`,
  values: { atLeast },
  page: readPage(args, { sort }),
  columns: sorts[sort]!,
  keyOf: (row) => [row.worth, row.id],
  toNode: (row) => row.id,
  rows: ({ beyond, order, limit }, parent?: SQL) =>
    db
      .select()
      .from(things)
      .where(and(sql`${things.worth} >= ${sql.placeholder('atLeast')}`, beyond, parent && eq(things.parent, parent)))
      .orderBy(...order)
      .limit(limit) as never,
  count: (parent?: SQL) =>
    db
      .select({ count: countRows.as('count') })
      .from(things)
      .where(and(sql`${things.worth} >= ${sql.placeholder('atLeast')}`, parent && eq(things.parent, parent))) as never,
});
type Read = (args: ConnectionArgs) => Promise<Awaited<ReturnType<typeof listPage<Thing, string>>>>;

/** From one end to the other: the nodes in list order, and what each page said of those beside it. */
async function walk(read: Read, size: number, backward: boolean) {
  const pages: string[][] = [];
  const ends: [boolean, boolean][] = [];
  let args: ConnectionArgs = backward ? { last: size } : { first: size };
  for (;;) {
    const { nodes, edges, pageInfo } = await read(args);
    expect(edges.map(({ node }) => node)).toEqual(nodes);
    expect([edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null]).toEqual([
      pageInfo.startCursor,
      pageInfo.endCursor,
    ]);
    pages.push([...nodes]);
    ends.push([pageInfo.hasPreviousPage, pageInfo.hasNextPage]);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage) || pages.length > all.length) break;
    args = backward ? { last: size, before: pageInfo.startCursor! } : { first: size, after: pageInfo.endCursor! };
  }
  if (backward) {
    pages.reverse();
    ends.reverse();
  }
  return { pages, ends };
}
const cut = (ids: string[], size: number, backward: boolean): string[][] => {
  const first = backward ? ids.length % size : 0;
  const rest = Array.from({ length: Math.ceil((ids.length - first) / size) }, (_, n) =>
    ids.slice(first + n * size, first + (n + 1) * size),
  );
  return first > 0 ? [ids.slice(0, first), ...rest] : rest;
};

test.for(
  Object.keys(sorts).flatMap((sort) => [false, true].map((backward) => [sort, backward ? 'back' : 'on'] as const)),
)(
  'by %s, %s: every page has its rows, each once, ties or not, and knows whether there are others',
  async ([sort, way]) => {
    const backward = way === 'back';
    for (const size of [1, 2, 3, 8, 9, 10, 100]) {
      const expected = cut(inOrder(sort), size, backward);
      const { pages, ends } = await walk((args) => listPage(db, list(sort, args)), size, backward);
      expect(pages, `${size} at once`).toEqual(expected);
      expect(ends).toEqual(expected.map((_, page) => [page > 0, page < expected.length - 1]));
    }
  },
);

test('lists below lists have the same pages as each alone, and count their own', async () => {
  const sort = 'worth down, id up';
  for (const size of [1, 2, 3, 7, 8])
    for (const backward of [false, true]) {
      const pages = listPages(db);
      const read = (parent: string) => async (args: ConnectionArgs) => pages(list(sort, args)).load(parent);
      const parents = ['ann', 'bob', 'cid'];
      const walks = await Promise.all(parents.map((parent) => walk(read(parent), size, backward)));
      for (const [index, parent] of parents.entries()) {
        const rows = all.filter((row) => row.parent === parent);
        expect(walks[index]!.pages).toEqual(rows.length > 0 ? cut(inOrder(sort, rows), size, backward) : [[]]);
      }
      const connections = await Promise.all(parents.map((parent) => pages(list(sort, { first: size })).load(parent)));
      expect(await Promise.all(connections.map((one) => one.totalCount!()))).toEqual([7, 2, 0]);
    }
});

test('of one request the same list is read once, and lists that differ in a value, a limit or a cursor are others', async () => {
  const sort = 'worth up, id up';
  const pages = listPages(db);
  expect(pages(list(sort, { first: 2 }))).toBe(pages(list(sort, { first: 2 })));
  const after = (await listPage(db, list(sort, { first: 1 }))).pageInfo.endCursor!;
  const other = (await listPage(db, list(sort, { first: 2 }))).pageInfo.endCursor!;
  const different = [
    list(sort, { first: 2 }),
    list(sort, { first: 3 }),
    list(sort, { last: 2 }),
    list(sort, { first: 2, after }),
    list(sort, { first: 2, after: other }),
    list(sort, { first: 2 }, 3),
    list('worth down, id up', { first: 2 }),
  ].map(pages);
  expect(new Set(different).size).toBe(different.length);
  expect(await Promise.all(different.map(async (loader) => (await loader.load('ann')).nodes))).toEqual([
    ['a1', 'a4'],
    ['a1', 'a4', 'a0'],
    ['a3', 'a6'],
    ['a4', 'a0'],
    ['a0', 'a2'],
    ['a3', 'a6'],
    ['a3', 'a6'],
  ]);
});

test('a count is of the whole list, with its filter, whatever the page', async () => {
  const sort = 'worth up, id up';
  for (const atLeast of [0, 2, 3, 4]) {
    const { totalCount, nodes } = await listPage(db, list(sort, { first: 1 }, atLeast));
    expect(await totalCount!()).toBe(all.filter((row) => row.worth >= atLeast).length);
    expect(nodes).toHaveLength(atLeast === 4 ? 0 : 1);
  }
  const { count: _, ...uncounted } = list(sort, { first: 1 });
  expect((await listPage(db, uncounted)).totalCount).toBeUndefined();
});

test('an empty page has no cursors and nothing beside it', async () => {
  const { nodes, edges, pageInfo } = await listPage(db, list('worth up, id up', { first: 1 }, 4));
  expect([nodes, edges, pageInfo]).toEqual([
    [],
    [],
    { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  ]);
});

const forged = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
const sort = 'worth up, id up';
test.for([
  ['of another sort', forged('TITLE', 1, 'a')],
  ['with too few values', forged(sort, 1)],
  ['with too many values', forged(sort, 1, 'a', 'b')],
  ['with a text for a number', forged(sort, '1', 'a')],
  ['with a number for a text', forged(sort, 1, 1)],
  ['with a fraction', forged(sort, 1.5, 'a')],
  ['with a number beyond what is exact', forged(sort, 2 ** 53, 'a')],
  ['with nothing for a text', forged(sort, 1, null)],
  ['with an object', forged(sort, 1, {})],
  ['with a null byte', forged(sort, 1, 'a\0')],
  ['that is no list', Buffer.from('{}').toString('base64url')],
  ['that is no JSON', 'x'],
  ['that is too long', forged(sort, 1, 'x'.repeat(1_000))],
])('a cursor %s is refused, and names its argument', async ([, cursor]) => {
  for (const [field, args] of [
    ['after', { first: 1, after: cursor }],
    ['before', { last: 1, before: cursor }],
  ] as const)
    await expect((async () => listPage(db, list(sort, args)))()).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field, rule: 'cursor' },
    });
  expect((await listPage(db, list(sort, { first: 1, after: forged(sort, 1, 'a1') }))).nodes).toEqual(['a4']);
});

test('a time in a cursor is one that Postgres understands', async () => {
  const byTime = (cursor: unknown) => ({
    ...list(sort, {}),
    shape: 'things by time',
    columns: [{ ...id('asc'), holds: 'time' as const }],
    page: { ...readPage({ first: 1 }), cursor: [cursor as string] },
  });
  const read = async (cursor: unknown) => listPage(db, byTime(cursor)).then(({ nodes }) => nodes);
  expect(await read('2026-01-01T00:00:00.000Z')).toEqual(['a0']);
  for (const wrong of ['2026-01-01', '2026-13-01T00:00:00Z', 'yesterday', 20260101, null])
    await expect(read(wrong), String(wrong)).rejects.toMatchObject({ extensions: { rule: 'cursor' } });
});

test('a page is from one to a hundred rows, 24 where nothing is said', () => {
  expect([readPage({}).limit, readPage({ before: forged('', 1) }).limit, readPage({}, { default: 5 }).limit]).toEqual([
    24, 24, 5,
  ]);
  for (const size of [1, 100])
    expect([readPage({ first: size }), readPage({ last: size })]).toMatchObject([
      { limit: size, backward: false },
      { limit: size, backward: true },
    ]);
  for (const size of [0, 101])
    for (const [field, args] of [
      ['first', { first: size }],
      ['last', { last: size }],
    ] as const)
      expect(() => readPage(args)).toThrow(
        expect.objectContaining({ extensions: expect.objectContaining({ field, rule: 'range', limit: 100 }) }),
      );
});

test.for([
  ['last', { first: 1, last: 1 }],
  ['before', { after: forged('', 1), before: forged('', 1) }],
  ['before', { first: 1, before: forged('', 1) }],
  ['after', { last: 1, after: forged('', 1) }],
] as const)('%s is refused in %o: a page has one direction', ([field, args]) => {
  expect(() => readPage(args)).toThrow(
    expect.objectContaining({ extensions: expect.objectContaining({ field, rule: 'exclusive' }) }),
  );
});
