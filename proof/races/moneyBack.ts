import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Shopper, until, variantNumber } from '../../test/shop.ts';
import { newEmail } from '../../test/world.ts';
import { atOnce, isDone, type Race, readyToOrder, stockUp, times } from './arena.ts';
import { arrived, atStripe, factsOf, type OrderFacts, paidAtStripe } from './money.ts';

const ORDERS_TO_CANCEL = 5;
/** A cancel has a longer way to Stripe than a payment: both win some. */
const START_WITHIN_MS = { pay: 250, cancel: 60 };

/** Either nothing was taken, or all of it was given back. Whoever was told "paid" is not found cancelled with the money gone. */
export const cancelAgainstPay: Race = async (arena) => {
  const { world, random } = arena;
  const variantId = variantNumber(26);
  const before = await stockUp(arena, variantId, 100);
  const orders = await Promise.all(
    times(ORDERS_TO_CANCEL, async () => {
      const { shopper, total } = await readyToOrder(world, variantId);
      return { shopper, order: (await shopper.placeOrder(total)).order };
    }),
  );
  const answers = await atOnce(
    arena,
    orders.flatMap(({ shopper, order }) => [
      () => delay(random.below(START_WITHIN_MS.pay)).then(() => shopper.pay(order.id)),
      () => delay(random.below(START_WITHIN_MS.cancel)).then(() => cancel(shopper, order.id)),
    ]),
    '/confirm',
  );
  const ends = await arrived(
    world,
    orders.map(({ order }) => order.id),
  );
  for (const [index, { order }] of orders.entries()) {
    const { state, total, captured, refunded } = ends.find(({ id }) => id === order.id)!;
    expect({ state, captured, refunded, stripe: await atStripe(world, order.id) }, 'state and money').toEqual(
      {
        CANCELLED: { state, captured: 0, refunded: 0, stripe: { intents: ['canceled'], captured: [], refunded: [] } },
        REFUNDED: { state, captured: total, refunded: total, stripe: paidAtStripe([total], [total]) },
        PAID: { state, captured: total, refunded: 0, stripe: paidAtStripe([total], []) },
      }[state],
    );
    const [pay, cancelled] = answers.slice(index * 2, index * 2 + 2);
    if (isDone(cancelled!)) expect(['CANCELLED', 'REFUNDED'], 'after an acknowledged cancel').toContain(state);
    if (isDone(pay!)) expect(['PAID', 'REFUNDED'], 'after an acknowledged payment').toContain(state);
    else if (pay!.status === 'fulfilled') expect(state, 'after a refused payment').toBe('CANCELLED');
  }
  const sold = ends.filter(({ state }) => state === 'PAID').length;
  await until(
    () => world.stockOf(variantId),
    ({ on_hand, reserved }) => on_hand === before.on_hand - sold && reserved === before.reserved,
  );
};

const cancel = (shopper: Shopper, orderId: string): Promise<any> =>
  shopper.run(
    'cancelOrder',
    'CancelOrderInput',
    { orderId, orderToken: shopper.orderToken, idempotencyKey: randomUUID() },
    'order { status }',
  );

const REFUNDS = 8;

/** Never more than was captured, each acknowledged request exactly once, each refused one not at all. */
export const parallelRefunds: Race = async (arena, round) => {
  const { world, random, sam } = arena;
  const shopper = world.guest();
  const { id: orderId } = await shopper.order(variantNumber(28), newEmail());
  await shopper.pay(orderId);
  await shopper.orderWhen(orderId, { paymentStatus: 'PAID' });
  const [{ total }] = (await factsOf(world, [orderId])) as [OrderFacts];
  const amountMinor = Math.floor((total * random.pick([30, 60, 100])) / 100);
  const amount = { amount: (amountMinor / 100).toFixed(2), currencyCode: 'USD' };
  // the same request each time, different ones, and both, late enough to meet one another in every stage
  const { keysInAll, startWithinMs } = [
    { keysInAll: 1, startWithinMs: 1 },
    { keysInAll: REFUNDS, startWithinMs: 1 },
    { keysInAll: REFUNDS / 2, startWithinMs: 500 },
  ][round % 3]!;
  const keys = times(keysInAll, () => randomUUID());
  const requests = times(REFUNDS, (index) => keys[index % keysInAll]!);
  const answers = await atOnce(
    arena,
    requests.map((idempotencyKey) => async () => {
      await delay(random.below(startWithinMs));
      const input = { orderId, amount, reason: 'race', idempotencyKey };
      return sam.run('refundOrder', 'RefundOrderInput', input, 'order { paymentStatus }');
    }),
    '/refunds',
  );
  const acknowledged = new Set(requests.filter((_, index) => isDone(answers[index]!))).size;
  const [order] = await arrived(world, [orderId]);
  const { refunded } = await atStripe(world, orderId);
  expect(refunded, 'refunds at Stripe').toEqual(times(acknowledged, () => amountMinor));
  expect(order).toMatchObject({
    state: amountMinor === total ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    captured: total,
    refunded: acknowledged * amountMinor,
  });
  expect(order!.refunded).toBeLessThanOrEqual(total);
  for (const result of answers) {
    const answer = result.status === 'fulfilled' ? (result.value.userErrors[0]?.code ?? 'done') : String(result.reason);
    expect(answer, 'what the staff hear').toMatch(/^(done|NOT_REFUNDABLE|REFUND_TOO_LARGE)$/);
  }
};
