import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';

const { shop, states, variantWith, stockOf, reserve } = await openWarehouse();
afterAll(() => shop.stop());

test('stock that is held for an order which has ended, or never was, is found and settled; for a living one it is kept', async () => {
  const variantId = await variantWith(10);
  const [dead, paid, living, unknown] = [newId('ord'), newId('ord'), newId('ord'), newId('ord')];
  for (const orderId of [dead, paid, living, unknown]) await reserve(orderId, variantId, 1);
  Object.assign(states, { [dead]: 'EXPIRED', [paid]: 'PAID', [living]: 'AWAITING_PAYMENT' });
  const check = async (fix = false) =>
    (await shop.command('reconcile', { fix })).findings.map(({ subject }: { subject: string }) => subject).sort();
  expect(await check()).toEqual([]);
  await shop.db.execute(
    sql`UPDATE reservations SET changed_at = now() - interval '31 minutes' WHERE order_id IN (${dead}, ${paid}, ${living}, ${unknown})`,
  );

  expect(await check()).toEqual([dead, paid, unknown].sort());
  expect(await stockOf(variantId)).toEqual([10, 4]);
  await check(true);
  expect(await stockOf(variantId)).toEqual([9, 1]);
  expect(await check()).toEqual([]);
});

test('a hold is looked at after half an hour, whatever its order is, and settled as its order ended', async () => {
  const ends: Record<string, [onHand: number, reserved: number, found: boolean]> = {
    NEW: [5, 2, false],
    RESERVING: [5, 2, false],
    AWAITING_PAYMENT: [5, 2, false],
    CANCELLING: [5, 2, false],
    EXPIRING: [5, 2, false],
    REFUNDING: [5, 2, false],
    PAID: [3, 0, true],
    PARTIALLY_REFUNDED: [3, 0, true],
    REFUNDED: [5, 0, true],
    CANCELLED: [5, 0, true],
    EXPIRED: [5, 0, true],
    REJECTED: [5, 0, true],
  };
  const made: { state: string; orderId: string; variantId: string }[] = [];
  for (const state of Object.keys(ends)) {
    const [orderId, variantId] = [newId('ord'), await variantWith(5)];
    await reserve(orderId, variantId, 2);
    states[orderId] = state;
    made.push({ state, orderId, variantId });
  }
  const held = (minutes: number) =>
    Promise.all(
      made.map(({ orderId }) =>
        shop.db.execute(
          sql`UPDATE reservations SET changed_at = now() - ${minutes} * interval '1 minute' WHERE order_id = ${orderId} AND state = 'HELD'`,
        ),
      ),
    );
  const check = async (fix: boolean) =>
    (await shop.command('reconcile', { fix })).findings
      .map(({ orderId }: { orderId: string }) => made.find((one) => one.orderId === orderId)?.state)
      .filter((state: string | undefined) => state !== undefined)
      .sort();
  await held(29);
  expect(await check(true)).toEqual([]);
  await held(31);
  const found = Object.keys(ends)
    .filter((state) => ends[state]![2])
    .sort();
  expect(await check(false)).toEqual(found);
  for (const { variantId } of made) expect(await stockOf(variantId)).toEqual([5, 2]);
  expect(await check(true)).toEqual(found);
  for (const { state, variantId } of made) expect(await stockOf(variantId), state).toEqual(ends[state]!.slice(0, 2));
  expect(await check(true)).toEqual([]);
});
