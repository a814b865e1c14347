import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const open = await openGateway();
const closed = await openGateway({ production: true });
afterAll(() => Promise.all([open.close(), closed.close()]));
beforeEach(() => {
  for (const { reset, answers } of [open, closed]) {
    reset();
    answers.products = (_, response) => {
      response.setHeader('x-answer', 'public').setHeader('x-tags', 'Product:1');
      return { data: { product: { title: 'A lamp' } } };
    };
    answers.orders = () => ({
      data: {
        order: { number: '1', items: [{ __typename: 'OrderItem', product: { __typename: 'Product', id: 'p1' } }] },
      },
    });
  }
});

const PRODUCT = '{ product(slug: "lamp") { title } }';

test('outside production everybody may ask for the plan, with who was asked what and how long it took', async () => {
  const { data, extensions, headers } = await open.graph(PRODUCT, { 'x-explain': 'plan' });
  expect(data).toEqual({ product: { title: 'A lamp' } });
  expect(extensions.explain).toEqual({
    plan: { kind: 'Fetch', subgraph: 'products', ofEntities: false, operation: '{product(slug:"lamp"){title}}' },
    fetches: [{ subgraph: 'products', milliseconds: expect.any(Number), outcome: 'answered' }],
  });
  expect(headers.get('cache-control')).toBe('private, no-store');
});

test('a plan of several subgraphs shows their order', async () => {
  open.answers.products = () => ({ data: { _entities: [{ title: 'A lamp' }] } });
  const { extensions } = await open.graph('{ order(id: "o") { number items { product { title } } } }', {
    'x-explain': 'plan',
  });
  const [first, second] = extensions.explain.plan.nodes;
  expect([extensions.explain.plan.kind, first.subgraph]).toEqual(['Sequence', 'orders']);
  expect(second).toMatchObject({ kind: 'Flatten', path: 'order.items.@.product', node: { subgraph: 'products' } });
  expect(extensions.explain.fetches.map(({ subgraph, entities }: any) => [subgraph, entities])).toEqual([
    ['orders', undefined],
    ['products', 1],
  ]);
});

test('what is kept is not shown instead, and what is explained is not kept', async () => {
  const query = '{ product(slug: "kept") { title } }';
  await open.graph(query, { 'x-explain': 'plan' });
  expect((await open.graph(query)).extensions).toBeUndefined();
  expect((await open.graph(query)).headers.get('x-execution')).toBe('keptAnswers');

  const { extensions } = await open.graph(query, { 'x-explain': 'plan' });
  expect(extensions.explain.fetches).toHaveLength(1);
  expect(open.arrived).toHaveLength(3);
});

test('the cost is told beside its limit, also of what costs too much', async () => {
  const cheap = await open.graph(PRODUCT, { 'x-explain': 'cost' });
  expect(cheap.extensions.explain).toMatchObject({ cost: 1, limit: 5_000 });
  const dear = await open.graph(
    '{ products(first: 100) { nodes { related(first: 24) { related(first: 24) { title } } } } }',
    { 'x-explain': 'cost' },
  );
  expect(dear.errors[0].extensions.rule).toBe('cost');
  expect(dear.extensions.explain).toMatchObject({ limit: 5_000, fetches: [] });
  expect(dear.extensions.explain.cost).toBe(dear.errors[0].extensions.requested);
});

test('in production it is for staff only; to all others the header means nothing', async () => {
  const ask = async (roles?: string[]) =>
    closed.graph(PRODUCT, {
      'x-explain': 'plan',
      ...(roles && { authorization: `Bearer ${await closed.accessToken({ roles })}` }),
    });
  expect((await ask(['CUSTOMER', 'STAFF'])).extensions.explain.plan.subgraph).toBe('products');
  for (const roles of [undefined, [], ['CUSTOMER'], ['staff']]) {
    const { data, extensions } = await ask(roles);
    expect([data, extensions]).toEqual([{ product: { title: 'A lamp' } }, undefined]);
  }
});

test('another word in the header means nothing', async () => {
  for (const word of ['everything', '', 'plan, cost'])
    expect((await open.graph(PRODUCT, { 'x-explain': word })).extensions).toBeUndefined();
});
