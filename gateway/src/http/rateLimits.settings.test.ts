import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import { checkRateLimits, readRateLimits } from './rateLimits.settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (text: string) => {
  const file = join(folder, `${crypto.randomUUID()}.yaml`);
  writeFileSync(file, text);
  return file;
};
const schema = buildSchema(`
  type Query { cart(token: String): Int }
  type Mutation { pay(input: PayInput!): Int }
  input PayInput { order: OrderInput! }
  input OrderInput { id: ID! }
`);

test('without a file there are the general limits, and with "off" there are none', () => {
  expect(readRateLimits('', true)).toEqual({
    widerInDevelopment: 1_000,
    requests: { points: 6_000, seconds: 60 },
    cost: { perAddress: { points: 100_000, seconds: 60 }, perViewer: { points: 50_000, seconds: 60 } },
    operations: [],
  });
  expect(readRateLimits('off', true)).toBeUndefined();
});

test('outside production every limit is as many times wider as the file says', () => {
  const file = written(`
    widerInDevelopment: 7
    requests: { points: 10, seconds: 60 }
    operations: [{ name: pay, fields: [pay], per: input.order.id, points: 5, seconds: 900 }]
  `);
  const pointsOf = (production: boolean) => {
    const { requests, cost, operations } = readRateLimits(file, production)!;
    return [requests, cost.perAddress, cost.perViewer, ...operations].map(({ points }) => points);
  };
  expect(pointsOf(true)).toEqual([10, 100_000, 50_000, 5]);
  expect(pointsOf(false)).toEqual([70, 700_000, 350_000, 35]);
});

test('the limits of the shop are written as the gateway reads them', () => {
  expect(readRateLimits(fileURLToPath(new URL('../../../rate-limits.yaml', import.meta.url)), true)).toBeDefined();
});

test.each([
  ['is not there', join(folder, 'none.yaml'), 'ENOENT'],
  ['is no YAML', written('requests: [}'), 'Flow'],
  ['has no points', written('requests: { seconds: 60 }'), 'requests.points'],
  ['has none at all', written('requests: { points: 0, seconds: 60 }'), 'requests.points'],
  ['has a word that nobody knows', written('request: { points: 1, seconds: 60 }'), 'request'],
  [
    'has a limit twice',
    written(
      'operations: [{ name: a, fields: [b], points: 1, seconds: 1 }, { name: a, fields: [c], points: 1, seconds: 1 }]',
    ),
    'two of them have the same name',
  ],
])('a file that %s is refused by its name', (_, file, problem) => {
  expect(() => readRateLimits(file, true)).toThrow(file);
  expect(() => readRateLimits(file, true)).toThrow(problem);
});

test('a limit for a field or an argument that the schema does not have is refused', () => {
  const limits = readRateLimits(
    written(`
      operations:
        - { name: known, fields: [pay], per: input.order.id, points: 1, seconds: 1 }
        - { name: known-too, fields: [cart], given: token, points: 1, seconds: 1 }
        - { name: gone, fields: [cart, basket], points: 1, seconds: 1 }
        - { name: wrong-path, fields: [pay], per: input.orderId, points: 1, seconds: 1 }
        - { name: wrong-argument, fields: [cart], given: id, points: 1, seconds: 1 }
        - { name: no-field, fields: [constructor], points: 1, seconds: 1 }
    `),
    true,
  )!;
  expect(() => checkRateLimits(limits, schema)).toThrow(
    new Error(
      `RATE_LIMITS cannot be used:
gone: the schema has no root field "basket"
wrong-path: pay has no argument "input.orderId"
wrong-argument: cart has no argument "id"
no-field: the schema has no root field "constructor"`,
    ),
  );
});
