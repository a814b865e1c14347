import { randomUUID } from 'node:crypto';
import { until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newOrder, openWorld, PAY } from './world.ts';

const world = await openWorld();
const { shop } = world;
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true, hold: true }));

const forget = (userId: string) => shop.deliver('AccountDeleted', { userId });
const runJobs = () => shop.runJobs({ skipDelays: true, rounds: 2 });
const jobsOf = async (userId: string) => [
  ...(await shop.db.execute(sql`SELECT name FROM jobs WHERE name = 'forgetCustomer' AND key = ${userId}`)),
];
const knownOf = async (userId: string) => [
  ...(await shop.db.execute(sql`SELECT stripe_customer_id FROM customers WHERE user_id = ${userId}`)),
];
const atStripe = async (userId: string) =>
  ((await world.atStripe()) as any).customers.filter(({ metadata }: any) => metadata.userId === userId);

test('a payment that is opened after its customer was forgotten is forgotten as well, when it is over', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await forget(buyer.id);
  await runJobs();
  expect(await jobsOf(buyer.id)).toEqual([]);

  await shop.command('createIntent', command);
  await runJobs();
  expect(await jobsOf(buyer.id)).toHaveLength(1); // it is under way
  await shop.as(buyer)(PAY, pay('pm_card_visa'));
  expect(await world.paymentOf(orderId)).toMatchObject({ status: 'SUCCEEDED', card: { last4: '4242' } });
  await runJobs();
  expect(await jobsOf(buyer.id)).toEqual([]);
  expect(await world.paymentOf(orderId)).toMatchObject({ card: null, client_secret: null, stripe_customer_id: null });
  expect(await knownOf(buyer.id)).toEqual([]);
  expect(await atStripe(buyer.id)).toEqual([]);
});

test('a customer that is made at Stripe after they were forgotten is deleted there', async () => {
  const { buyer } = newOrder();
  await forget(buyer.id);
  await runJobs();
  await shop.as(buyer)(
    'mutation ($input: CreatePaymentMethodSetupInput!) { createPaymentMethodSetup(input: $input) { clientSecret } }',
    { input: { idempotencyKey: randomUUID() } },
  );
  expect([await atStripe(buyer.id), await knownOf(buyer.id)]).toMatchObject([[{}], [{}]]);
  await runJobs();
  expect([await atStripe(buyer.id), await knownOf(buyer.id)]).toEqual([[], []]);
});

test('a customer that is made while they are forgotten is not lost: the next time deletes them at Stripe', async () => {
  const { buyer } = newOrder();
  await forget(buyer.id);
  let isOver = false;
  const job = await shop.db.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE customers IN SHARE MODE`); // it looks, and cannot delete yet
    const running = runJobs().finally(() => {
      isOver = true;
    });
    await until(
      async () => isOver || (await shop.waitingForLocks()) === 1,
      (isReady) => isReady,
    );
    await tx.execute(sql`INSERT INTO customers (user_id, stripe_customer_id) VALUES (${buyer.id}, 'cus_late')`);
    return { running };
  });
  await job.running;
  expect(await knownOf(buyer.id)).toEqual([{ stripe_customer_id: 'cus_late' }]);
});

test('a payment that is opened while its customer is being deleted at Stripe is looked at once more', async () => {
  const [first, second] = [newOrder(), newOrder()];
  const { buyer } = first;
  await shop.command('createIntent', first.command);
  await shop.as(buyer)(PAY, first.pay('pm_card_visa'));
  await forget(buyer.id);
  const job = await shop.db.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE customers IN SHARE MODE`);
    const running = shop.runJobs({ skipDelays: true, rounds: 1 });
    await until(shop.waitingForLocks, (waits) => waits === 1);
    // for a customer who is not there any more Stripe opens nothing: the order asks again
    await shop.command('createIntent', { ...second.command, userId: buyer.id }).catch(() => null);
    return { running };
  });
  await job.running;
  expect(await jobsOf(buyer.id)).toHaveLength(1);
});

test('of others nothing is forgotten', async () => {
  const [ada, eve] = [newOrder(), newOrder()];
  await forget(eve.buyer.id);
  await shop.command('createIntent', ada.command);
  await shop.as(ada.buyer)(PAY, ada.pay('pm_card_visa'));
  await runJobs();
  expect(await world.paymentOf(ada.orderId)).toMatchObject({ card: { last4: '4242' } });
  expect(await atStripe(ada.buyer.id)).toHaveLength(1);
});
