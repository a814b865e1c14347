import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OrderStatus, orderStatus } from '../src/order/order.status.ts';
import { isNumbered, orderStates } from '../src/order/order.life.ts';
import { happenings, OrderEventType } from '../src/order/order.timeline.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
const { placed, pay } = world;
afterAll(() => world.stop());
const staff = newViewer(['CUSTOMER', 'STAFF']);
const FIELDS = 'id number status items { title quantity product { id } variant { id } } timeline { nodes { type } }';
const ENTITY = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on Order { ${FIELDS} } } }`;

test('an order is for its buyer, the holder of its token and staff; to others it does not exist', async () => {
  const { buyer, orderId, orderToken } = await placed();
  const stranger = newViewer();
  const QUERY = `query ($id: ID!) { order(id: $id) { ${FIELDS} } }`;
  const read = async (viewer: typeof buyer | null, headers = {}) =>
    (await world.as(viewer, headers)(QUERY, { id: orderId })).data.order?.id ?? null;
  const enter = async (viewer: typeof buyer | null, headers = {}) =>
    (await world.as(viewer, headers)(ENTITY, { who: [{ __typename: 'Order', id: orderId }] })).data._entities[0]?.id ??
    null;

  for (const look of [read, enter]) {
    expect(await look(buyer)).toBe(orderId);
    expect(await look(staff)).toBe(orderId);
    expect(await look(null, { 'x-order-token': orderToken })).toBe(orderId);
    expect(await look(stranger)).toBeNull();
    expect(await look(null)).toBeNull();
    expect(await look(null, { 'x-order-token': `${orderToken}x` })).toBeNull();
  }
  const byToken = async (token: string) =>
    (await world.as(null)('query ($token: String!) { orderByToken(token: $token) { id } }', { token })).data
      .orderByToken;
  expect(await byToken(orderToken)).toEqual({ id: orderId });
  expect(await byToken(orderId)).toBeNull();
});

test('nobody cancels an order of somebody else', async () => {
  const { orderId } = await placed();
  const { errors } = await world.cancel(newViewer(), orderId);
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await world.row(orderId)).state).toBe('AWAITING_PAYMENT');
});

test('the timeline says what happened, in order', async () => {
  const { buyer, orderId } = await placed();
  await pay(orderId);
  const { data } = await world.as(buyer)('query ($id: ID!) { order(id: $id) { timeline { nodes { type kind } } } }', {
    id: orderId,
  });
  expect(data.order.timeline.nodes).toEqual([
    { type: 'placeRequested', kind: 'PLACE_REQUESTED' },
    { type: 'cartLocked', kind: 'CART_LOCKED' },
    { type: 'readyToPay', kind: 'READY_TO_PAY' },
    { type: 'paid', kind: 'PAID' },
  ]);
});

test('whatever can be noted of an order has a kind of its own, and every kind is of something', async () => {
  const { buyer, orderId } = await placed();
  const shown = happenings.filter((one) => one !== 'refused');
  await world.db.execute(sql`DELETE FROM order_events WHERE order_id = ${orderId}`);
  for (const type of shown)
    await world.db.execute(sql`INSERT INTO order_events (order_id, type) VALUES (${orderId}, ${type})`);
  const { data, errors } = await world.as(buyer)(`{ order(id: "${orderId}") { timeline { nodes { kind } } } }`);
  expect(errors).toBeUndefined();
  expect(data.order.timeline.nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual(
    Object.values(OrderEventType).sort(),
  );
  await expect(
    world.db.execute(sql`INSERT INTO order_events (order_id, type) VALUES (${orderId}, 'somethingElse')`),
  ).rejects.toMatchObject({ cause: { constraint_name: 'known_happening' } });
});

test('what staff does to an order is in its timeline: the parcel, its arrival, the money that went back', async () => {
  const { buyer, orderId } = await placed();
  await pay(orderId);
  const parcel = { orderId, carrier: 'Parcel Post', trackingNumber: 'PP-1', idempotencyKey: randomUUID() };
  await world.run(staff, 'fulfillOrder', 'FulfillOrderInput', parcel);
  await world.run(staff, 'markDelivered', 'MarkDeliveredInput', { orderId });
  await world.refund(staff, orderId, '1.00');
  const { data } = await world.as(buyer)('query ($id: ID!) { order(id: $id) { timeline { nodes { type note } } } }', {
    id: orderId,
  });
  expect(data.order.timeline.nodes.slice(4)).toEqual([
    { type: 'fulfilled', note: 'Parcel Post PP-1' },
    { type: 'delivered', note: null },
    { type: 'refundRequested', note: 'scratched' },
    { type: 'refunded', note: 'scratched' },
  ]);
});

test('the status filter in SQL is the public status, for every state and fulfilment', async () => {
  for (const state of orderStates) {
    for (const [fulfillment, captured, refunded] of [
      ['UNFULFILLED', 0, 0],
      ['UNFULFILLED', 100, 0],
      ['FULFILLED', 100, 100],
      ['DELIVERED', 100, 50],
    ] as const) {
      await world.db.execute(
        sql`INSERT INTO orders (id, number, order_token_hash, currency_code, expected_total_minor, state, fulfillment, captured_minor, refunded_minor) VALUES (${newId('ord')}, ${isNumbered(state) ? newId('number') : null}, ${newId('tok')}, 'USD', 0, ${state}, ${fulfillment}, ${captured}, ${refunded})`,
      );
    }
  }
  const rows = [
    ...(await world.db.execute(
      sql`SELECT id, state, fulfillment, captured_minor::int, refunded_minor::int FROM orders`,
    )),
  ] as any[];
  const LIST =
    'query ($status: OrderStatus!) { orders(first: 100, filter: { status: $status }) { nodes { id status } } }';
  for (const status of Object.values(OrderStatus)) {
    const { data } = await world.as(staff)(LIST, { status });
    const expected = rows
      .filter(
        ({ state, fulfillment, captured_minor: capturedMinor, refunded_minor: refundedMinor }) =>
          isNumbered(state) && // no list has what is being placed or was refused
          orderStatus({ state, fulfillment, capturedMinor, refundedMinor }) === status,
      )
      .map(({ id }) => id);
    expect(data.orders.nodes.map(({ id }: { id: string }) => id).sort(), status).toEqual(expected.sort());
  }
});

test('without the role there is no list of all orders', async () => {
  const { errors } = await world.as(newViewer())('{ orders { nodes { id } } }');
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

const keeper = newViewer();
beforeAll(async () => {
  for (let index = 0; index < 4; index++) await world.place(keeper);
});

test('a page of orders with items and customers takes one statement per level', async () => {
  const LIST =
    '{ orders(first: 10) { nodes { number customer { id } items { title product { id } } totals { total { amount } } } } }';
  await world.as(staff)(LIST);
  world.statements.count = 0;
  const { data } = await world.as(staff)(LIST);
  expect(data.orders.nodes.length).toBeGreaterThan(4);
  expect(world.statements.count).toBe(2);
});

test('many references are answered by one statement per level', async () => {
  const ids = [...(await world.db.execute(sql`SELECT id FROM orders LIMIT 20`))].map(({ id }) => id);
  const who = ids.map((id) => ({ __typename: 'Order', id }));
  const QUERY = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on Order { number items { title } } } }`;
  world.statements.count = 0;
  const { data } = await world.as(staff)(QUERY, { who });
  expect(data._entities).toHaveLength(ids.length);
  expect(world.statements.count).toBe(2);
});

test('an order says which page of the shop a bank leads back to, and only to who sees the order', async () => {
  const [{ id } = { id: '' }] = await world.db.execute<{ id: string }>(
    sql`SELECT id FROM orders WHERE user_id = ${keeper.id} LIMIT 1`,
  );
  const BACK = 'query ($id: ID!) { order(id: $id) { paymentReturnUrl } }';
  expect((await world.as(keeper)(BACK, { id })).data.order).toEqual({
    paymentReturnUrl: `https://shop.example/pay/${id}`,
  });
  expect((await world.as(newViewer())(BACK, { id })).data.order).toBeNull();
});

test('who can see no order is answered without a look into the database', async () => {
  const [{ id, number } = { id: '', number: '' }] = await world.db.execute<{ id: string; number: string }>(
    sql`SELECT id, number FROM orders LIMIT 1`,
  );
  const QUERY = `query ($id: ID!, $number: String!) { byId: order(id: $id) { id } byNumber: order(number: $number) { id } }`;
  world.statements.count = 0;
  expect((await world.as(null)(QUERY, { id, number })).data).toEqual({ byId: null, byNumber: null });
  expect(world.statements.count).toBe(0);
});

test("a shopper's orders come page by page, forwards and back, and to nobody else", async () => {
  const LIST = `query ($who: [_Any!]!, $first: Int, $after: String, $last: Int, $before: String) { _entities(representations: $who) { ... on User {
    orders(first: $first, after: $after, last: $last, before: $before) { totalCount nodes { number } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`;
  const page = async (viewer: typeof keeper, args: object) =>
    (await world.as(viewer)(LIST, { who: [{ __typename: 'User', id: keeper.id }], ...args })).data._entities[0].orders;
  const numbers = ({ nodes }: any) => nodes.map(({ number }: { number: string }) => number);

  const all = await page(keeper, { first: 10 });
  const first = await page(keeper, { first: 3 });
  const second = await page(keeper, { first: 3, after: first.pageInfo.endCursor });
  const back = await page(keeper, { last: 3, before: second.pageInfo.startCursor });

  expect(all.totalCount).toBe(4);
  expect([...numbers(first), ...numbers(second)]).toEqual(numbers(all));
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  expect(numbers(back)).toEqual(numbers(first));
  expect(await page(newViewer(), { first: 10 })).toBeNull();
  expect((await page(staff, { first: 10 })).nodes).toHaveLength(4);
  const { errors } = await world.as(keeper)(LIST, {
    who: [{ __typename: 'User', id: keeper.id }],
    first: 3,
    after: 'nonsense',
  });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});
