import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { requestHash } from '../src/data/idempotency.ts';
import { newId, once, wasDone } from '../src/index.ts';
import { testSubgraph } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const definition = bareSubgraph('keys', 'CREATE TABLE done (what text)');
const { db, stop } = await testSubgraph(definition);
afterAll(stop);
const done = async () => (await db.execute(sql`SELECT what FROM done`)).map(({ what }) => what);
let runs = 0;
const call = (key: string, input: unknown = {}, scope = 'test') => once(db, { scope, key, input }, async () => ++runs);

test('the same input has the same hash in whatever order, and each difference has another', () => {
  const input = { a: 1, b: { c: [1, { d: 2, e: null }], f: 'x' } };
  expect(requestHash({ b: { f: 'x', c: [1, { e: null, d: 2 }] }, a: 1 })).toBe(requestHash(input));
  const others = [
    { ...input, a: 2 },
    { ...input, a: '1' },
    { ...input, g: null },
    { b: input.b },
    { a: 1, b: { c: [{ d: 2, e: null }, 1], f: 'x' } },
    { a: 1, b: { c: [1, { d: 2, e: 0 }], f: 'x' } },
    { a: 1, b: { c: [1, { d: 2 }], f: 'x' } },
    { a: 1, b: { c: [1, { d: 2, e: null }], f: 'X' } },
    { a: 1, c: input.b },
    [],
    null,
    'x',
  ];
  expect(new Set([input, ...others].map(requestHash)).size).toBe(others.length + 1);
});

test('one key in two scopes and two keys in one scope are others', async () => {
  const [key, other] = [newId('key'), newId('key')];
  runs = 0;
  const everywhere = async () => [await call(key), await call(key, { a: 1 }, 'elsewhere'), await call(other)];
  expect([await everywhere(), await everywhere()]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test('a key that was used with another input is refused by its name, and the first result stays', async () => {
  const key = newId('key');
  runs = 0;
  await call(key, { quantity: 1 });
  await expect(call(key, { quantity: 2 })).rejects.toMatchObject({
    extensions: { code: 'IDEMPOTENCY_KEY_REUSED', field: 'idempotencyKey', rule: 'unique' },
  });
  expect([await call(key, { quantity: 1 }), runs]).toEqual([1, 1]);
});

test('work that fails leaves neither its effects nor its key: the same may be tried again', async () => {
  const key = newId('key');
  const work = (fails: boolean) =>
    once(db, { scope: 'test', key, input: {} }, async (tx) => {
      await tx.execute(sql`INSERT INTO done VALUES ('work')`);
      if (fails) throw new Error('half is done');
      return { what: 'work' };
    });
  await expect(work(true)).rejects.toThrow('half is done');
  expect(await done()).toEqual([]);
  expect([await work(false), await work(false), await work(true)]).toEqual(Array(3).fill({ what: 'work' }));
  expect(await done()).toEqual(['work']);
});

test('two at once are one, and the second does what the first could not', async () => {
  const key = newId('key');
  let first = true;
  const attempt = () =>
    once(db, { scope: 'test', key, input: {} }, async () => {
      if (!first) return 'second';
      first = false;
      throw new Error('the first fails');
    });
  const outcomes = (await Promise.allSettled([attempt(), attempt()])).map((one) =>
    one.status === 'fulfilled' ? one.value : one.reason.message,
  );
  expect(outcomes.sort()).toEqual(['second', 'the first fails']);
});

test('a result of nothing is kept as null', async () => {
  const nothing = () => once(db, { scope: 'test', key: 'nothing', input: {} }, async () => undefined);
  expect([await nothing(), await nothing()]).toEqual([undefined, null]);
});

test('what was done is known by its scope and its key together, and what was refused is not', async () => {
  const [key, refused] = [newId('key'), newId('key')];
  await call(key);
  const refusal = once(db, { scope: 'test', key: refused, input: {} }, () => Promise.reject(new Error('refused')));
  await expect(refusal).rejects.toThrow('refused');
  const known = (scope: string, of: string) => wasDone(db, { scope, key: of });
  expect(await known('test', key)).toBe(true);
  expect([await known('elsewhere', key), await known('test', newId('key')), await known('test', refused)]).toEqual([
    false,
    false,
    false,
  ]);
});
