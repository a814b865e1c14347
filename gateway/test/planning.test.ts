/** What Apollo's query planner does not see (2.14.4), and the answer that is right all the same. */
import { afterAll, expect, test } from 'vitest';
import { openForeign } from './foreignWorld.ts';

const prices: Record<string, number> = { GBP: 10, EUR: 12, USD: 13 };
const shop = await openForeign({
  books: {
    path: '/books',
    sdl: `
      type Query { book: Book }
      type Book @key(fields: "isbn") {
        isbn: ID!
        title: String
        price(currency: String!): Int
        weight(unit: String = "g"): Int
        height(unit: String = "mm"): Int
        state: State
      }
      enum State { NEW USED STOLEN @inaccessible }`,
    resolvers: {
      Query: { book: () => ({ isbn: '1', title: 'Emma', state: 'STOLEN' }) },
      Book: {
        price: (_: unknown, { currency }: { currency: string }) => prices[currency],
        weight: (_: unknown, { unit }: { unit: string }) => (unit === 'kg' ? 2 : 2_000),
        height: (_: unknown, { unit }: { unit: string }) => (unit === 'cm' ? 20 : 200),
      },
    },
  },
  delivery: {
    path: '/delivery',
    sdl: `
      type Book @key(fields: "isbn") {
        isbn: ID!
        price(currency: String!): Int @external
        weight(unit: String = "g"): Int @external
        height(unit: String = "mm"): Int @external
        days: Int
        duty: Int @requires(fields: "price(currency: \\"USD\\")")
        postage: Int @requires(fields: "weight")
        shelf: Int @requires(fields: "height(unit: \\"cm\\")")
      }`,
    resolvers: {
      Book: {
        days: ({ isbn }: { isbn: string }) => (isbn === '1' ? 3 : null),
        duty: ({ price }: { price: number }) => price * 2,
        postage: ({ weight }: { weight: number }) => weight / 100,
        shelf: ({ height }: { height: number }) => height / 10,
      },
    },
  },
  nodes: {
    path: '/nodes',
    sdl: 'type Query { node: Node } interface Node @key(fields: "id") { id: ID! }',
    resolvers: {},
  },
  notes: {
    path: '/notes',
    sdl: 'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! note: String }',
    resolvers: {},
  },
});
const { graph } = await shop.start();
afterAll(() => shop.close());

/** The answer of Apollo's executor, which has to be that of the compiled plan. */
async function byBoth(query: string) {
  const { headers: _, ...answer } = await graph(query, { 'x-execution': 'apollo' });
  const compiled = await graph(query);
  expect(compiled.headers.get('x-execution')).toBe('compiledPlan');
  expect(compiled.data).toEqual(answer.data);
  return answer;
}

test('an alias may have the name of the key that another subgraph is asked with', async () => {
  expect(await byBoth('{ book { isbn: title days } }')).toEqual({ data: { book: { isbn: 'Emma', days: 3 } } });
  expect(await byBoth('{ book { __typename: title days } }')).toEqual({
    data: { book: { __typename: 'Emma', days: 3 } },
  });
});

test('a client may ask with other arguments for what a @requires asks for, too', async () => {
  expect(await byBoth('{ book { price(currency: "EUR") duty } }')).toEqual({ data: { book: { price: 12, duty: 26 } } });
  expect(await byBoth('{ book { duty pounds: price(currency: "GBP") price(currency: "USD") } }')).toEqual({
    data: { book: { duty: 26, pounds: 10, price: 13 } },
  });
});

test('a client may ask with arguments for what a @requires asks for without, and the other way round', async () => {
  expect(await byBoth('{ book { weight(unit: "kg") postage } }')).toEqual({
    data: { book: { weight: 2, postage: 20 } },
  });
  expect(await byBoth('{ book { height shelf } }')).toEqual({ data: { book: { height: 200, shelf: 2 } } });
});

test('a value that clients do not know is null, with an error', async () => {
  const { data, errors } = await byBoth('{ book { title state } }');
  expect(data).toEqual({ book: { title: 'Emma', state: null } });
  expect(errors).toMatchObject([{ path: ['book', 'state'] }]);
});

test('an operation that no subgraph can answer is an error, not an empty answer', async () => {
  for (const query of ['{ node { note } }', '{ ...Note } fragment Note on Query { ... { node { note } } }'])
    for (let time = 0; time < 2; time++) {
      const { data, errors } = await graph(query);
      expect(data ?? null).toBeNull();
      expect(errors).toHaveLength(1);
    }
  for (const query of ['{ node @skip(if: true) { note } }', '{ ... @include(if: false) { node { note } } }'])
    expect((await graph(query)).data).toEqual({});
  expect((await graph('{ __typename }')).data).toEqual({ __typename: 'Query' });
});

test('a subgraph that is asked again after a @requires gets a key that it resolves', async () => {
  const parts = await openForeign({
    shelf: {
      path: '/shelf',
      sdl: `
        type Query { part: Part }
        type Part @key(fields: "code", resolvable: false) @key(fields: "id") {
          id: ID!
          code: ID!
          name: String @external
          label: String @requires(fields: "name")
        }`,
      resolvers: {
        Query: { part: () => ({ id: '1', code: 'c-1' }) },
        Part: { label: ({ id, name }: { id: string; name: string }) => `${id}: ${name}` },
      },
    },
    names: {
      path: '/names',
      sdl: 'type Part @key(fields: "code") { code: ID! name: String }',
      resolvers: { Part: { name: ({ code }: { code: string }) => `name of ${code}` } },
    },
  });
  const { graph } = await parts.start();
  expect((await graph('{ part { label } }')).data).toEqual({ part: { label: '1: name of c-1' } });
  await parts.close();
});
