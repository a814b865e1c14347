import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import Stripe from 'stripe';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { newOrder, openWorld } from './world.ts';

const world = await openWorld();
const { shop } = world;
const { hostname, port } = new URL(world.stripeUrl);
const stripe = new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
afterAll(() => world.close());
afterEach(() => vi.useRealTimers());

const check = async (fix = false) => (await shop.command('reconcile', { fix })).findings;
const REPORT = '{ reconciliationReport { checkedAt findings { kind subject orderId message since } } }';
const statusOf = async (orderId: string) => (await world.paymentOf(orderId)).status;

test('what Stripe knows better is found by a check, mended by a fix, and no finding any more', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ drop: 100 }); // first: a late webhook of the creation would tell of the money, too
  await shop.command('createIntent', command);
  const { stripe_intent_id: intentId, id: paymentId } = await world.paymentOf(orderId);
  await stripe.paymentIntents.confirm(intentId, { payment_method: 'pm_card_visa', return_url: 'https://shop.example' });
  expect(await check()).toEqual([]); // it has not been quiet for a minute
  await shop.db.execute(sql`UPDATE payments SET checked_at = now() - interval '61 seconds'`);

  const found = [
    {
      kind: 'PAYMENT_DIFFERS',
      subject: paymentId,
      orderId,
      message: 'Stripe says succeeded, not REQUIRES_PAYMENT_METHOD',
      since: expect.any(String),
    },
  ];
  expect(await check()).toEqual(found);
  const { data } = await shop.as(newViewer(['STAFF']))(REPORT);
  expect(data.reconciliationReport).toEqual({ checkedAt: expect.any(String), findings: found });
  expect(await statusOf(orderId)).toBe('REQUIRES_PAYMENT_METHOD');

  expect(await check(true)).toEqual(found);
  expect(await statusOf(orderId)).toBe('SUCCEEDED');
  await shop.db.execute(sql`UPDATE payments SET checked_at = now() - interval '61 seconds'`);
  const rows = await world.rows('payments');
  expect([await check(), await check(true), await world.rows('payments')]).toEqual([[], [], rows]);
});

test('the report is for staff', async () => {
  for (const viewer of [null, newViewer(['CUSTOMER'])]) {
    const { errors } = await shop.as(viewer)(REPORT);
    expect(errors![0].extensions.code).toBe(viewer ? 'FORBIDDEN' : 'UNAUTHENTICATED');
  }
});

test('an intent of this shop that no payment knows is given back once, and those of others are let be', async () => {
  const paid = async (metadata: Record<string, string>, capture = true) => {
    const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'usd', metadata });
    if (capture)
      await stripe.paymentIntents.confirm(intent.id, {
        payment_method: 'pm_card_visa',
        return_url: 'https://shop.example',
      });
    return intent.id;
  };
  const ours = { shop: shop.service.env.PUBLIC_URL, orderId: 'ord_lost', paymentId: 'pay_lost' };
  const [lost, open] = [await paid(ours), await paid({ ...ours, paymentId: 'pay_open' }, false)];
  const elsewhere = await paid({ ...ours, shop: 'https://another.example' });
  expect(await check()).toEqual([]); // it may be under way

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  expect((await check()).map(({ kind, subject }: any) => [kind, subject]).sort()).toEqual(
    [
      ['ORPHANED_INTENT', lost],
      ['ORPHANED_INTENT', open],
    ].sort(),
  );
  await check(true);
  await check(true);
  const { payment_intents: intents, refunds } = await world.atStripe();
  const statuses = Object.fromEntries(intents.map(({ id, status }: any) => [id, status]));
  expect([statuses[lost], statuses[open], statuses[elsewhere]]).toEqual(['succeeded', 'canceled', 'succeeded']);
  expect(refunds.map(({ payment_intent: intent, amount }: any) => [intent, amount])).toEqual([[lost, 1500]]);
  expect(await check()).toEqual([]);
});
