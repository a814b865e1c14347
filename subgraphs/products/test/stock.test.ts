import { newId } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, expect, test } from 'vitest';
import { openWarehouse } from './warehouse.ts';

const { shop, variantWith, stockOf, movementsOf, reserve, publish, written, adjust } = await openWarehouse();
afterAll(() => shop.stop());

test.for([
  ['order', ['o'.repeat(101), 'var_1'], 'orderId'],
  ['variant', ['ord_1', 'v'.repeat(101)], 'lines.0.variantId'],
] as const)(
  'a reservation whose %s has no id but a novel is refused, and nothing is kept',
  async ([, [order, variant], field]) => {
    await expect(reserve(order, variant, 1)).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field, rule: 'too_big' },
    });
    expect([...(await shop.db.execute(sql`SELECT 1 FROM reservations WHERE order_id = ${order}`))]).toEqual([]);
  },
);

test('all orders of a holder together hold as many units of a variant as they may, however many come at once', async () => {
  const [variantId, another] = [await variantWith(40), await variantWith(40)];
  const holder = { key: newId('ord'), atMost: 6 };
  const orderIds = Array.from({ length: 8 }, () => newId('ord'));
  const outcomes = await Promise.all(orderIds.map((orderId) => reserve(orderId, variantId, 2, holder)));
  expect(outcomes.filter(({ outcome }) => outcome === 'RESERVED')).toHaveLength(3);
  const refused = { outcome: 'REJECTED', shortages: [], overLimit: [variantId] };
  expect(outcomes.filter(({ outcome }) => outcome === 'REJECTED')).toEqual(Array(5).fill(refused));
  expect(await stockOf(variantId)).toEqual([40, 6]);

  // neither another holder, nor who has no limit, nor another variant
  for (const [variant, other] of [
    [variantId, { ...holder, key: newId('ord') }],
    [variantId, null],
    [another, holder],
  ] as const)
    expect(await reserve(newId('ord'), variant, 6, other)).toMatchObject({ outcome: 'RESERVED' });
  expect(await reserve(newId('ord'), another, 1, holder)).toEqual({ ...refused, overLimit: [another] });

  // what is paid, and what is given back, is held no more
  const [paid, released] = orderIds.filter((_, index) => outcomes[index].outcome === 'RESERVED');
  await publish('OrderPaid', paid!);
  await publish('OrderCancelled', released!);
  expect(await reserve(newId('ord'), variantId, 5, holder)).toEqual(refused);
  expect(await reserve(newId('ord'), variantId, 4, holder)).toMatchObject({ outcome: 'RESERVED' });
});

test('who may have no more hears first that there are no more', async () => {
  const variantId = await variantWith(3);
  const holder = { key: newId('ord'), atMost: 2 };
  await reserve(newId('ord'), variantId, 2, holder);
  expect(await reserve(newId('ord'), variantId, 2, holder)).toMatchObject({
    outcome: 'REJECTED',
    shortages: [{ variantId, available: 1 }],
  });
});

test('a reservation holds the units at the price of now, and the same order again gets the same answer', async () => {
  const variantId = await variantWith(5);
  const orderId = newId('ord');

  const first = await reserve(orderId, variantId, 2);
  await shop.db.execute(sql`UPDATE variants SET price_minor = 9900 WHERE id = ${variantId}`);
  const again = await Promise.all([reserve(orderId, variantId, 2), reserve(orderId, variantId, 2)]);

  expect(first).toEqual({ outcome: 'RESERVED', lines: [{ variantId, unitPriceMinor: 2500, currencyCode: 'USD' }] });
  expect(again).toEqual([first, first]);
  expect(await stockOf(variantId)).toEqual([5, 2]);
});

test('all lines or none: what is short is named with what is left', async () => {
  const [plenty, short] = [await variantWith(9), await variantWith(1)];
  const orderId = newId('ord');
  const lines = [
    { variantId: plenty, quantity: 2 },
    { variantId: short, quantity: 2 },
  ];
  expect(await shop.command('reserveStock', { orderId, lines })).toEqual({
    outcome: 'REJECTED',
    shortages: [{ variantId: short, available: 1 }],
  });
  expect([await stockOf(plenty), await stockOf(short)]).toEqual([
    [9, 0],
    [1, 0],
  ]);
  expect(await reserve(newId('ord'), newId('var'), 1)).toMatchObject({
    outcome: 'REJECTED',
    shortages: [{ available: 0 }],
  });
});

test('who is late does not wait for a turn at the stock; who is not does', async () => {
  const [gone, left, archived] = [await variantWith(1), await variantWith(1), await variantWith(5)];
  await reserve(newId('ord'), gone, 1);
  await shop.db.execute(
    sql`UPDATE products SET status = 'ARCHIVED' WHERE id = (SELECT product_id FROM variants WHERE id = ${archived})`,
  );
  const [late, held, first] = [newId('ord'), newId('ord'), newId('ord')];
  const waiting: { first?: Promise<any> } = {};
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT id FROM products FOR UPDATE`);
    await tx.execute(sql`SELECT variant_id FROM stock FOR UPDATE`);
    const lines = [gone, left].map((variantId) => ({ variantId, quantity: 1 }));
    expect(await shop.command('reserveStock', { orderId: late, lines })).toEqual({
      outcome: 'REJECTED',
      shortages: [{ variantId: gone, available: 0 }],
    });
    expect(await reserve(held, left, 2)).toEqual({
      outcome: 'REJECTED',
      shortages: [{ variantId: left, available: 1 }],
    });
    expect(await reserve(newId('ord'), archived, 1)).toEqual({
      outcome: 'REJECTED',
      shortages: [{ variantId: archived, available: 0 }],
    });
    waiting.first = reserve(first, left, 1);
  });
  expect(await waiting.first).toMatchObject({ outcome: 'RESERVED' });
  expect(await stockOf(left)).toEqual([1, 1]);
  // the stored outcome is what a repeated call answers, whatever is left by then
  for (const variantId of [gone, left]) await adjust({ variantId, setTo: 5 });
  expect(await reserve(late, gone, 1)).toMatchObject({ outcome: 'REJECTED', shortages: [{ variantId: gone }] });
  expect([await stockOf(gone), await stockOf(left)]).toEqual([
    [5, 1],
    [5, 1],
  ]);
});

test('who is overtaken between the look and the turn at the stock hears which lines are short by then, and takes none', async () => {
  const [scarce, exact, plenty] = [await variantWith(3), await variantWith(2), await variantWith(9)];
  const lines = [scarce, exact, plenty].map((variantId) => ({ variantId, quantity: 2 }));
  const overtaken = newId('ord');
  const waiting: { answer?: Promise<any> } = {};
  await shop.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT id FROM products FOR UPDATE`);
    waiting.answer = shop.command('reserveStock', { orderId: overtaken, lines });
    // it has looked, and waits for its turn
    await eventually(async () => expect(await shop.waitingForLocks()).toBe(1));
    await tx.execute(sql`UPDATE stock SET reserved = 2 WHERE variant_id = ${scarce}`);
  });
  const answer = { outcome: 'REJECTED', shortages: [{ variantId: scarce, available: 1 }] };
  expect(await waiting.answer).toEqual(answer);
  expect(await shop.command('reserveStock', { orderId: overtaken, lines })).toEqual(answer);
  expect([await stockOf(scarce), await stockOf(exact), await stockOf(plenty)]).toEqual([
    [3, 2],
    [2, 0],
    [9, 0],
  ]);
});

test('what is archived or a draft cannot be reserved, however much is left', async () => {
  for (const status of ['ARCHIVED', 'DRAFT']) {
    const variantId = await variantWith(5);
    await shop.db.execute(
      sql`UPDATE products SET status = ${status}::product_status WHERE id = (SELECT product_id FROM variants WHERE id = ${variantId})`,
    );
    expect(await reserve(newId('ord'), variantId, 1)).toEqual({
      outcome: 'REJECTED',
      shortages: [{ variantId, available: 0 }],
    });
    expect(await stockOf(variantId)).toEqual([5, 0]);
  }
});

test('a release frees once, and a reservation that comes after it is refused', async () => {
  const variantId = await variantWith(5);
  const [early, late] = [newId('ord'), newId('ord')];
  await reserve(early, variantId, 3);
  await publish('OrderCancelled', early);
  await publish('OrderExpired', early);
  expect(await stockOf(variantId)).toEqual([5, 0]);

  expect(await publish('OrderCancelled', late)).toBe('applied');
  expect(await reserve(late, variantId, 1)).toEqual({ outcome: 'REJECTED', shortages: [] });
  expect(await stockOf(variantId)).toEqual([5, 0]);
});

test('a paid order takes its units out once, and nothing frees them after', async () => {
  const variantId = await variantWith(5);
  const orderId = newId('ord');
  await reserve(orderId, variantId, 2);
  await Promise.all([publish('OrderPaid', orderId), publish('OrderPaid', orderId)]);
  await publish('OrderCancelled', orderId);
  expect(await stockOf(variantId)).toEqual([3, 0]);
  expect(await movementsOf(variantId)).toEqual([5, -2]);
});

test('a refund puts sold units back only when they come back, and once', async () => {
  const variantId = await variantWith(5);
  const orderId = newId('ord');
  await reserve(orderId, variantId, 2);
  await publish('OrderPaid', orderId);
  await publish('OrderRefunded', orderId, { restock: false });
  expect(await stockOf(variantId)).toEqual([3, 0]);
  await publish('OrderRefunded', orderId, { restock: true });
  await publish('OrderRefunded', orderId, { restock: true });
  expect(await stockOf(variantId)).toEqual([5, 0]);
  expect(await movementsOf(variantId)).toEqual([5, -2, 2]);
  const reasons = await shop.db.execute(
    sql`SELECT reason FROM stock_movements WHERE order_id = ${orderId} AND variant_id = ${variantId} ORDER BY id`,
  );
  expect([...reasons].map(({ reason }) => reason)).toEqual(['sold', 'returned']);
});

test('a restock that overtakes the payment leaves nothing held and nothing sold', async () => {
  const variantId = await variantWith(5);
  const orderId = newId('ord');
  await reserve(orderId, variantId, 2);
  await publish('OrderRefunded', orderId, { restock: true });
  await publish('OrderPaid', orderId);
  expect(await stockOf(variantId)).toEqual([5, 0]);
});

test('of thirty orders for the last five units exactly five get one, again and again', async () => {
  for (let round = 0; round < 5; round++) {
    const variantId = await variantWith(5);
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => reserve(newId('ord'), variantId, 1)));
    expect(outcomes.filter(({ outcome }) => outcome === 'RESERVED')).toHaveLength(5);
    expect(await stockOf(variantId)).toEqual([5, 5]);
  }
});

test('two orders for the same two variants in opposite order never deadlock', async () => {
  const variants = [await variantWith(1_000), await variantWith(1_000)];
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const lines = variants.map((variantId) => ({ variantId, quantity: 1 }));
      return shop.command('reserveStock', { orderId: newId('ord'), lines: index % 2 ? lines : lines.reverse() });
    }),
  );
  expect(outcomes.every(({ outcome }) => outcome === 'RESERVED')).toBe(true);
  expect([await stockOf(variants[0]!), await stockOf(variants[1]!)]).toEqual([
    [1_000, 40],
    [1_000, 40],
  ]);
});

test('the database itself refuses to oversell', async () => {
  const variantId = await variantWith(2);
  await expect(shop.db.execute(sql`UPDATE stock SET reserved = 3 WHERE variant_id = ${variantId}`)).rejects.toThrow();
  await expect(shop.db.execute(sql`UPDATE stock SET on_hand = -1 WHERE variant_id = ${variantId}`)).rejects.toThrow();
});

test('paid while cancelling: the stock is freed or sold exactly once, in whatever order the events come and come again', async () => {
  const events: Record<string, object> = {
    OrderCancelled: {},
    StockFreed: {},
    OrderPaid: {},
    OrderRefunded: { restock: true },
  };
  const orders = (names: string[]): string[][] =>
    names.length === 0
      ? [[]]
      : names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
  // what orders can say: a paid order that comes back, and one that was paid while it was being cancelled
  for (const said of [['OrderPaid', 'OrderRefunded'], ['StockFreed', 'OrderRefunded'], ['OrderCancelled']])
    for (const order of orders(said)) {
      const variantId = await variantWith(5);
      const orderId = newId('ord');
      await reserve(orderId, variantId, 2);
      for (const type of [...order, ...order.toReversed()]) await publish(type, orderId, events[type]);
      expect(await stockOf(variantId), order.join()).toEqual([5, 0]);
      const sum = (await movementsOf(variantId)).reduce((total: number, delta) => total + Number(delta), 0);
      expect(sum, order.join()).toBe(5);
      expect((await written(variantId))[3], order.join()).toEqual([{ sold: 0 }]);
    }
  const variantId = await variantWith(5);
  const orderId = newId('ord');
  await reserve(orderId, variantId, 2);
  await publish('OrderPaid', orderId);
  for (const type of ['OrderPaid', 'OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed'])
    await publish(type, orderId);
  await publish('OrderRefunded', orderId, { restock: false });
  expect(await written(variantId)).toEqual([
    [{ on_hand: 3, reserved: 0 }],
    [
      { delta: 5, reason: 'opening stock', order_id: null },
      { delta: -2, reason: 'sold', order_id: orderId },
    ],
    [{ order_id: orderId, quantity: 2, state: 'COMMITTED' }],
    [{ sold: 2 }],
  ]);
});

test.each(['OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed'])(
  '%s frees what its order holds, and nothing of another one',
  async (type) => {
    const variantId = await variantWith(5);
    const [orderId, other] = [newId('ord'), newId('ord')];
    await reserve(orderId, variantId, 2);
    await reserve(other, variantId, 1);
    await publish(type, orderId);
    expect(await stockOf(variantId)).toEqual([5, 1]);
    await publish('OrderPaid', other);
    expect(await stockOf(variantId)).toEqual([4, 0]);
  },
);

test('the last unit can be reserved, one more cannot; lines of one variant are added up', async () => {
  const variantId = await variantWith(3);
  expect((await reserve(newId('ord'), variantId, 4)).outcome).toBe('REJECTED');
  const twice = { variantId, quantity: 2 };
  expect(await shop.command('reserveStock', { orderId: newId('ord'), lines: [twice, twice] })).toEqual({
    outcome: 'REJECTED',
    shortages: [{ variantId, available: 3 }],
  });
  expect((await reserve(newId('ord'), variantId, 3)).outcome).toBe('RESERVED');
  expect(await reserve(newId('ord'), variantId, 1)).toEqual({
    outcome: 'REJECTED',
    shortages: [{ variantId, available: 0 }],
  });
  expect(await stockOf(variantId)).toEqual([3, 3]);
});
