import { randomUUID } from 'node:crypto';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { orderTokenOf } from '../src/order/order.token.ts';
import { openWorld, ORDER_TOKEN_SECRET, TOTAL } from './world.ts';

const world = await openWorld();
const { place, answers, shop } = world;
const staff = newViewer(['CUSTOMER', 'STAFF']);
afterAll(() => world.stop());
beforeEach(() => world.reset());

const refusedBy = (code: 'BAD_USER_INPUT' | 'EMPTY_CART' | 'CHECKOUT_IN_PROGRESS') => () => {
  answers.lockCart = async () => ({ outcome: 'REFUSED', code, message: 'No', path: ['cart', 'email'] });
  return code;
};
const refusals: Record<string, () => string> = {
  'the price has changed': () => {
    answers.reserveStock = async () => ({
      outcome: 'RESERVED',
      lines: world.lines.map(({ variantId }) => ({ variantId, unitPriceMinor: 1, currencyCode: 'USD' })),
    });
    return 'PRICE_CHANGED';
  },
  'the last unit went to somebody else': () => {
    const { variantId } = world.lines[0]!;
    answers.reserveStock = async () => ({ outcome: 'REJECTED', shortages: [{ variantId, available: 0 }] });
    return 'OUT_OF_STOCK';
  },
  'the cart has no e-mail address': refusedBy('BAD_USER_INPUT'),
  'the cart is empty': refusedBy('EMPTY_CART'),
  'another order of the cart waits for its payment': refusedBy('CHECKOUT_IN_PROGRESS'),
};

describe.each(Object.entries(refusals))('when %s', (_, refuse) => {
  test('the answer says why, without an order and without a token', async () => {
    const code = refuse();
    expect(await place(newViewer())).toMatchObject({ order: null, orderToken: null, userErrors: [{ code }] });
  });

  test('there is no order: no number, in no list, by no id and by no token, for the shopper and for staff', async () => {
    const buyer = newViewer();
    refuse();
    await place(buyer);
    const { id, number } = await world.rowOf(buyer);
    expect(number).toBeNull();

    const token = orderTokenOf(ORDER_TOKEN_SECRET, id);
    const query = `query ($id: ID!, $token: String!, $entities: [_Any!]!) { order(id: $id) { id } orderByToken(token: $token) { id }
      _entities(representations: $entities) { ... on Order { id } ... on User { orders { totalCount nodes { id } } } } }`;
    const entities = [
      { __typename: 'Order', id },
      { __typename: 'User', id: buyer.id },
    ];
    for (const viewer of [buyer, staff]) {
      const { data, errors } = await shop.as(viewer, { 'x-order-token': token })(query, { id, token, entities });
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        order: null,
        orderByToken: null,
        _entities: [null, { orders: { totalCount: 0, nodes: [] } }],
      });
    }
    const { data } = await shop.as(staff)(
      '{ all: orders { nodes { id } } rejected: orders(filter: { status: REJECTED }) { totalCount } }',
    );
    expect(data.all.nodes).not.toContainEqual({ id });
    expect(data.rejected.totalCount).toBe(0);
    const acts = [world.cancel(buyer, id), world.cancel(staff, id), world.refund(staff, id)];
    for (const { errors } of await Promise.all(acts))
      expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('the same key is refused the same, whatever is possible by now; with another input it was used', async () => {
    const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
    refuse();
    const first = await place(buyer, { idempotencyKey });
    world.reset();
    expect(await place(buyer, { idempotencyKey })).toEqual(first);
    const other = await place(buyer, { idempotencyKey, expectedTotal: { ...TOTAL, amount: '1.00' } });
    expect(other.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
    expect(world.called).toEqual(['checkCart', 'checkCart']);
    await world.rowOf(buyer);
    expect((await place(buyer)).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
  });
});

test('an order that was answered as PENDING is gone when it is refused later, and the same call says why', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  answers.lockCart = () => Promise.reject(new Error('connection refused'));
  const { order, orderToken } = await place(buyer, { idempotencyKey });
  const look = `{ order(id: "${order.id}") { status nextStatuses } orderByToken(token: "${orderToken}") { status } }`;
  expect((await shop.as(buyer)(look)).data).toEqual({
    order: { status: 'PENDING', nextStatuses: ['AWAITING_PAYMENT'] },
    orderByToken: { status: 'PENDING' },
  });

  world.reset();
  refusals['the last unit went to somebody else']!();
  await world.goOn(order.id);

  expect((await shop.as(buyer)(look)).data).toEqual({ order: null, orderByToken: null });
  expect(await place(buyer, { idempotencyKey })).toMatchObject({
    order: null,
    orderToken: null,
    userErrors: [{ __typename: 'InsufficientStock' }],
  });
});

test('what was given up without a word from anybody is refused with a reason, too', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  answers.lockCart = () => Promise.reject(new Error('connection refused'));
  const { order } = await place(buyer, { idempotencyKey });
  await world.db.execute(sql`UPDATE orders SET placed_at = placed_at - interval '1 day' WHERE id = ${order.id}`);
  await world.command('reconcile', { fix: true });
  expect(await place(buyer, { idempotencyKey })).toMatchObject({
    order: null,
    userErrors: [{ code: 'INVALID_STATE', path: [] }],
  });
});
