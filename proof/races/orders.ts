import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { variantNumber } from '../../test/shop.ts';
import { allAtOnce, atOnce, type Race, readyToOrder, stockUp, times } from './arena.ts';
import { atStripe, paidOnce } from './money.ts';

const LAST_UNITS = 3;
const BUYERS = 20;

/** Exactly as many orders as units; everybody else hears that there is no more. */
export const lastUnit: Race = async (arena) => {
  const { world } = arena;
  const variantId = variantNumber(20);
  const before = await stockUp(arena, variantId, LAST_UNITS);
  const buyers = await Promise.all(times(BUYERS, () => readyToOrder(world, variantId)));
  const answers = await allAtOnce(
    arena,
    buyers.map(
      ({ shopper, total }) =>
        () =>
          shopper.placeOrder(total),
    ),
  );
  const heard = answers.map(({ order, userErrors }) =>
    [order?.status ?? 'refused', ...userErrors.map((error: any) => error.__typename)].join(),
  );
  expect(heard.sort(), 'what the buyers hear').toEqual([
    ...times(LAST_UNITS, () => 'AWAITING_PAYMENT'),
    ...times(BUYERS - LAST_UNITS, () => 'refused,InsufficientStock'),
  ]);
  expect(await world.stockOf(variantId)).toEqual({ on_hand: before.on_hand, reserved: before.reserved + LAST_UNITS });
  const holders = await world.inDatabase(
    'products',
    (sql) =>
      sql`SELECT order_id FROM holds WHERE variant_id = ${variantId} AND state = 'HELD' AND order_id = ANY(${answers.flatMap(({ order }) => order?.id ?? [])})`,
  );
  expect(holders, 'orders that hold a unit').toHaveLength(LAST_UNITS);
};

const CLICKS = 8;

/** One order per key, one charge per key, and every click hears the same. */
export const doubleClick: Race = async (arena) => {
  const { world } = arena;
  const { shopper, total } = await readyToOrder(world, variantNumber(22));
  const key = randomUUID();
  const placed = await allAtOnce(
    arena,
    times(CLICKS, () => () => shopper.placeOrder(total, key)),
    '/payment_intents',
  );
  expect(placed[0], 'the first click').toMatchObject({ order: { status: 'AWAITING_PAYMENT' }, userErrors: [] });
  expect(placed, 'every click').toEqual(times(CLICKS, () => placed[0]));
  const { id } = placed[0].order;
  const [{ orders }] = await world.inDatabase(
    'orders',
    (sql) => sql<[{ orders: number }]>`
      SELECT count(*)::int AS orders FROM orders WHERE cart_token_hash = (SELECT cart_token_hash FROM orders WHERE id = ${id})`,
  );
  expect(orders, 'orders of the cart').toBe(1);
  expect(await atStripe(world, id), 'at Stripe').toEqual({
    intents: ['requires_payment_method'],
    captured: [],
    refunded: [],
  });

  const payKey = randomUUID();
  const paid = await allAtOnce(
    arena,
    times(CLICKS, () => () => shopper.pay(id, 'pm_card_visa', payKey)),
    '/confirm',
  );
  await paidOnce(world, shopper, id);
  expect(paid[0], 'the first click').toMatchObject({ outcome: { __typename: 'PaymentSucceeded' }, userErrors: [] });
  expect(paid, 'every click').toEqual(times(CLICKS, () => paid[0]));
};

const TABS = 3;

/** One live order per cart and one charge per order, whatever keys and cards the tabs use. */
export const twoTabs: Race = async (arena) => {
  const { world } = arena;
  const { shopper, total } = await readyToOrder(world, variantNumber(24));
  const placed = await allAtOnce(
    arena,
    times(TABS, () => () => shopper.placeOrder(total)),
  );
  const heard = placed.map(({ order, userErrors }) =>
    [order?.status ?? 'refused', ...userErrors.map((error: any) => error.code)].join(),
  );
  expect(heard.sort(), 'what the tabs hear').toEqual([
    'AWAITING_PAYMENT',
    ...times(TABS - 1, () => 'refused,CHECKOUT_IN_PROGRESS'),
  ]);
  const { order, orderToken } = placed.find((payload) => payload.order?.status === 'AWAITING_PAYMENT');
  shopper.orderToken = orderToken;

  const cards = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeDeclined'];
  const paid = await atOnce(
    arena,
    cards.map((card) => () => shopper.pay(order.id, card)),
    '/confirm',
  );
  for (const result of paid) {
    const answer =
      result.status === 'fulfilled'
        ? (result.value.outcome?.__typename ?? result.value.userErrors[0].code)
        : String(result.reason);
    expect(answer).toMatch(/^(PaymentSucceeded|PAYMENT_DECLINED|INVALID_STATE)$/);
  }
  await paidOnce(world, shopper, order.id);
};
