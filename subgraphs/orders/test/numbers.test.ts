import { readFileSync } from 'node:fs';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { orders } from '../src/contract.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
const { place, answers, shop, row } = world;
const staff = newViewer(['CUSTOMER', 'STAFF']);
afterAll(() => world.stop());
beforeEach(() => world.reset());

/** All numbers that were given, in order. */
const numbers = async (): Promise<number[]> =>
  [
    ...(await world.db.execute<{ number: number }>(
      sql`SELECT substr(number, 4)::int AS number FROM orders WHERE number IS NOT NULL ORDER BY 1`,
    )),
  ].map(({ number }) => number);
const countedUp = (count: number) => Array.from({ length: count }, (_, index) => 100_001 + index);
const expectNoGaps = async () => expect(await numbers()).toEqual(countedUp((await numbers()).length));

test('an order has its number when it can be paid, and is in the lists from then on', async () => {
  const buyer = newViewer();
  answers.createIntent = () => Promise.reject(new Error('connection refused'));
  const { order } = await place(buyer);
  expect(order).toMatchObject({ status: 'PENDING', number: null });
  const list = async () => {
    const user = `_entities(representations: [{ __typename: "User", id: "${buyer.id}" }]) { ... on User { orders { totalCount nodes { number } } } }`;
    const { data } = await shop.as(staff)(`{ ${user} orders(filter: { status: PENDING }) { totalCount } }`);
    return [data._entities[0].orders, data.orders.totalCount];
  };
  expect(await list()).toEqual([{ totalCount: 0, nodes: [] }, 0]);

  world.reset();
  await world.goOn(order.id);

  const { number } = await row(order.id);
  expect(number).toMatch(/^SG-\d{6}$/);
  expect(await list()).toEqual([{ totalCount: 1, nodes: [{ number }] }, 0]);
  expect((await shop.as(staff)(`{ order(number: "${number}") { id } }`)).data).toEqual({ order: { id: order.id } });
  expect((await world.payloads(order.id, 'OrderPlaced')).map((placed) => placed.number)).toEqual([number]);
  await expectNoGaps();
});

test('50 shoppers at once, of whom 45 are refused: 5 numbers, one after the other', async () => {
  const before = await numbers();
  let served = 0;
  const { variantId } = world.lines[0]!;
  const reserves = answers.reserveStock;
  answers.reserveStock = async (input) =>
    served++ % 10 === 0 ? reserves(input) : { outcome: 'REJECTED', shortages: [{ variantId, available: 0 }] };

  const answered = await Promise.all(Array.from({ length: 50 }, () => place(newViewer())));

  const given = answered.flatMap(({ order }) => (order ? [order.number] : []));
  const expected = [1, 2, 3, 4, 5].map((step) => `SG-${100_000 + before.length + step}`);
  expect(given.sort()).toEqual(expected);
  expect(answered.filter(({ order, orderToken }) => order === null && orderToken === null)).toHaveLength(45);
  await expectNoGaps();
});

test('a number that was given in a transaction that failed is given again', async () => {
  await world.db.execute(sql`CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.type = 'OrderPlaced' AND nextval('times_refused') % 2 = 1 THEN RAISE EXCEPTION 'the disk is full'; END IF; RETURN NEW; END $$`);
  await world.db.execute(sql`CREATE SEQUENCE times_refused`);
  await world.db.execute(
    sql`CREATE TRIGGER refuse_once BEFORE INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION refuse_once()`,
  );
  const answered = await Promise.all(Array.from({ length: 8 }, () => place(newViewer())));
  const pending = answered.filter(({ order }) => order.status === 'PENDING');
  expect(pending.length).toBeGreaterThan(0);
  await expectNoGaps();

  await world.db.execute(sql`DROP TRIGGER refuse_once ON outbox`);
  for (const { order } of pending) await world.goOn(order.id);

  expect(new Set(await Promise.all(answered.map(async ({ order }) => (await row(order.id)).state)))).toEqual(
    new Set(['AWAITING_PAYMENT']),
  );
  await expectNoGaps();
});

test('who pays before we hear that the payment was opened has a number, and so has what ends while it is opened', async () => {
  answers.createIntent = () => Promise.reject(new Error('the answer was lost'));
  const paid = await place(newViewer());
  const expired = await place(newViewer());
  expect([paid.order.number, expired.order.number]).toEqual([null, null]);
  await world.pay(paid.order.id);
  await world.db.execute(
    sql`UPDATE orders SET placed_at = placed_at - interval '1 day' WHERE id = ${expired.order.id}`,
  );
  await world.command('reconcile', { fix: true });
  await world.goOn(expired.order.id);

  for (const [{ order }, state, event] of [
    [paid, 'PAID', 'OrderPaid'],
    [expired, 'EXPIRED', 'OrderExpired'],
  ] as const) {
    const found = await row(order.id);
    expect(found).toMatchObject({ state, number: expect.stringMatching(/^SG-\d{6}$/) });
    expect(await world.payloads(order.id, event)).toMatchObject([{ number: found.number }]);
  }
  await expectNoGaps();
});

test('the database keeps a number from what is no order, and asks one of what is', async () => {
  const { order } = await place(newViewer());
  for (const change of [sql`number = NULL`, sql`state = 'REJECTED'`, sql`state = 'NEW'`])
    await expect(world.db.execute(sql`UPDATE orders SET ${change} WHERE id = ${order.id}`)).rejects.toMatchObject({
      cause: { constraint_name: 'numbered_once_it_can_be_paid' },
    });
});

test('users is told of the first order of an account, once, and of no guest', async () => {
  const [buyer, other] = [newViewer(), newViewer()];
  const told = async () =>
    (await shop.published()).filter(({ type }) => type === 'CustomerOrdered').map(({ payload }) => payload.userId);
  await shop.db.execute(sql`DELETE FROM outbox`);
  answers.reserveStock = async () => ({
    outcome: 'REJECTED',
    shortages: [{ variantId: world.lines[0]!.variantId, available: 0 }],
  });
  await place(buyer);
  expect(await told()).toEqual([]);

  world.reset();
  await place(buyer);
  await place(other);
  await place(buyer);
  await place(null);
  expect(await told()).toEqual([buyer.id, other.id]);
});

test('those who had ordered before users was told are announced when the database is brought up to date', async () => {
  const [buyer, refused] = [newViewer(), newViewer()];
  for (const _ of [1, 2]) await place(buyer);
  answers.createIntent = () => Promise.reject(new Error('connection refused'));
  await place(refused);
  await shop.db.execute(sql`DELETE FROM outbox`);
  const migration = readFileSync(new URL('../migrations/0009_known_customers.sql', import.meta.url), 'utf8');
  await shop.db.execute(sql.raw(migration));
  const told = (await shop.published()).filter(({ payload }) => [buyer.id, refused.id].includes(payload.userId));
  expect(told).toEqual([
    { type: 'CustomerOrdered', subscriber: 'users', payload: { userId: buyer.id, placedAt: expect.any(String) } },
  ]);
  expect(orders.CustomerOrdered.schema.safeParse(told[0]?.payload).success).toBe(true);
});
