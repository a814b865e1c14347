import { expect } from 'vitest';
import { type Shopper, until } from '../../test/shop.ts';
import type { World } from '../../test/world.ts';

export interface OrderFacts {
  id: string;
  state: string;
  total: number;
  captured: number;
  refunded: number;
  openRefunds: number;
}

export const factsOf = (world: World, orderIds: readonly string[]): Promise<OrderFacts[]> =>
  world.inDatabase(
    'orders',
    (sql) => sql<OrderFacts[]>`
      SELECT id, state, total_minor::int AS total, captured_minor::int AS captured, refunded_minor::int AS refunded,
        (SELECT count(*)::int FROM refund_requests WHERE order_id = orders.id AND status = 'REQUESTED') AS "openRefunds"
      FROM orders WHERE id = ANY(${orderIds as string[]}) ORDER BY id`,
  );

const UNSETTLED = ['NEW', 'RESERVING', 'AWAITING_PAYMENT', 'CANCELLING', 'EXPIRING', 'REFUNDING'];
export const arrived = (world: World, orderIds: readonly string[]): Promise<OrderFacts[]> =>
  until(
    () => factsOf(world, orderIds),
    (orders) => orders.every(({ state, openRefunds }) => !UNSETTLED.includes(state) && openRefunds === 0),
  );

export interface MoneyAtStripe {
  /** The states of the order's intents. */
  intents: string[];
  captured: number[];
  refunded: number[];
}

async function dumpOfStripe(world: World): Promise<Record<'payment_intents' | 'charges' | 'refunds', any[]>> {
  const answer = await fetch(`${world.system.stripeUrl}/_local/dump`);
  return (await answer.json()) as Record<'payment_intents' | 'charges' | 'refunds', any[]>;
}

export async function atStripe(world: World, orderId: string): Promise<MoneyAtStripe> {
  const { payment_intents, charges, refunds } = await dumpOfStripe(world);
  const intents = payment_intents.filter(({ metadata }) => metadata.orderId === orderId);
  const ids = new Set(intents.map(({ id }) => id));
  return {
    intents: intents.map(({ status }) => status),
    captured: charges
      .filter(({ payment_intent, captured }) => captured && ids.has(payment_intent))
      .map(({ amount_captured }) => amount_captured),
    refunded: refunds.filter(({ payment_intent }) => ids.has(payment_intent)).map(({ amount }) => amount),
  };
}

/** What a lost answer or a second click must not leave behind: an intent that nobody knows of and that can be paid. */
export async function oneIntentPerOrder(world: World): Promise<void> {
  const orders = (await dumpOfStripe(world)).payment_intents.map(({ metadata }) => metadata.orderId);
  expect(orders.filter((orderId, index) => orders.indexOf(orderId) !== index)).toEqual([]);
}

export const paidAtStripe = (captured: number[], refunded: number[]): MoneyAtStripe => ({
  intents: ['succeeded'],
  captured,
  refunded,
});

export async function paidOnce(world: World, shopper: Shopper, orderId: string): Promise<void> {
  await shopper.orderWhen(orderId, { status: 'CONFIRMED', paymentStatus: 'PAID' });
  const [order] = await factsOf(world, [orderId]);
  const { captured, refunded } = await atStripe(world, orderId);
  expect(captured, 'charges at Stripe').toEqual([order!.total]);
  expect(refunded, 'refunds at Stripe').toEqual([]);
  expect(order).toMatchObject({ state: 'PAID', captured: order!.total });
}
