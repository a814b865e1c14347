import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { costOf } from './cost.ts';

const schema = buildSchema(`
  type Query {
    item: Item
    plain: [Item!]!
    grid: [[Item]]
    page(first: Int = 10, last: Int): Page
    unsized(first: Int, after: String): Page
    some(limit: Int): [Item]
    found: [Found]
    count(first: Int): Int
    numbers: [Int!]!
  }
  type Mutation { add(first: Int = 3): Page }
  interface Named { name: String }
  type Item implements Named { name: String parent: Item children: [Item] related(first: Int = 2): [Item] }
  union Found = Item | Page
  type Page { nodes: [Item] edges: [Edge!]! info: Info total: Int }
  type Edge { node: Item }
  type Info { more: Boolean facets: [Item] }
`);

const cost = (query: string, variables: Record<string, unknown> = {}) => costOf(schema, parse(query), variables);

test('an object costs one, its leaves and what is said about the schema nothing', () => {
  expect(cost('{ item { name } }')).toBe(1);
  expect(cost('{ item { name parent { name parent { name } } } }')).toBe(3);
  expect(cost('{ __typename count(first: 1000) numbers __schema { types { name } } }')).toBe(0);
});

test('a list that says nothing of its length counts as five, and lists in objects of lists multiply', () => {
  expect(cost('{ plain { name } }')).toBe(5);
  expect(cost('{ plain { children { name } } }')).toBe(5 * (1 + 5));
  expect(cost('{ grid { name } }')).toBe(5);
});

test('the length of a page is what is asked for, its default, or 24', () => {
  expect(cost('{ page(first: 3) { nodes { name } } }')).toBe(1 + 3);
  expect(cost('{ page { nodes { name } } }')).toBe(1 + 10);
  expect(cost('{ unsized { nodes { name } } }')).toBe(1 + 24);
  expect(cost('{ some(limit: 7) { name } }')).toBe(7);
  expect(cost('{ some { name } }')).toBe(24);
  expect(cost('{ page(first: 3, last: 8) { nodes { name } } }')).toBe(1 + 8);
  expect(cost('{ page(first: null, last: 4) { nodes { name } } }')).toBe(1 + 4);
});

test('less than nothing is nothing', () => {
  expect(cost('{ page(first: -5) { nodes { name } } }')).toBe(1);
  expect(cost('{ some(limit: -5) { name } item { name } }')).toBe(1);
});

test('variables say the length when the operation runs; without one it is the default', () => {
  const query = 'query ($n: Int) { page(first: $n) { nodes { related(first: $n) { name } } } }';
  expect(cost(query, { n: 4 })).toBe(1 + 4 * (1 + 4));
  expect(cost(query, { n: null })).toBe(1 + 10 * (1 + 2));
  expect(cost(query, {})).toBe(1 + 10 * (1 + 2));
});

test('a connection passes its length on to all of its lists, and no further', () => {
  expect(cost('{ page(first: 6) { nodes { name } edges { node { name } } total info { more } } }')).toBe(
    1 + 6 + 6 * 2 + 1,
  );
  expect(cost('{ page(first: 6) { nodes { children { name } } } }')).toBe(1 + 6 * (1 + 5));
  expect(cost('{ page(first: 6) { info { facets { name } } } }')).toBe(1 + 1 + 5);
});

test('fragments cost what they hold wherever they are spread', () => {
  expect(cost('{ item { ...A } plain { ...A } } fragment A on Item { parent { name } }')).toBe(2 + 5 * 2);
  expect(cost('{ page(first: 3) { ...P } } fragment P on Page { nodes { name } }')).toBe(1 + 3);
  expect(cost('{ page(first: 3) { ... { nodes { name } } ... on Page { info { more } } } }')).toBe(1 + 3 + 1);
  expect(cost('{ found { ... on Item { parent { name } } ... on Page { nodes { name } } } }')).toBe(5 * (1 + 1 + 5));
  expect(cost('{ found { ...N } } fragment N on Named { ... on Item { parent { name } } }')).toBe(5 * 2);
});

test('a fragment in a short page and in a long one costs as much as each of them', () => {
  const pages = (...lengths: number[]) =>
    lengths.map((length, index) => `p${index}: page(first: ${length}) { ...P }`).join(' ');
  for (const lengths of [
    [3, 30],
    [30, 3],
  ])
    expect(cost(`{ ${pages(...lengths)} } fragment P on Page { nodes { name } }`)).toBe(1 + 3 + 1 + 30);
});

test('a mutation is measured as a query is', () => {
  expect(cost('mutation { add { nodes { name } } }')).toBe(1 + 3);
});

test('a circle of fragments and a fragment that is not there end', () => {
  expect(cost('{ item { ...A } } fragment A on Item { parent { ...B } } fragment B on Item { parent { ...A } }')).toBe(
    3,
  );
  expect(cost('{ item { ...Nowhere } }')).toBe(1);
});

test('a document without an operation costs nothing', () => {
  expect(cost('fragment A on Item { name }')).toBe(0);
});

/** Fragments of which each spreads the next one twice. */
const doubling = (levels: number) =>
  `query ($n: Int) { item { ...F0 } } ${Array.from({ length: levels }, (_, level) => `fragment F${level} on Item { ...F${level + 1} ...F${level + 1} }`).join(' ')} fragment F${levels} on Item { related(first: $n) { name } }`;

test('fragments that double at each level are read once and evaluated once', () => {
  const document = parse(doubling(12));
  let read = 0;
  const last = document.definitions.at(-1)!;
  const { selectionSet } = last as { selectionSet: object };
  Object.defineProperty(last, 'selectionSet', { get: () => ++read && selectionSet });
  let evaluated = 0;
  const variables = {
    get n() {
      evaluated++;
      return 3;
    },
  };
  expect(costOf(schema, document, variables)).toBe(1 + 2 ** 12 * 3);
  expect([read, evaluated]).toEqual([1, 1]);
});

test('what nobody could ever pay is told as that, and not counted to the end', () => {
  expect(cost(doubling(24), { n: 2 ** 31 - 1 })).toBe(1e12);
});
