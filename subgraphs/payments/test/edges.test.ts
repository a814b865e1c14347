import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sign } from '../../../local/stripe/webhooks.ts';
import { paymentStates } from '../src/payment/payment.rules.ts';
import { refundStates } from '../src/refund/refund.rules.ts';
import { newOrder, openWorld, PAY, WEBHOOK_SECRET } from './world.ts';

const world = await openWorld();
const { shop } = world;
const { hostname, port } = new URL(world.stripeUrl);
const stripe = new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true, hold: true })); // what is tested here needs no webhook
afterEach(() => vi.useRealTimers());

async function paid(amountMinor = 4990) {
  const order = newOrder({ amountMinor });
  await shop.command('createIntent', order.command);
  await shop.as(order.buyer)(PAY, order.pay('pm_card_visa'));
  return order;
}
const refund = (orderId: string, amountMinor: number, refundRequestId: string = randomUUID()) =>
  shop.command('refund', { orderId, refundRequestId, amountMinor, reason: 'damaged' });
const ledgerOf = async (orderId: string) =>
  [
    ...(await shop.db.execute(sql`SELECT split_part(ledger_transactions.source, ':', 1) AS about, account, currency_code AS currency, amount_minor::int AS amount
      FROM ledger_entries JOIN ledger_transactions ON ledger_transactions.id = transaction_id WHERE order_id = ${orderId} ORDER BY ledger_entries.id`)),
  ].map(({ about, account, currency, amount }) => [about, account, currency, amount]);
const refundsAtStripe = async (orderId: string) =>
  (await world.atStripe()).refunds
    .filter(({ metadata }: any) => metadata.orderId === orderId)
    .map(({ amount }: any) => amount);
const all = async () =>
  Promise.all((['payments', 'refunds', 'ledger_entries', 'canceled_orders'] as const).map(world.rows));

describe('refunds', () => {
  test('exactly what is left goes back, not one cent more, and each booking says from where to where', async () => {
    const { orderId } = await paid(4990);
    const before = await all();
    await expect(refund(orderId, 4991)).rejects.toMatchObject({
      extensions: { code: 'REFUND_TOO_LARGE', leftMinor: 4990 },
    });
    expect(await all()).toEqual(before);
    expect(await refund(orderId, 1999)).toEqual({ outcome: 'REFUNDED' });
    await expect(refund(orderId, 2992)).rejects.toMatchObject({
      extensions: { code: 'REFUND_TOO_LARGE', leftMinor: 2991 },
    });
    expect(await refund(orderId, 2991)).toEqual({ outcome: 'REFUNDED' });
    await expect(refund(orderId, 1)).rejects.toMatchObject({ extensions: { code: 'REFUND_TOO_LARGE', leftMinor: 0 } });
    expect(await refundsAtStripe(orderId)).toEqual([1999, 2991]);
    expect(await ledgerOf(orderId)).toEqual([
      ['payment', 'stripe_balance', 'USD', 4990],
      ['payment', 'order_revenue', 'USD', -4990],
      ['refund', 'order_revenue', 'USD', 1999],
      ['refund', 'stripe_balance', 'USD', -1999],
      ['refund', 'order_revenue', 'USD', 2991],
      ['refund', 'stripe_balance', 'USD', -2991],
    ]);
    const published = (await shop.published()).filter(({ payload }) => payload.orderId === orderId);
    expect(published.map(({ type, payload }) => [type, payload.amountMinor, payload.currencyCode])).toEqual([
      ['PaymentSucceeded', 4990, 'USD'],
      ['RefundSucceeded', 1999, 'USD'],
      ['RefundSucceeded', 2991, 'USD'],
    ]);
  });

  test.each([
    ['REQUESTED', false],
    ['PENDING', false],
    ['SUCCEEDED', false],
    ['FAILED', true],
  ] as const)('a refund that is %s leaves its money for another one: %s', async (status, free) => {
    const { orderId } = await paid(1000);
    const refundRequestId = randomUUID();
    await refund(orderId, 600, refundRequestId);
    await shop.db.execute(sql`UPDATE refunds SET status = ${status} WHERE refund_request_id = ${refundRequestId}`);
    const beside = await refund(orderId, 401).then(
      () => true,
      ({ extensions }) => extensions?.code !== 'REFUND_TOO_LARGE',
    );
    expect(beside).toBe(free);
  });

  test('a second refund beside one under way: together never more than was paid, whoever is first', async () => {
    const { orderId } = await paid(1000);
    await world.knobs({ failNext: { count: 2, path: '/refunds', status: 503 } });
    const first = randomUUID();
    await expect(refund(orderId, 600, first)).rejects.toThrow();
    await expect(refund(orderId, 401)).rejects.toMatchObject({
      extensions: { code: 'REFUND_TOO_LARGE', leftMinor: 400 },
    });
    expect(await refund(orderId, 400)).toEqual({ outcome: 'REFUNDED' });
    await world.knobs({ reset: true, hold: true });
    expect(await refund(orderId, 600, first)).toEqual({ outcome: 'REFUNDED' });
    expect((await refundsAtStripe(orderId)).sort()).toEqual([400, 600]);

    const other = await paid(1000);
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => refund(other.orderId, 400)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(await refundsAtStripe(other.orderId)).toEqual([400, 400]);
  });

  test('what was not paid, or is of another order, is not given back', async () => {
    const { orderId } = await paid();
    const open = newOrder();
    await shop.command('createIntent', open.command);
    const requestId = randomUUID();
    await refund(orderId, 100, requestId);
    const before = await all();
    await expect(refund(open.orderId, 100)).rejects.toMatchObject({ extensions: { code: 'NOT_REFUNDABLE' } });
    await expect(refund(open.orderId, 100, requestId)).rejects.toMatchObject({
      extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await all()).toEqual(before);
  });
});

describe('what Stripe tells', () => {
  const deliver = async (event: object) => {
    const body = JSON.stringify(event);
    const signature = sign(body, WEBHOOK_SECRET, Math.floor(Date.now() / 1000));
    const answer = await fetch(world.webhookUrl, { method: 'POST', body, headers: { 'stripe-signature': signature } });
    return (await answer.json()).outcome;
  };
  const eventOf = (type: string, id: string, more: object = {}) => ({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    livemode: false,
    data: { object: { id } },
    ...more,
  });

  test('a late event of what is over changes nothing: paid stays paid, given up stays given up', async () => {
    const one = await paid();
    const other = newOrder();
    await shop.command('createIntent', other.command);
    await shop.command('cancelIntent', { orderId: other.orderId });
    const before = [await all(), await shop.published()];
    for (const { orderId } of [one, other]) {
      const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
      for (const type of ['processing', 'payment_failed', 'requires_action', 'succeeded', 'canceled'])
        expect(await deliver(eventOf(`payment_intent.${type}`, intentId))).toBe('applied');
    }
    expect([await all(), await shop.published()]).toEqual(before);
  });

  test('an event of live money is not for a shop of test money, and one of other things is answered and forgotten', async () => {
    const order = newOrder();
    await shop.command('createIntent', order.command);
    const { stripe_intent_id: intentId } = await world.paymentOf(order.orderId);
    await stripe.paymentIntents.confirm(intentId, {
      payment_method: 'pm_card_visa',
      return_url: 'https://shop.example',
    });
    const before = [await all(), await world.rows('stripe_events')];
    expect(await deliver(eventOf('payment_intent.succeeded', intentId, { livemode: true }))).toBe('ignored');
    expect([await all(), await world.rows('stripe_events')]).toEqual(before);
    expect(await deliver(eventOf('customer.updated', 'cus_1'))).toBe('ignored');
    // it is made: whoever made it knows, and looks at what has become of it since
    expect(await deliver(eventOf('payment_intent.created', intentId))).toBe('ignored');
    expect([await all(), await world.rows('stripe_events')]).toEqual(before);
    const event = eventOf('payment_intent.succeeded', intentId);
    expect([await deliver(event), await deliver(event)]).toEqual(['applied', 'repeated']);
    expect((await world.paymentOf(order.orderId)).status).toBe('SUCCEEDED');
  });
});

describe('a check', () => {
  const check = async (fix = false): Promise<[string, string][]> =>
    (await shop.command('reconcile', { fix })).findings.map(({ kind, orderId }: any) => [kind, orderId]);
  /** Nothing else is quiet. */
  beforeEach(async () => {
    await shop.db.execute(sql`UPDATE payments SET checked_at = now()`);
    await shop.db.execute(sql`UPDATE refunds SET updated_at = now()`);
  });
  /** At Stripe it is paid, and here nobody has heard of it. */
  async function paidUnheard(status: string) {
    const order = await paid();
    await shop.db.execute(sql`UPDATE payments SET status = ${status}::payment_state WHERE order_id = ${order.orderId}`);
    return order;
  }
  const quietFor = (orderId: string, seconds: number) =>
    shop.db.execute(
      sql`UPDATE payments SET checked_at = now() - ${seconds} * interval '1 second' WHERE order_id = ${orderId}`,
    );

  test('asks about each payment that is open and was quiet for a minute, and about no other', async () => {
    const expected: [string, string][] = [];
    const orders: string[] = [];
    for (const status of paymentStates) {
      const { orderId } = await paidUnheard(status);
      orders.push(orderId);
      await quietFor(orderId, 50);
      const final = status === 'SUCCEEDED' || status === 'CANCELED';
      if (!final) expected.push([status === 'CREATING' ? 'PAYMENT_UNFINISHED' : 'PAYMENT_DIFFERS', orderId]);
    }
    const before = await all();
    expect(await check()).toEqual([]);
    expect(await check(true)).toEqual([]);
    expect(await all()).toEqual(before);
    for (const orderId of orders) await quietFor(orderId, 70);
    expect((await check()).sort()).toEqual(expected.sort());
  });

  test('asks about each refund that is under way and was quiet for a minute, and about no other', async () => {
    const made = new Map<string, string>();
    for (const status of refundStates) {
      const { orderId } = await paid();
      await refund(orderId, 100);
      made.set(status, orderId);
      await shop.db.execute(
        sql`UPDATE refunds SET status = ${status}::refund_state, updated_at = now() - interval '50 seconds' WHERE order_id = ${orderId}`,
      );
    }
    const before = await world.rows('refunds');
    expect([await check(true), await world.rows('refunds')]).toEqual([[], before]);
    for (const orderId of made.values())
      await shop.db.execute(
        sql`UPDATE refunds SET updated_at = now() - interval '70 seconds' WHERE order_id = ${orderId}`,
      );
    const quiet = await world.rows('refunds');
    const found = [made.get('REQUESTED')!, made.get('PENDING')!].map((orderId) => ['REFUND_UNFINISHED', orderId]);
    expect((await check()).sort()).toEqual(found.sort());
    expect(await world.rows('refunds')).toEqual(quiet);
  });

  test('kills what can be paid of an order that was given up, once it was quiet for a minute', async () => {
    const order = newOrder();
    await shop.command('createIntent', order.command);
    await shop.db.execute(sql`INSERT INTO canceled_orders (order_id) VALUES (${order.orderId})`);
    const living = newOrder();
    await shop.command('createIntent', living.command);
    for (const { orderId } of [order, living]) await quietFor(orderId, 70);
    expect(await check()).toEqual([['PAYMENT_OF_DEAD_ORDER', order.orderId]]);
    expect((await world.paymentOf(order.orderId)).status).toBe('REQUIRES_PAYMENT_METHOD');
    await check(true);
    expect((await world.paymentOf(order.orderId)).status).toBe('CANCELED');
    expect((await world.paymentOf(living.orderId)).status).toBe('REQUIRES_PAYMENT_METHOD');
    expect(await check()).toEqual([]);
  });

  test('gives back what nobody here knows when it is ten minutes to a day old, and leaves what costs nothing', async () => {
    const shopOf = { shop: shop.service.env.PUBLIC_URL, orderId: 'ord_lost' };
    const make = async (paymentId: string) =>
      (await stripe.paymentIntents.create({ amount: 1500, currency: 'usd', metadata: { ...shopOf, paymentId } })).id;
    const confirm = (id: string) =>
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa', return_url: 'https://shop.example' });
    const [lost, dead, back] = [await make('pay_lost'), await make('pay_dead'), await make('pay_back')];
    await stripe.paymentIntents.cancel(dead);
    for (const id of [lost, back]) await confirm(id);
    await stripe.refunds.create({ payment_intent: back });
    await paid(); // of this shop, and known
    const start = Date.now();
    const at = async (minutes: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: start + minutes * 60_000 });
      const { findings } = await shop.command('reconcile', { fix: false });
      return findings.filter(({ kind }: any) => kind === 'ORPHANED_INTENT').map(({ subject }: any) => subject);
    };
    expect(await at(9)).toEqual([]);
    expect(await at(11)).toEqual([lost]);
    expect(await at(23 * 60)).toEqual([lost]);
    expect(await at(25 * 60)).toEqual([]);
  });
});

test('an attempt is opened over one amount in one currency', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  const before = await all();
  for (const other of [{ amountMinor: 4991 }, { amountMinor: 4989 }, { currencyCode: 'EUR' }])
    await expect(shop.command('createIntent', { ...command, ...other })).rejects.toMatchObject({
      extensions: { code: 'CONFLICT' },
    });
  expect(await all()).toEqual(before);
  expect(await world.paymentOf(orderId)).toMatchObject({ amount_minor: '4990', currency_code: 'USD' });
});
