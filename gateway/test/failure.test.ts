import { type IncomingMessage, request as send } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway({ queryTimeoutInMs: 4_000, mutationTimeoutInMs: 3_000 });
const { graph, arrived, answers } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const CART = '{ cart { id } }';
const cartToken = { 'x-cart-token': 'a' };
const drop = (_: unknown, response: { destroy(): unknown }): void => void response.destroy();
const hang = () => undefined;

/** A client that can leave: resolves when its request has arrived at the gateway's door and gone on from there. */
function client(url: string, query: string, headers: Record<string, string> = {}) {
  const request = send(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  });
  request.on('error', () => {});
  request.end(JSON.stringify({ query }));
  return {
    leave: () => request.destroy(),
    answer: new Promise<string>((done) =>
      request.on('response', async (response: IncomingMessage) => {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        done(Buffer.concat(chunks).toString());
      }),
    ),
  };
}

test('a query is asked once more when its connection is lost; a mutation is not', async () => {
  answers.carts = (_, response) => {
    if (arrived.length === 1) return void response.destroy();
    return { data: { cart: { id: 'cart_1' } } };
  };
  expect((await graph(CART, cartToken)).data).toEqual({ cart: { id: 'cart_1' } });
  expect(arrived).toHaveLength(2);

  gateway.reset();
  answers.carts = drop;
  const { data, errors } = await graph('mutation { clearCart { cart { id } } }', cartToken);
  expect([data?.clearCart ?? null, errors]).toMatchObject([
    null,
    [{ path: ['clearCart'], extensions: { code: 'SERVICE_UNAVAILABLE' } }],
  ]);
  expect(arrived).toHaveLength(1);
});

test('a subgraph is told how long its answer is waited for', async () => {
  answers.carts = () => ({ data: { cart: { id: 'cart_1' } } });
  await graph(CART, cartToken);
  answers.carts = () => ({ data: { clearCart: { cart: { id: 'cart_1' } } } });
  await graph('mutation { clearCart { cart { id } } }', cartToken);
  expect(arrived.map(({ headers }) => headers['x-deadline-ms'])).toEqual(['4000', '3000']);
});

test('when the client leaves, what is under way for its query is given up, and nothing more is sent', async () => {
  let closed = 0;
  answers.orders = (_, response) => void response.on('close', () => closed++);
  const shopper = client(gateway.url, '{ order(id: "ord_1") { items { product { title } } } }', cartToken);
  await expect.poll(() => arrived.length).toBe(1);
  shopper.leave();
  await expect.poll(() => closed).toBe(1);
  await delay(50);
  expect(arrived.map(({ subgraph }) => subgraph)).toEqual(['orders']);
});

test('a mutation goes on when its client has left, and what would be asked for its answer is not', async () => {
  let finish = () => {};
  let closed = false;
  answers.carts = (_, response) => {
    response.on('close', () => {
      closed = !response.writableFinished;
    });
    const cart = { items: [{ variant: { __typename: 'Variant', id: 'var_1' } }] };
    return new Promise((done) => {
      finish = () => done({ data: { clearCart: { cart } } });
    });
  };
  const shopper = client(gateway.url, 'mutation { clearCart { cart { items { variant { sku } } } } }');
  await expect.poll(() => arrived.length).toBe(1);
  shopper.leave();
  await delay(100);
  finish();
  await delay(100);
  expect(closed).toBe(false);
  expect(arrived.map(({ subgraph }) => subgraph)).toEqual(['carts']);
});

test('what several wait for is given up when the last of them has left', async () => {
  let closed = 0;
  let finish = () => {};
  answers.products = (_, response) => {
    response.on('close', () => closed++);
    return new Promise((done) => {
      finish = () => done({ data: { product: { title: 'Bowl' } } });
    });
  };
  const query = '{ product(slug: "awaited") { title } }';
  const [ada, bob] = [client(gateway.url, query), client(gateway.url, query)];
  await expect.poll(() => arrived.length).toBe(1);
  await delay(100); // the other one has asked, too
  ada.leave();
  await delay(50);
  expect(closed).toBe(0);
  finish();
  expect(await bob.answer).toBe('{"data":{"product":{"title":"Bowl"}}}');

  const [eve, joe] = [
    client(gateway.url, query.replace('awaited', 'given up')),
    client(gateway.url, query.replace('awaited', 'given up')),
  ];
  await expect.poll(() => arrived.length).toBe(2);
  await delay(100); // the other one has asked, too
  closed = 0;
  eve.leave();
  joe.leave();
  await expect.poll(() => closed).toBe(1);
  // whoever comes now is not given up with them
  const late = client(gateway.url, query.replace('awaited', 'given up'));
  await expect.poll(() => arrived.length).toBe(3);
  finish();
  expect(await late.answer).toContain('Bowl');
});

test('one burst of the same query to a subgraph that hangs is enough to spare it, and nobody waits any more', async () => {
  const spared = await openGateway({ queryTimeoutInMs: 1_100, failuresToOpen: 5 });
  try {
    spared.answers.products = hang;
    const query = '{ product(slug: "hangs") { title } }';
    const ask = () => spared.graph(query);
    for (const { errors } of await Promise.all(Array.from({ length: 8 }, ask)))
      expect(errors[0]).toMatchObject({ path: ['product'], extensions: { code: 'SERVICE_UNAVAILABLE' } });
    expect(spared.arrived).toHaveLength(1);
    for (let time = 0; time < 5; time++) expect((await ask()).errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect(spared.arrived).toHaveLength(1);
  } finally {
    await spared.close();
  }
});

test('a part that is too long is not read to its end, and the client learns which', async () => {
  const small = await openGateway({ transport: { maxAnswerInBytes: 10_000 } });
  try {
    small.answers.orders = () => ({
      data: { order: { number: 'SG-1', items: [{ product: { __typename: 'Product', id: 'prod_1' } }] } },
    });
    small.answers.products = () => ({ data: { _entities: [{ title: 'x'.repeat(10_000) }] } });
    const { data, errors } = await small.graph('{ order(id: "ord_1") { number items { product { title } } } }');
    expect(data).toEqual({ order: { number: 'SG-1', items: [{ product: null }] } });
    expect(errors).toMatchObject([
      {
        path: ['order', 'items', 0, 'product', 'title'],
        extensions: { code: 'OPERATION_NOT_ALLOWED', rule: 'answerLength', limit: 10_000 },
      },
    ]);
  } finally {
    await small.close();
  }
});

test('what everybody saw last is shown while its subgraph is away, and says so', async () => {
  answers.products = (_, response) => {
    response.setHeader('x-answer', 'public');
    response.setHeader('x-tags', 'Product:prod_1');
    return { data: { product: { title: 'Bowl' } } };
  };
  const query = '{ product(slug: "kept") { title } }';
  for (let time = 0; time < 2; time++) {
    const { data, headers } = await graph(query);
    expect([data, headers.get('x-stale')]).toEqual([{ product: { title: 'Bowl' } }, null]);
  }
  await gateway.publish({ tags: ['Product:prod_1'] });
  answers.products = drop;
  const { data, errors, headers } = await graph(query);
  expect([data, errors]).toEqual([{ product: { title: 'Bowl' } }, undefined]);
  expect([headers.get('x-stale'), headers.get('age')]).toEqual(['true', expect.stringMatching(/^\d+$/)]);
});
