import { randomUUID } from 'node:crypto';
import { RemoteError } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import Stripe from 'stripe';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newOrder, openWorld, PAY } from './world.ts';

const world = await openWorld();
const { shop } = world;
const { hostname, port } = new URL(world.stripeUrl);
const stripe = new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true, hold: true }));

const ORDER = `query ($who: [_Any!]!) { _entities(representations: $who) { ... on Order {
  paymentClientSecret payments { id status refunds { amount { amount } } order { id } } refunds { status amount { amount } reason } } } }`;
const look = async (viewer: Parameters<typeof shop.as>[0], orderId: string, headers = {}) =>
  (await shop.as(viewer, headers)(ORDER, { who: [{ __typename: 'Order', id: orderId }] })).data._entities[0];
const intentsOf = async (orderId: string) =>
  (await world.atStripe()).payment_intents.filter(({ metadata }: any) => metadata.orderId === orderId);

test('creating twice answers the same payment and opens one intent', async () => {
  const { orderId, command } = newOrder();

  const answers = await Promise.all([
    shop.command('createIntent', command),
    shop.command('createIntent', command),
    shop.command('createIntent', command),
  ]);

  expect(answers[0]).toEqual({
    outcome: 'CREATED',
    paymentId: expect.stringMatching(/^pay_/),
    clientSecret: expect.stringMatching(/^pi_/),
  });
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await intentsOf(orderId)).toMatchObject([
    { amount: 4990, currency: 'usd', metadata: { orderId, paymentId: answers[0].paymentId, attempt: '1' } },
  ]);
});

test('the same attempt over another amount is refused and nothing changes', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);

  await expect(shop.command('createIntent', { ...command, amountMinor: 1 })).rejects.toMatchObject({
    extensions: { code: 'CONFLICT' },
  });
  await expect(shop.command('createIntent', { ...command, attempt: 2 })).rejects.toMatchObject({
    extensions: { code: 'CONFLICT' },
  });

  expect(await intentsOf(orderId)).toHaveLength(1);
});

test('an attempt with a number that no database keeps is refused, and Stripe never hears of it', async () => {
  const { orderId, command } = newOrder();
  await expect(shop.command('createIntent', { ...command, attempt: 2 ** 31 })).rejects.toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', field: 'attempt', rule: 'too_big' },
  });
  expect(await intentsOf(orderId)).toEqual([]);
});

test('a create that comes after the cancel is refused, and Stripe never hears of it', async () => {
  const { orderId, command } = newOrder();

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'CANCELED' });
  expect(await shop.command('createIntent', command)).toEqual({ outcome: 'CANCELED' });

  expect(await intentsOf(orderId)).toEqual([]);
});

test('a canceled order cannot be paid; cancelling again changes nothing', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'CANCELED' });
  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'CANCELED' });

  expect(await intentsOf(orderId)).toMatchObject([{ status: 'canceled' }]);
  expect((await shop.as(buyer)(PAY, pay('pm_card_visa'))).data.payOrder.userErrors).toMatchObject([
    { code: 'INVALID_STATE' },
  ]);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentCanceled']);
  expect(await shop.command('createIntent', command)).toEqual({ outcome: 'CANCELED' });
});

test('a cancel that comes after the money says so', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await world.knobs({ executeThenDrop: { count: 2, path: '/confirm' }, failNext: { count: 0, path: '', status: 500 } });
  await shop.as(buyer)(PAY, pay('pm_card_visa'));

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'SUCCEEDED' });
});

test('money that is on its way cannot be stopped: processing, then what it became', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_usBankAccount_success'));

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'PROCESSING' });
  await world.settle();
  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'SUCCEEDED' });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('a payer and a cancel at once: Stripe decides, and both sides agree', async () => {
  for (let round = 0; round < 5; round++) {
    const { orderId, buyer, command, pay } = newOrder();
    await shop.command('createIntent', command);

    const [{ outcome }] = await Promise.all([
      shop.command('cancelIntent', { orderId }),
      shop.as(buyer)(PAY, pay('pm_card_visa')),
    ]);

    const { status } = await world.paymentOf(orderId);
    expect(outcome).toBe(status);
    expect(await world.eventsOf(orderId)).toEqual([status === 'SUCCEEDED' ? 'PaymentSucceeded' : 'PaymentCanceled']);
  }
});

test('a create whose answer was lost is found again by its key', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();
  expect((await world.paymentOf(orderId)).status).toBe('CREATING');
  await world.knobs({ executeThenDrop: { count: 2, path: '/payment_intents' } });

  expect(await shop.command('createIntent', command)).toMatchObject({ outcome: 'CREATED' });

  expect(await intentsOf(orderId)).toHaveLength(1);
});

test('a 500 that Stripe saved with the key is not the end: nothing came of it, so the next key opens the intent', async () => {
  const { orderId, command } = newOrder({ userId: null });
  await world.knobs({ failNext: { count: 1, path: '/payment_intents', status: 500 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();

  expect(await shop.command('createIntent', command)).toMatchObject({ outcome: 'CREATED' });

  expect(await intentsOf(orderId)).toHaveLength(1);
});

test('a 500 that was saved does not keep an order that is given up', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ failNext: { count: 1, path: '/customers', status: 500 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();
  await world.knobs({ failNext: { count: 1, path: '/payment_intents', status: 500 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'CANCELED' });

  expect(await intentsOf(orderId)).toMatchObject([{ status: 'canceled' }]);
});

test('the job finishes a create that a crash left behind', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();

  await shop.runJobs({ skipDelays: true });

  expect(await world.paymentOf(orderId)).toMatchObject({ status: 'REQUIRES_PAYMENT_METHOD' });
  expect(await intentsOf(orderId)).toHaveLength(1);
});

test('a cancel that meets a create under way finishes it with the same key, then kills it', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();

  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'CANCELED' });

  expect(await intentsOf(orderId)).toMatchObject([{ status: 'canceled' }]);
  expect(await shop.command('createIntent', command)).toEqual({ outcome: 'CANCELED' });
});

/** The job of the create has its own turn, later. */
async function runJobOfCancel(orderId: string): Promise<void> {
  await shop.db.execute(
    sql`UPDATE jobs SET run_at = now() + CASE WHEN key = ${orderId} THEN interval '0' ELSE interval '1 day' END`,
  );
  await shop.runJobs();
}

test('a cancel that failed before the payment was opened is finished by its job: nobody can pay then', async () => {
  const { orderId, command } = newOrder();
  for (const [name, input] of [
    ['createIntent', command],
    ['cancelIntent', { orderId }],
  ] as const) {
    await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
    await expect(shop.command(name, input)).rejects.toThrow();
    expect((await world.paymentOf(orderId)).status).toBe('CREATING');
  }

  await runJobOfCancel(orderId);

  expect((await world.paymentOf(orderId)).status).toBe('CANCELED');
  expect(await intentsOf(orderId)).toMatchObject([{ status: 'canceled' }]);
});

test('a cancel that failed after the payment was opened is finished by its job: nobody can pay then', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  await world.knobs({ failNext: { count: 1, path: '/cancel', status: 503 } });
  await expect(shop.command('cancelIntent', { orderId })).rejects.toThrow();
  expect(await intentsOf(orderId)).toMatchObject([{ status: 'requires_payment_method' }]);

  await runJobOfCancel(orderId);

  expect((await world.paymentOf(orderId)).status).toBe('CANCELED');
  expect(await intentsOf(orderId)).toMatchObject([{ status: 'canceled' }]);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentCanceled']);
});

test('a key that is too old is never used again: what Stripe has is found, what it has not is given up a day after', async () => {
  const [known, unknown] = [newOrder(), newOrder()];
  await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
  await expect(shop.command('createIntent', unknown.command)).rejects.toThrow();
  await shop.command('createIntent', known.command);
  await shop.db.execute(
    sql`UPDATE payments SET status = 'CREATING', stripe_intent_id = NULL WHERE order_id = ${known.orderId}`,
  );
  await shop.db.execute(
    sql`UPDATE payments SET created_at = now() - interval '23 hours 1 minute' WHERE status = 'CREATING'`,
  );

  expect(await shop.command('createIntent', known.command)).toMatchObject({ outcome: 'CREATED' });
  // a call that began with a fresh key may still arrive
  await expect(shop.command('createIntent', unknown.command)).rejects.toThrow();
  expect(await world.eventsOf(unknown.orderId)).toEqual([]);

  await shop.db.execute(
    sql`UPDATE payments SET created_at = now() - interval '24 hours 1 minute' WHERE status = 'CREATING'`,
  );
  expect(await shop.command('createIntent', unknown.command)).toEqual({ outcome: 'CANCELED' });

  expect(await intentsOf(known.orderId)).toHaveLength(1);
  expect(await intentsOf(unknown.orderId)).toEqual([]);
  expect(await world.eventsOf(unknown.orderId)).toEqual(['PaymentCanceled']);
});

test('an intent that is not what was agreed opens no payment, and its order waits for who looks into it', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await world.knobs({ failNext: { count: 2, path: '/payment_intents', status: 503 } });
  await expect(shop.command('createIntent', command)).rejects.toThrow();
  const metadata = { orderId, paymentId: (await world.paymentOf(orderId)).id };
  const { id } = await stripe.paymentIntents.create({ amount: 1, currency: 'usd', metadata });
  // its key is too old to be used again: Stripe is asked what it has
  await shop.db.execute(
    sql`UPDATE payments SET created_at = now() - interval '23.5 hours' WHERE order_id = ${orderId}`,
  );
  const before = await world.paymentOf(orderId);

  await expect(shop.command('createIntent', command)).rejects.toThrow(new RemoteError('stripe', 'create'));
  expect(await shop.command('cancelIntent', { orderId })).toEqual({ outcome: 'PROCESSING' });
  expect((await shop.as(buyer)(PAY, pay('pm_card_visa'))).data.payOrder.userErrors).toMatchObject([
    { code: 'INVALID_STATE' },
  ]);

  expect(await world.paymentOf(orderId)).toEqual(before);
  expect(await intentsOf(orderId)).toMatchObject([{ id, amount: 1, status: 'requires_payment_method' }]);
});

test('refunds are given once per request and never exceed the payment', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const refund = { orderId, refundRequestId: randomUUID(), amountMinor: 2000, reason: 'damaged' };
  await expect(shop.command('refund', refund)).rejects.toMatchObject({ extensions: { code: 'NOT_REFUNDABLE' } });
  await shop.as(buyer)(PAY, pay('pm_card_visa'));

  const answers = await Promise.all([shop.command('refund', refund), shop.command('refund', refund)]);

  expect(answers).toEqual([{ outcome: 'REFUNDED' }, { outcome: 'REFUNDED' }]);
  await expect(shop.command('refund', { ...refund, amountMinor: 1 })).rejects.toMatchObject({
    extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
  await expect(
    shop.command('refund', { ...refund, refundRequestId: randomUUID(), amountMinor: 2991 }),
  ).rejects.toMatchObject({ extensions: { code: 'REFUND_TOO_LARGE', leftMinor: 2990 } });
  expect((await world.atStripe()).refunds.filter(({ metadata }: any) => metadata.orderId === orderId)).toMatchObject([
    { amount: 2000 },
  ]);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded', 'RefundSucceeded']);
  expect(await look(buyer, orderId)).toEqual({
    paymentClientSecret: null,
    payments: [
      {
        id: expect.any(String),
        status: 'SUCCEEDED',
        refunds: [{ amount: { amount: '20.00' } }],
        order: { id: orderId },
      },
    ],
    refunds: [{ status: 'SUCCEEDED', amount: { amount: '20.00' }, reason: 'damaged' }],
  });
});

test('a refund whose answer was lost is given once', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_card_visa'));
  const refund = { orderId, refundRequestId: randomUUID(), amountMinor: 4990, reason: 'cancelled' };
  await world.knobs({ failNext: { count: 1, path: '/refunds', status: 503 } });
  await shop.command('refund', refund).catch(() => {});
  await world.knobs({ executeThenDrop: { count: 2, path: '/refunds' } });

  await shop.runJobs({ skipDelays: true });

  expect(await shop.command('refund', refund)).toEqual({ outcome: 'REFUNDED' });
  expect((await world.atStripe()).refunds.filter(({ metadata }: any) => metadata.orderId === orderId)).toHaveLength(1);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded', 'RefundSucceeded']);
});

test('a refund whose 500 was saved with its key is given with the next key, once', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_card_visa'));
  const refund = { orderId, refundRequestId: randomUUID(), amountMinor: 1000, reason: 'cancelled' };
  await world.knobs({ failNext: { count: 1, path: '/refunds', status: 500 } });
  await expect(shop.command('refund', refund)).rejects.toThrow();

  expect(await shop.command('refund', refund)).toEqual({ outcome: 'REFUNDED' });
  expect(await shop.command('refund', refund)).toEqual({ outcome: 'REFUNDED' });

  expect((await world.atStripe()).refunds.filter(({ metadata }: any) => metadata.orderId === orderId)).toHaveLength(1);
});

test('the buyer sees the payment and its secret; the bearer of the token and staff see no secret; others see nothing', async () => {
  const { orderId, orderToken, buyer, command } = newOrder();
  const { paymentId, clientSecret } = await shop.command('createIntent', command);
  const payment = { id: paymentId, status: 'REQUIRES_PAYMENT_METHOD', refunds: [], order: { id: orderId } };

  expect(await look(buyer, orderId)).toEqual({ paymentClientSecret: clientSecret, payments: [payment], refunds: [] });
  expect(await look(null, orderId, { 'x-order-token': orderToken })).toEqual({
    paymentClientSecret: null,
    payments: [payment],
    refunds: [],
  });
  expect(await look(newViewer(['STAFF']), orderId)).toEqual({
    paymentClientSecret: null,
    payments: [payment],
    refunds: [],
  });
  for (const [viewer, headers] of [
    [null, {}],
    [newViewer(), {}],
    [newViewer(), { 'x-order-token': 'guess' }],
  ] as const) {
    expect(await look(viewer, orderId, headers)).toEqual({ paymentClientSecret: null, payments: null, refunds: null });
  }
  const entity = (viewer: typeof buyer | null) =>
    shop.as(viewer)('query ($who: [_Any!]!) { _entities(representations: $who) { ... on Payment { status } } }', {
      who: [{ __typename: 'Payment', id: paymentId }],
    });
  expect((await entity(buyer)).data._entities).toEqual([{ status: 'REQUIRES_PAYMENT_METHOD' }]);
  expect((await entity(newViewer())).data._entities).toEqual([null]);
});

test('the ledger refuses what does not sum to zero, and any change of history', async () => {
  const before = await world.rows('ledger_entries');
  const oneSided = shop.db.transaction(async (tx) => {
    await tx.execute(sql`INSERT INTO ledger_transactions (id, source, order_id) VALUES ('ltx_1', 'test', 'ord_1')`);
    await tx.execute(
      sql`INSERT INTO ledger_entries (transaction_id, source, account, currency_code, amount_minor) VALUES ('ltx_1', 'test', 'a', 'USD', 5), ('ltx_1', 'test', 'b', 'EUR', -5)`,
    );
  });

  await expect(oneSided).rejects.toMatchObject({ message: expect.stringContaining('does not sum to zero') });
  await expect(shop.db.execute(sql`UPDATE ledger_entries SET amount_minor = amount_minor + 1`)).rejects.toMatchObject({
    cause: { message: 'the ledger is append only' },
  });
  expect(await world.rows('ledger_entries')).toEqual(before);
});

test("whoever has the token of a guest's order sees the secret that pays it", async () => {
  const { orderId, orderToken, command } = newOrder({ userId: null });
  const { clientSecret } = await shop.command('createIntent', command);
  expect(await look(null, orderId, { 'x-order-token': orderToken })).toMatchObject({
    paymentClientSecret: clientSecret,
  });
  expect(await look(newViewer(), orderId, { 'x-order-token': orderToken })).toMatchObject({
    paymentClientSecret: clientSecret,
  });
  expect(await look(newViewer(), orderId)).toMatchObject({ paymentClientSecret: null });
});
