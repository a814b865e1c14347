import { randomUUID } from 'node:crypto';
import { hashToken, newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld, TOTAL } from './world.ts';

const world = await openWorld();
const { place, called, answers } = world;
const [bowl, vase] = world.lines;
afterAll(() => world.stop());
beforeEach(() => world.reset());
const written = async () => {
  const [counts] =
    await world.db.execute(sql`SELECT (SELECT count(*)::int FROM orders) AS orders, (SELECT count(*)::int FROM order_events) AS events,
    (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM outbox) AS outbox, (SELECT count(*)::int FROM idempotency_keys) AS keys, (SELECT last::int FROM order_numbers) AS number`);
  return counts;
};
const soldOut = async () => ({
  currencyCode: 'USD',
  hasEmail: true,
  problems: [
    { code: 'INSUFFICIENT_STOCK' as const, variantId: bowl!.variantId, available: 1 },
    { code: 'OUT_OF_STOCK' as const, variantId: vase!.variantId, available: 0 },
  ],
});

test('who is late for the last units hears so without an order, a number, a lock or a turn at the stock', async () => {
  answers.checkCart = soldOut;
  const before = await written();

  const { order, orderToken, userErrors } = await place(newViewer());

  expect([order, orderToken]).toEqual([null, null]);
  expect(userErrors).toEqual(
    [
      ['INSUFFICIENT_STOCK', bowl, 1],
      ['OUT_OF_STOCK', vase, 0],
    ].map(([code, line, available]: any) => ({
      __typename: 'InsufficientStock',
      code,
      path: ['input', 'cartId'],
      available,
      variant: { id: line.variantId },
    })),
  );
  expect(called).toEqual(['checkCart']);
  expect(await written()).toEqual(before);
});

test('what the cart shows as a problem is what an order of it is refused by, in the same codes', async () => {
  const [bowlId, vaseId] = [bowl!.variantId, vase!.variantId];
  answers.checkCart = async () => ({
    currencyCode: 'USD',
    hasEmail: true,
    problems: [
      { code: 'NOT_FOR_SALE', variantId: bowlId, available: 0 },
      { code: 'QUANTITY_LIMIT', variantId: vaseId, available: 5 },
      { code: 'NOT_DELIVERABLE', variantId: bowlId, available: null },
      { code: 'NOT_DELIVERABLE', variantId: vaseId, available: null },
    ],
  });
  const before = await written();
  const path = ['input', 'cartId'];
  expect((await place(newViewer())).userErrors).toEqual([
    { __typename: 'InsufficientStock', code: 'NOT_FOR_SALE', path, available: 0, variant: { id: bowlId } },
    { __typename: 'GeneralUserError', code: 'QUANTITY_LIMIT', path },
    { __typename: 'GeneralUserError', code: 'NOT_DELIVERABLE', path },
  ]);
  expect(called).toEqual(['checkCart']);
  expect(await written()).toEqual(before);
});

test('the key of a refusal is free: when there is something again, the same request places the order', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  answers.checkCart = soldOut;
  expect((await place(buyer, { idempotencyKey })).order).toBeNull();
  world.reset();
  expect((await place(buyer, { idempotencyKey })).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
});

test('a key that is known answers its order, whatever is sold out since', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  const first = await place(buyer, { idempotencyKey });
  answers.checkCart = soldOut;
  expect(await place(buyer, { idempotencyKey })).toEqual(first);
  const other = await place(buyer, { idempotencyKey, expectedTotal: { ...TOTAL, currencyCode: 'EUR' } });
  expect(other.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  expect((await place(newViewer(), { idempotencyKey })).order).toBeNull(); // the key of somebody else
});

test('of two clicks of which the first takes the last unit the second hears of the same order', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  const first: { current?: any } = {};
  const looks = answers.checkCart;
  answers.checkCart = async () => {
    answers.checkCart = looks;
    first.current = await place(buyer, { idempotencyKey });
    return soldOut();
  };
  const second = await place(buyer, { idempotencyKey });
  expect(first.current.order.status).toBe('AWAITING_PAYMENT');
  expect(second).toEqual(first.current);
});

test.each([
  ['EUR', '103.55'],
  ['JPY', '10355'],
])(
  'a total in %s is not the total in USD, whatever its digits: nothing is made of it',
  async (currencyCode, amount) => {
    const before = await written();
    const { errors } = await place(newViewer(), { expectedTotal: { amount, currencyCode } });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.expectedTotal.currencyCode', rule: 'currency' } },
    ]);
    expect(called).toEqual(['checkCart']);
    expect(await written()).toEqual(before);
  },
);

test.each([
  ['a shopper who has none', newViewer(), {}],
  ['a token that was made up', null, { cartToken: 'made up' }],
  ['the id of a cart that is not theirs', newViewer(), { cartId: newId('cart') }],
])('without a cart there is nothing to order, and nothing is left of it: %s', async (_, viewer, target) => {
  answers.checkCart = async () => null;
  const before = await written();
  for (let time = 0; time < 3; time++)
    expect(await place(viewer, target)).toEqual({
      order: null,
      orderToken: null,
      userErrors: [{ __typename: 'GeneralUserError', code: 'NOT_FOUND', path: ['input', 'cartId'] }],
    });
  expect(called).toEqual(['checkCart', 'checkCart', 'checkCart']);
  expect(await written()).toEqual(before);
});

test('a key that is known answers its order, also when its cart is gone since', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  const first = await place(buyer, { idempotencyKey });
  answers.checkCart = async () => null;
  expect(await place(buyer, { idempotencyKey })).toEqual(first);
});

test('when nobody answers the look the order goes its way all the same', async () => {
  answers.checkCart = () => Promise.reject(new Error('connection refused'));
  expect((await place(newViewer())).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
  expect(called).toEqual(['checkCart', 'contactOf', 'lockCart', 'reserveStock', 'createIntent']);
});

test('a total in another currency that was not looked at is refused when the cart is locked, and nothing is reserved', async () => {
  answers.checkCart = () => Promise.reject(new Error('connection refused'));
  const buyer = newViewer();
  const { order, userErrors } = await place(buyer, { expectedTotal: { ...TOTAL, currencyCode: 'EUR' } });
  expect(order).toBeNull();
  expect(userErrors).toEqual([
    { __typename: 'GeneralUserError', code: 'BAD_USER_INPUT', path: ['input', 'expectedTotal', 'currencyCode'] },
  ]);
  expect(called).toEqual(['checkCart', 'contactOf', 'lockCart']);
  const refused = await world.rowOf(buyer);
  expect(refused).toMatchObject({ state: 'REJECTED', captured_minor: '0' });
  expect(await world.told(refused.id)).toEqual(['OrderRejected']);
});

test('the look and the lock are about the same cart: the named one, of this shopper, or the one of the token', async () => {
  const seen: object[] = [];
  const { lockCart: locks, checkCart: looks } = answers;
  answers.checkCart = async (input) => {
    seen.push(input);
    return looks(input);
  };
  answers.lockCart = async ({ orderId: _, defaultEmail: __, ...input }) => {
    seen.push(input);
    return locks({ orderId: '', ...input });
  };
  const [buyer, cartId] = [newViewer(), newId('cart')];
  await place(buyer, { cartId });
  await place(null, { cartToken: 'a token' });
  await place(null, {}, { 'x-cart-token': 'another' });
  const guest = { viewerId: null, cartId: null };
  expect(seen).toEqual([
    ...Array(2).fill({ viewerId: buyer.id, cartId, cartTokenHash: null }),
    ...Array(2).fill({ ...guest, cartTokenHash: hashToken('a token') }),
    ...Array(2).fill({ ...guest, cartTokenHash: hashToken('another') }),
  ]);
});
