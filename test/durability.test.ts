import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lastingViolations, openCopy } from '../chaos/invariants.ts';
import { persist } from '../chaos/persistent.ts';
import type { Shopper } from './shop.ts';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

/** As in a shop: what is committed is on the disk. */
const world = runningWorld({ volatile: false });
const SHOPPERS = 10;
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
