import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { lastingViolations, openCopy } from '../invariants/invariants.ts';
import { persist } from './persistent.ts';
import type { Shopper } from '../../test/shop.ts';
import { until, variantNumber } from '../../test/shop.ts';
import { countFrom } from '../../test/thorough.ts';
import { newEmail, runningWorld } from '../../test/world.ts';

/** As in a shop: what is committed is on the disk. */
const world = runningWorld({ volatile: false });
const SHOPPERS = 10;
/** More of them find more: CRASHES=50 */
const CRASHES = countFrom('CRASHES', 3, 5);
const ORDERS_EACH = 3;
const AVAILABLE =
  '{ products(first: 40, filter: { inStock: true }) { nodes { variants { id availability { state } } } } }';

test('Postgres is killed twice while people order and pay: nothing that was acknowledged is lost, and all of it arrives', async () => {
  const { nodes } = (await world.guest().graph(AVAILABLE)).data.products;
  const variants: string[] = nodes
    .flatMap((product: { variants: { id: string; availability: { state: string } }[] }) => product.variants)
    .filter(({ availability }: { availability: { state: string } }) => availability.state === 'IN_STOCK')
    .map(({ id }: { id: string }) => id);
  const acknowledged: { orderId: string; shopper: Shopper }[] = [];

  const buy = async (index: number) => {
    const shopper = world.guest();
    await persist(async () => {
      const { userErrors } = await shopper.add(variants[index % variants.length] ?? variantNumber(1));
      if (userErrors.length > 0) throw new Error(userErrors[0].message);
    });
    const { total } = await persist(() => shopper.prepareCheckout(newEmail()));
    const [placeKey, payKey] = [crypto.randomUUID(), crypto.randomUUID()];
    const { order } = await persist(async () => {
      const placed = await shopper.placeOrder(total, placeKey);
      if (placed.order?.status !== 'AWAITING_PAYMENT') throw new Error('It is still being placed');
      return placed;
    });
    acknowledged.push({ orderId: order.id, shopper });
    await persist(() => shopper.pay(order.id, 'pm_card_visa', payKey));
  };
  const everybody = Promise.all(
    Array.from({ length: SHOPPERS }, async (_, shopper) => {
      for (let order = 0; order < ORDERS_EACH; order++) await buy(shopper * ORDERS_EACH + order);
    }),
  );
  for (const already of [3, 12]) {
    await until(
      async () => acknowledged.length,
      (count) => count >= already,
      30_000,
    );
    await world.system.crashPostgres();
    await delay(200);
  }
  await everybody;

  expect(acknowledged).toHaveLength(SHOPPERS * ORDERS_EACH);
  for (const { orderId, shopper } of acknowledged)
    await persist(() => shopper.orderWhen(orderId, { status: 'CONFIRMED', paymentStatus: 'PAID' }, 30_000));
  const copy = await openCopy();
  try {
    const { databaseUrl, stripeUrl } = world.system;
    const broken = await until(
      () => lastingViolations(copy, { databaseUrl, stripeUrl }, 2),
      (violations) => violations.length === 0,
      30_000,
    );
    expect(broken).toEqual([]);
  } finally {
    await copy.close();
  }
}, 120_000);

/** kill -9 of whoever serves a statement: Postgres ends all connections at once and recovers, sooner than when it is started anew. */
async function crashBackend(): Promise<void> {
  const superuser = postgres(world.system.postgres!.superuserUrl, { max: 1, onnotice: () => {} });
  try {
    const pid = await persist(async () => {
      const [busy] = await superuser<{ pid: number }[]>`
        SELECT pid FROM pg_stat_activity WHERE application_name = 'storegraph' ORDER BY state = 'active' DESC, state_change DESC LIMIT 1`;
      if (!busy) throw new Error('Nobody is connected yet');
      return busy.pid;
    });
    process.kill(pid, 'SIGKILL');
    await until(
      () => superuser`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid}`.catch(() => undefined),
      (left) => left?.length === 0,
      30_000,
    );
  } finally {
    await superuser.end();
  }
}

test('no process ends, however often Postgres does while people shop', {
  timeout: 60_000 + CRASHES * 10_000,
}, async () => {
  const processes = () => [...world.system.processes].map(([name, { pid }]) => `${name} ${pid}`);
  const before = processes();
  let crashing = true;
  let answered = 0;
  const shop = async (index: number) => {
    while (crashing) {
      const shopper = world.guest();
      try {
        if (index % 2 === 0) await shopper.register(newEmail());
        await shopper.add(variantNumber(index));
        answered++;
        const { total } = await shopper.prepareCheckout(newEmail());
        const { order } = await shopper.placeOrder(total);
        await shopper.pay(order.id);
      } catch {
        await delay(20); // who gets no answer here begins anew
      }
    }
  };
  const everybody = Promise.all(Array.from({ length: SHOPPERS }, (_, index) => shop(index + 1)));
  try {
    for (let crash = 0; crash < CRASHES; crash++) {
      const already = answered;
      await until(
        async () => answered,
        (count) => count > already,
        30_000,
      );
      await (crash % 5 === 4 ? world.system.crashPostgres() : crashBackend());
    }
  } finally {
    crashing = false;
    await everybody;
  }

  expect(processes()).toEqual(before);
});
