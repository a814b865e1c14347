import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { isNumbered, movingStates, type OrderState, orderStates } from '../src/order/order.life.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
afterAll(() => world.stop());
beforeEach(async () => {
  world.reset();
  await world.db.execute(sql`DELETE FROM orders`);
  await world.db.execute(sql`DELETE FROM jobs`);
});

interface Age {
  placed?: number;
  still?: number;
  /** Seconds since its time to be paid was over. */
  overdue?: number;
}
/** An order of so many seconds ago, by the clock of the database. */
async function aged(state: OrderState, { placed = 0, still = 0, overdue = -600 }: Age): Promise<string> {
  const id = newId('ord');
  const ago = (seconds: number) => sql`now() - ${seconds} * interval '1 second'`;
  await world.db.execute(
    sql`INSERT INTO orders (id, number, order_token_hash, currency_code, expected_total_minor, state, placed_at, updated_at, expires_at)
      VALUES (${id}, ${isNumbered(state) ? id : null}, ${id}, 'USD', 0, ${state}, ${ago(placed)}, ${ago(still)}, ${ago(overdue)})`,
  );
  return id;
}
const check = async (fix = false): Promise<[string, string][]> =>
  (await world.command('reconcile', { fix })).findings.map(({ kind, orderId }: any) => [kind, orderId]);
const everything = async () => [
  [...(await world.db.execute(sql`SELECT * FROM orders ORDER BY id`))],
  [...(await world.db.execute(sql`SELECT name, key, run_at FROM jobs ORDER BY id`))],
];

test('half a minute without a move is still, for what has to move and for nothing else', async () => {
  const quiet = new Map<OrderState, string>();
  for (const state of orderStates) {
    await aged(state, { still: 25 });
    quiet.set(state, await aged(state, { still: 35 }));
  }
  const before = await everything();
  const found = await check();
  expect(found.sort()).toEqual(movingStates.map((state) => ['ORDER_STANDS_STILL', quiet.get(state)]).sort());
  expect(await everything()).toEqual(before);
});

test('an order is overdue five seconds after its time, and only while it waits to be paid', async () => {
  for (const state of orderStates) await aged(state, { overdue: 1 });
  const late = new Map<OrderState, string>();
  for (const state of orderStates) late.set(state, await aged(state, { overdue: 9 }));
  expect(await check()).toEqual([['ORDER_IS_OVERDUE', late.get('AWAITING_PAYMENT')]]);
});

test('an order is hopeless after a whole payment window, and only while it is being placed', async () => {
  const window = Number(world.service.env.PAYMENT_WINDOW_SECONDS);
  const old = new Map<OrderState, string>();
  for (const state of orderStates) {
    await aged(state, { placed: window - 20 });
    old.set(state, await aged(state, { placed: window + 5 }));
  }
  expect((await check()).sort()).toEqual(
    [
      ['ORDER_IS_HOPELESS', old.get('NEW')],
      ['ORDER_IS_HOPELESS', old.get('RESERVING')],
    ].sort(),
  );
});

test('what is found goes on: the hopeless ends, the overdue expires, the rest goes on; a second time there is nothing', async () => {
  const hopeless = await aged('NEW', { placed: 10_000 });
  const stuck = await aged('RESERVING', { placed: 10_000 });
  const overdue = await aged('AWAITING_PAYMENT', { overdue: 9 });
  const cancelling = await aged('CANCELLING', { still: 35 });
  const expiring = await aged('EXPIRING', { still: 35 });
  const healthy = [
    await aged('AWAITING_PAYMENT', {}),
    await aged('PAID', { placed: 10_000, still: 10_000, overdue: 9 }),
  ];
  const before = await Promise.all(healthy.map(world.row));

  expect(await check(true)).toHaveLength(5);
  const jobs = await world.db.execute(sql`SELECT name, key FROM jobs WHERE key <> 'every' ORDER BY 1, 2`);
  expect(jobs.map(({ name, key }) => [name, key])).toEqual(
    [
      ['advanceOrder', hopeless],
      ['advanceOrder', stuck],
      ['advanceOrder', cancelling],
      ['advanceOrder', expiring],
      ['expireOrder', overdue],
    ].sort(),
  );
  await world.runJobs({ skipDelays: true });

  const states = await Promise.all(
    [hopeless, stuck, overdue, cancelling, expiring].map(async (id) => (await world.row(id)).state),
  );
  expect(states).toEqual(['REJECTED', 'EXPIRED', 'EXPIRED', 'CANCELLED', 'EXPIRED']);
  expect(await Promise.all(healthy.map(world.row))).toEqual(before);
  expect(await check(true)).toEqual([]);
});
