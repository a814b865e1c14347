import { sql } from 'drizzle-orm';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sign } from '../../../local/stripe/webhooks.ts';
import { newOrder, openWorld, PAY, WEBHOOK_SECRET } from './world.ts';

const world = await openWorld();
const { shop } = world;
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true }));

/** The client confirms with Stripe itself, so that only the webhook tells. */
async function confirmAtStripe(orderId: string, paymentMethod: string): Promise<string> {
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  await fetch(`${world.stripeUrl}/v1/payment_intents/${intentId}/confirm`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_local' },
    body: new URLSearchParams({ payment_method: paymentMethod }),
  });
  return intentId;
}
const statusOf = async (orderId: string) => (await world.paymentOf(orderId)).status;
const post = async (body: string, signature: string) =>
  fetch(world.webhookUrl, { method: 'POST', body, headers: { 'stripe-signature': signature } });
const now = () => Math.floor(Date.now() / 1000);
const eventOf = async (intentId: string, type: string) =>
  (await world.atStripe()).events.find((event: any) => event.type === type && event.data.object.id === intentId);

test('the webhook tells of money that the client confirmed itself', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);

  await confirmAtStripe(orderId, 'pm_card_visa');

  await eventually(async () => expect(await statusOf(orderId)).toBe('SUCCEEDED'));
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
  expect(await world.paymentOf(orderId)).toMatchObject({ card: { brand: 'visa', last4: '4242' } });
});

test('duplicated and reordered webhooks change nothing', async () => {
  const { orderId, command, buyer, pay } = newOrder();
  await world.knobs({ hold: true });
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_card_chargeDeclined'));
  await confirmAtStripe(orderId, 'pm_card_visa');
  const before = (await world.rows('stripe_events')).length;

  await world.knobs({ hold: false, reorder: true, duplicate: 20, release: true });

  await eventually(async () => expect((await world.atStripe()).outbox).toEqual([]));
  expect((await world.rows('stripe_events')).length).toBeGreaterThan(before);
  expect(await statusOf(orderId)).toBe('SUCCEEDED');
  expect(await world.eventsOf(orderId)).toEqual(['PaymentFailed', 'PaymentSucceeded']);
  expect((await world.deliveries()).every(({ status }) => status === 200)).toBe(true);
});

test('forged, changed, stale and future deliveries are refused and change nothing', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  await eventually(async () => expect((await world.atStripe()).outbox).toEqual([]));
  await world.knobs({ hold: true });
  const intentId = await confirmAtStripe(orderId, 'pm_card_visa');
  const body = JSON.stringify(await eventOf(intentId, 'payment_intent.succeeded'));
  const events = await world.rows('stripe_events');

  for (const signature of [
    '',
    't=abc,v1=00',
    sign(body, 'whsec_other', now()),
    sign(`${body} `, WEBHOOK_SECRET, now()),
    sign(body, WEBHOOK_SECRET, now() - 310),
    sign(body, WEBHOOK_SECRET, now() + 310),
  ]) {
    expect((await post(body, signature)).status).toBe(400);
  }
  expect(await statusOf(orderId)).toBe('REQUIRES_PAYMENT_METHOD');
  expect(await world.rows('stripe_events')).toEqual(events);
  expect(await world.eventsOf(orderId)).toEqual([]);
});

test('what an event claims does not count: Stripe is asked', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  const event = await eventOf(intentId, 'payment_intent.created');
  const lie = JSON.stringify({
    ...event,
    id: 'evt_lie',
    type: 'payment_intent.succeeded',
    data: { object: { ...event.data.object, status: 'succeeded', amount_received: 4990 } },
  });

  const answer = await post(lie, sign(lie, WEBHOOK_SECRET, now()));

  expect([answer.status, await answer.json()]).toEqual([200, { received: true, outcome: 'applied' }]);
  expect(await statusOf(orderId)).toBe('REQUIRES_PAYMENT_METHOD');
  expect(await world.eventsOf(orderId)).toEqual([]);
});

test('money over another amount than agreed is never booked', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  await fetch(`${world.stripeUrl}/v1/payment_intents/${intentId}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_local' },
    body: new URLSearchParams({ amount: '1' }),
  });

  await confirmAtStripe(orderId, 'pm_card_visa');

  await eventually(async () =>
    expect(
      (await world.rows('stripe_events')).some(
        ({ type, object_id }) => type === 'payment_intent.succeeded' && object_id === intentId,
      ),
    ).toBe(true),
  );
  expect(await statusOf(orderId)).toBe('REQUIRES_PAYMENT_METHOD');
  expect(await world.eventsOf(orderId)).toEqual([]);
});

test('while Stripe cannot be asked the webhook is not taken, and it comes again', async () => {
  const { orderId, command } = newOrder();
  await shop.command('createIntent', command);
  await eventually(async () => expect((await world.atStripe()).outbox).toEqual([]));
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  await world.knobs({ hold: true });
  await confirmAtStripe(orderId, 'pm_card_visa');

  await world.knobs({ failNext: { count: 1, path: `/payment_intents/${intentId}`, status: 503 }, release: true });

  await eventually(async () => expect(await statusOf(orderId)).toBe('SUCCEEDED'));
  expect(
    (await world.deliveries())
      .filter(({ type }) => type === 'payment_intent.succeeded')
      .slice(-2)
      .map(({ status }) => status),
  ).toEqual([500, 200]);
});

test('a lost webhook is made good by reconciliation, which changes nothing when all is well', async () => {
  const { orderId, command } = newOrder();
  await world.knobs({ drop: 100 }); // all of them: one about the beginning that comes late would look at Stripe, too
  await shop.command('createIntent', command);
  await confirmAtStripe(orderId, 'pm_card_visa');
  await shop.runJobs({ periodic: true });
  expect(await statusOf(orderId)).toBe('REQUIRES_PAYMENT_METHOD'); // not quiet for a minute yet
  await shop.db.execute(
    sql`UPDATE payments SET checked_at = now() - interval '61 seconds' WHERE order_id = ${orderId}`,
  );

  await shop.db.execute(sql`UPDATE jobs SET run_at = now()`);
  await shop.runJobs();

  expect(await statusOf(orderId)).toBe('SUCCEEDED');
  const [rows, events] = [await world.rows('payments'), await shop.published()];
  await shop.db.execute(sql`UPDATE jobs SET run_at = now()`);
  await shop.runJobs();
  expect([await world.rows('payments'), await shop.published()]).toEqual([rows, events]);
});
