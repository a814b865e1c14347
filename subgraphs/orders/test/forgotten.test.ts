import { newViewer, rowsWith, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { shop, place, answers } = world;
afterAll(() => world.stop());
beforeEach(() => world.reset());

const forget = (userId: string) => shop.deliver('AccountDeleted', { userId });
const jobsOf = async (userId: string) => [
  ...(await shop.db.execute(sql`SELECT name FROM jobs WHERE name = 'forgetCustomer' AND key = ${userId}`)),
];

/** Somebody whose address stands nowhere else: their cart names none, so it is the one of their account. */
function shopper() {
  const viewer = newViewer();
  const email = `${viewer.id}@shop.example`;
  answers.checkCart = async () => ({ currencyCode: 'USD', hasEmail: false, problems: [] });
  answers.contactOf = async () => ({ email });
  answers.lockCart = async () => ({
    outcome: 'REFUSED',
    code: 'EMPTY_CART',
    message: 'There is nothing in the cart',
    path: [],
  });
  return { viewer, tablesWithThem: async () => (await rowsWith(shop.db, email)).map(({ table }) => table) };
}

test.each([
  ['the order comes second: it is refused, and nothing is written', 'second'],
  ['the order comes first: it is forgotten with the others', 'first'],
])('an order is placed and its customer forgotten at once, and %s', async (_what, turn) => {
  const { viewer, tablesWithThem } = shopper();
  const waiting = (count: number) => until(shop.waitingForLocks, (waits) => waits === count);
  const { forgetting, placing } = await shop.db.transaction(async (tx) => {
    // both get as far as to the place where they take turns
    await tx.execute(sql`LOCK TABLE forgotten_customers`);
    const order = turn === 'first' ? place(viewer) : undefined;
    if (order) await waiting(1);
    const forgotten = forget(viewer.id);
    await waiting(order ? 2 : 1);
    const late = order ?? place(viewer);
    await waiting(2);
    return { forgetting: forgotten, placing: late };
  });
  await forgetting;
  const placed = await placing;
  if (turn === 'second') {
    expect(placed.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect([...(await shop.db.execute(sql`SELECT 1 FROM orders WHERE user_id = ${viewer.id}`))]).toEqual([]);
  } else expect(placed.userErrors).toMatchObject([{ code: 'EMPTY_CART' }]);
  await world.goOn(viewer.id);
  expect(await jobsOf(viewer.id)).toEqual([]);
  expect(await tablesWithThem()).toEqual([]);
});

test('an order that ends while the others of its customer are forgotten is forgotten the next time', async () => {
  const { viewer, tablesWithThem } = shopper();
  await place(viewer);
  const refused = await world.rowOf(viewer);
  const { lockCart: _refuses, ...usual } = answers;
  world.reset();
  Object.assign(answers, { checkCart: usual.checkCart, contactOf: usual.contactOf });
  const open = (await place(viewer)).order.id;
  await forget(viewer.id);
  const running = await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT 1 FROM orders WHERE id = ${refused.id} FOR UPDATE`);
    const job = world.goOn(viewer.id, 1);
    await until(shop.waitingForLocks, (waits) => waits === 1);
    await shop.db.execute(sql`UPDATE orders SET state = 'CANCELLED' WHERE id = ${open}`);
    return { job };
  });
  await running.job;
  expect(await jobsOf(viewer.id)).toHaveLength(1);
  await world.goOn(viewer.id);
  expect(await jobsOf(viewer.id)).toEqual([]);
  expect(await tablesWithThem()).toEqual([]);
});
