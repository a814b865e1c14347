import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { graph, answers, arrived, post } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

/** JSON of an answer whose keys are named as the client likes: an object literal could not hold `__proto__`. */
const answer =
  (text: string): (typeof answers)[keyof typeof answers] =>
  (_arrived, response) =>
    void response.setHeader('content-type', 'application/json').end(text);

describe('names that every object inherits', () => {
  test('an alias called __proto__ is a name like any other, and no object learns anything from it', async () => {
    answers.products = answer('{"data":{"__proto__":{"polluted":"Bowl"},"categories":[{"slug":"home"}]}}');
    answers.carts = answer('{"data":{"cart":{"id":"cart_1"}}}');
    const query = '{ __proto__: product(slug: "bowl") { polluted: title } categories { slug } cart { id } }';
    for (const time of ['first', 'second']) {
      const response = await post({ query });
      expect([time, await response.text()]).toEqual([
        time,
        '{"data":{"__proto__":{"polluted":"Bowl"},"categories":[{"slug":"home"}],"cart":{"id":"cart_1"}}}',
      ]);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each(['constructor', 'toString', 'hasOwnProperty', '__defineGetter__'])(
    'what a subgraph leaves out under the name %s is missing, not inherited',
    async (name) => {
      answers.products = answer('{"data":{"product":{"title":"Bowl"}}}');
      const query = `{ product(slug: "bowl") { title ${name}: vendor } ${name}: category(slug: "home") { name } }`;
      for (let time = 0; time < 2; time++)
        expect((await graph(query)).data).toEqual({ product: { title: 'Bowl', [name]: null }, [name]: null });
    },
  );

  test('a variable called constructor has the value that it was given, or none', async () => {
    answers.products = answer('{"data":{"product":null}}');
    const query = 'query ($constructor: String) { product(slug: $constructor) { title } }';
    const asked: Record<string, unknown>[] = [{}, { constructor: 'bowl' }, {}];
    for (const variables of asked) await graph(query, { 'x-cart-token': 'a' }, variables);
    expect(arrived.map(({ body }) => JSON.parse(String(body)).variables)).toEqual(asked);
  });

  test('a variable called representations is refused: fetches of a plan have one', async () => {
    const { status, errors } = await graph(
      'query ($representations: String) { product(slug: $representations) { title } }',
    );
    expect([status, errors[0].extensions]).toEqual([
      400,
      {
        code: 'OPERATION_NOT_ALLOWED',
        rule: 'reservedName',
        field: 'representations',
        requestId: expect.any(String),
      },
    ]);
  });
});

describe('small documents that mean much work', () => {
  const doubling = (levels: number, type: string, root: string) =>
    `{ ${root} { ...F0 } } ${Array.from({ length: levels }, (_, i) => `fragment F${i} on ${type} { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${levels} on ${type} { id }`;

  test('fragments that double at each of 24 levels are refused before anything looks at them', async () => {
    const { status, errors, data } = await graph(doubling(24, 'User', 'me'));
    expect([status, data, errors[0].extensions]).toEqual([
      400,
      undefined,
      {
        code: 'OPERATION_NOT_ALLOWED',
        rule: 'selections',
        limit: 3_000,
        requested: 2 ** 24 + 1,
        requestId: expect.any(String),
      },
    ]);
    expect(arrived).toEqual([]);
  });

  test('fragments that are used again and again within the limit are answered', async () => {
    answers.users = answer('{"data":{"me":{"id":"usr_1"}}}');
    for (let time = 0; time < 2; time++)
      expect((await graph(doubling(9, 'User', 'me'))).data).toEqual({ me: { id: 'usr_1' } });
  });

  test('lists in lists in lists are refused for what they could ask for, before anything is asked', async () => {
    const query =
      'query ($first: Int!) { products(first: $first) { nodes { related(first: 24) { related(first: 24) { related(first: 24) { id title } } } } } }';
    answers.products = answer('{"data":{"products":{"nodes":[]}}}');
    // 1 connection, 1 product, 24 of its own, 24 × 24 of theirs, and so on
    for (let time = 0; time < 2; time++) {
      const { status, errors } = await graph(query, {}, { first: 100 });
      expect([status, errors[0].extensions]).toEqual([
        400,
        {
          code: 'OPERATION_NOT_ALLOWED',
          rule: 'cost',
          limit: 5_000,
          requested: 1 + 100 * (1 + 24 + 24 ** 2 + 24 ** 3),
          requestId: expect.any(String),
        },
      ]);
    }
    expect(arrived).toEqual([]);
  });

  test('a hot document is measured anew with its variables each time', async () => {
    const query =
      'query ($first: Int!, $related: Int = 6) { products(first: $first) { nodes { related(first: $related) { id } } } }';
    answers.products = answer('{"data":{"products":{"nodes":[]}}}');
    for (let time = 0; time < 3; time++) expect((await graph(query, {}, { first: 24 })).errors).toBeUndefined();
    const asked = arrived.length;
    expect((await graph(query, {}, { first: 100, related: 100 })).errors[0].extensions).toMatchObject({ rule: 'cost' });
    expect((await graph(query, {}, { first: 100, related: 24 })).errors).toBeUndefined();
    expect(arrived.length).toBe(asked + 1);
  });
});

describe('answers that the schema does not allow', () => {
  test.each([
    ['null where none may be', '{"data":{"product":{"title":null,"vendor":"Axel"}}}', ['product', 'title']],
    [
      'an enum value that does not exist',
      '{"data":{"product":{"title":"A","status":"SECRET"}}}',
      ['product', 'status'],
    ],
    ['an object where a text belongs', '{"data":{"product":{"title":{"a":1}}}}', ['product', 'title']],
    ['a text where a list belongs', '{"data":{"product":{"title":"A","variants":"none"}}}', ['product', 'variants']],
  ])('%s never reaches a client, and an error tells the place', async (_, text, path) => {
    answers.products = answer(text);
    const query = `{ product(slug: "a") { title ${path[1] === 'status' ? 'status' : ''} ${path[1] === 'variants' ? 'variants { sku }' : ''} } }`;
    for (let time = 0; time < 2; time++) {
      const { data, errors } = await graph(query);
      expect([data, errors]).toEqual([
        { product: null },
        [
          {
            message: 'Something went wrong on our side',
            path,
            extensions: { code: 'INTERNAL', requestId: expect.any(String) },
          },
        ],
      ]);
    }
  });

  test('an answer that says nothing is none', async () => {
    for (const text of ['{}', '[]', '7', '{"data":7}']) {
      answers.products = answer(text);
      const { data, errors } = await graph('{ product(slug: "a") { title } }');
      expect([text, data, errors[0].extensions.code, errors[0].path]).toEqual([
        text,
        { product: null },
        'SERVICE_UNAVAILABLE',
        ['product'],
      ]);
    }
  });
});

describe('a default and a null are two questions', () => {
  test('about an entity that is kept', async () => {
    answers.orders = answer('{"data":{"order":{"items":[{"product":{"__typename":"Product","id":"a"}}]}}}');
    answers.products = ({ body }, response) => {
      const { variables } = JSON.parse(String(body));
      response.setHeader('x-answer', 'public');
      response.setHeader('x-tags', 'Product:a');
      const related = 'n' in variables ? [] : [{ id: 'b' }];
      return { data: { _entities: [{ related }] } };
    };
    const query = 'query ($n: Int = 3) { order(id: "o") { items { product { related(first: $n) { id } } } } }';
    const shown = async (variables: object) =>
      (await graph(query, {}, variables)).data.order.items[0].product.related.length;
    expect([await shown({}), await shown({ n: 2 }), await shown({}), await shown({ n: 2 })]).toEqual([1, 0, 1, 0]);
  });

  test('and null where none may be is told by the name of the variable, before anything is asked', async () => {
    const query = 'query ($n: Int = 3) { product(slug: "a") { related(first: $n) { id } } }';
    answers.products = answer('{"data":{"product":{"related":[]}}}');
    for (let time = 0; time < 2; time++) {
      expect((await graph(query)).data).toEqual({ product: { related: [] } });
      const asked = arrived.length;
      const { status, errors } = await graph(query, {}, { n: null });
      expect([status, errors[0].extensions, arrived.length]).toEqual([
        400,
        { code: 'BAD_USER_INPUT', field: 'n', rule: 'required', requestId: expect.any(String) },
        asked,
      ]);
    }
  });
});

describe('what stands beside the document', () => {
  test('an operation name is a name: no part of another document goes by it', async () => {
    answers.products = answer('{"data":{"product":{"title":"Bowl"},"categories":[]}}');
    const [trusted, added] = ['query T { categories { id } }', 'query A { product(slug: "a") { title } }'];
    await post({ query: `${added}\n${trusted}`, operationName: 'A' });
    const asked = arrived.length;
    for (const operationName of [`A\n${added}`, 'A B', '1A', 'A\u0000'])
      for (let time = 0; time < 2; time++) {
        const response = await post({ query: trusted, operationName });
        const { errors } = (await response.json()) as any;
        expect([response.status, errors[0].extensions]).toMatchObject([
          400,
          { code: 'BAD_USER_INPUT', field: 'operationName', rule: 'name' },
        ]);
      }
    expect(arrived.length).toBe(asked);
  });

  test('variables that are nested without end, or numbers beyond all numbers, are refused by what is wrong', async () => {
    const query = 'query ($n: Int) { product(slug: "a") { related(first: $n) { id } } }';
    const send = (value: string) => post(`{"query":${JSON.stringify(query)},"variables":{"n":${value}}}`);
    for (const [value, rule] of [
      ['['.repeat(5_000) + ']'.repeat(5_000), 'depth'],
      [`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'depth'],
      ['1e400', 'number'],
    ] as const)
      for (let time = 0; time < 2; time++) {
        const response = await send(value);
        const { errors } = (await response.json()) as any;
        expect([response.status, errors[0].extensions]).toMatchObject([
          400,
          { code: 'BAD_USER_INPUT', field: 'variables', rule },
        ]);
      }
    expect(arrived).toEqual([]);
  });
});
