import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test, vi } from 'vitest';
import { products } from '../src/subgraph.ts';

/** What orders says of an order. */
const states: Record<string, string> = {};
const shop = await testSubgraph(products, {
  remotes: {
    orders: {
      orderState: async ({ orderId }: { orderId: string }) =>
        states[orderId] ? { orderId, state: states[orderId], totalMinor: 2500, currencyCode: 'USD' } : null,
    },
  },
});
const staff = shop.as(newViewer(['STAFF']));
afterAll(() => shop.stop());

/** A product with one variant and so many units of it. */
async function variantWith(onHand: number): Promise<string> {
  const [productId, variantId] = [newId('prod'), newId('var')];
  await shop.db.execute(
    sql`INSERT INTO products (id, slug, title, status) VALUES (${productId}, ${productId}, 'Bowl', 'ACTIVE')`,
  );
  await shop.db.execute(
    sql`INSERT INTO variants (id, product_id, sku, title, price_minor) VALUES (${variantId}, ${productId}, ${variantId}, 'Oak', 2500)`,
  );
  await shop.db.execute(sql`INSERT INTO stock (variant_id, on_hand) VALUES (${variantId}, ${onHand})`);
  if (onHand > 0)
    await shop.db.execute(
      sql`INSERT INTO stock_movements (variant_id, delta, reason) VALUES (${variantId}, ${onHand}, 'opening stock')`,
    );
  return variantId;
}
const stockOf = async (variantId: string) =>
  [...(await shop.db.execute(sql`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId}`))].map(
    ({ on_hand, reserved }) => [on_hand, reserved],
  )[0];
const movementsOf = async (variantId: string) =>
  [...(await shop.db.execute(sql`SELECT delta FROM stock_movements WHERE variant_id = ${variantId} ORDER BY id`))].map(
    ({ delta }) => delta,
  );
const reserve = (
  orderId: string,
  variantId: string,
  quantity: number,
  holder?: { key: string; atMost: number } | null,
) => shop.command('reserveStock', { orderId, lines: [{ variantId, quantity }], holder });

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

/** What an event says beside what a test is about. */
const rest = {
  number: 'SG-1001',
  cartId: null,
  userId: null,
  email: null,
  orderToken: 'token-of-the-order',
  totalMinor: 4480,
  currencyCode: 'USD',
  lines: [],
  reason: null,
  refundedMinor: 4480,
  restock: false,
};
const publish = (type: string, orderId: string, extra: object = {}) =>
  shop.deliver(type, { ...rest, orderId, ...extra });

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
    await vi.waitFor(async () => expect(await shop.waitingForLocks()).toBe(1), { timeout: 30_000 });
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

const ADJUST = `mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) {
  inventory { onHand reserved available movements(first: 5) { nodes { delta reason } } } userErrors { code path } } }`;
const adjust = async (input: object, as = staff) => {
  const { data, errors } = await as(ADJUST, { input: { reason: 'count', idempotencyKey: randomUUID(), ...input } });
  return errors ? { errors } : data.adjustInventory;
};

test('an adjustment counts once per key, and the movements say why', async () => {
  const variantId = await variantWith(5);
  const idempotencyKey = randomUUID();
  const input = { variantId, delta: 3, idempotencyKey };

  const [first, again] = [await adjust(input), await adjust(input)];

  expect(first.inventory).toEqual({
    onHand: 8,
    reserved: 0,
    available: 8,
    movements: {
      nodes: [
        { delta: 3, reason: 'count' },
        { delta: 5, reason: 'opening stock' },
      ],
    },
  });
  expect(again.inventory.onHand).toBe(8);
  expect((await adjust({ ...input, delta: 4 })).errors).toMatchObject([
    { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
  ]);
  expect((await adjust({ variantId, setTo: 2 })).inventory.onHand).toBe(2);
  expect(await movementsOf(variantId)).toEqual([5, 3, -6]);
});

test('nothing goes below what is promised to orders', async () => {
  const variantId = await variantWith(5);
  await reserve(newId('ord'), variantId, 4);
  for (const change of [{ delta: -2 }, { setTo: 3 }])
    expect((await adjust({ variantId, ...change })).userErrors).toEqual([
      { code: 'INVALID_STATE', path: ['input', ...Object.keys(change)] },
    ]);
  expect(await stockOf(variantId)).toEqual([5, 4]);
  expect((await adjust({ variantId, delta: -1 })).inventory).toMatchObject({ onHand: 4, available: 0 });
});

test('an adjustment needs either a difference or a count, a variant, and the role', async () => {
  const variantId = await variantWith(5);
  expect((await adjust({ variantId })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect((await adjust({ variantId, delta: 1, setTo: 1 })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await adjust({ variantId: newId('var'), delta: 1 })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await adjust({ variantId, delta: 1 }, shop.as(newViewer()))).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN' } },
  ]);
  expect(await stockOf(variantId)).toEqual([5, 0]);
});

test('shoppers learn that little is left, not how much there is', async () => {
  const [low, many, none] = [await variantWith(3), await variantWith(50), await variantWith(0)];
  const look = async (id: string) =>
    (await shop.as(null)('query ($id: ID!) { variant(id: $id) { availability { state quantity } } }', { id })).data
      .variant.availability;
  expect([await look(low), await look(many), await look(none)]).toEqual([
    { state: 'LOW_STOCK', quantity: 3 },
    { state: 'IN_STOCK', quantity: null },
    { state: 'OUT_OF_STOCK', quantity: null },
  ]);
  await reserve(newId('ord'), low, 3);
  expect(await look(low)).toEqual({ state: 'OUT_OF_STOCK', quantity: null });
});

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

/** All that is written about the stock of a variant and the orders of it. */
const written = async (variantId: string) => {
  const tables = [
    sql`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId}`,
    sql`SELECT delta, reason, order_id FROM stock_movements WHERE variant_id = ${variantId} ORDER BY id`,
    sql`SELECT order_id, quantity, state FROM holds WHERE variant_id = ${variantId} ORDER BY order_id`,
    sql`SELECT sold FROM products WHERE id = (SELECT product_id FROM variants WHERE id = ${variantId})`,
  ];
  return (await Promise.all(tables.map((query) => shop.db.execute(query)))).map((rows) => [...rows]);
};

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

test('stock is between what is promised and a million, both included', async () => {
  const variantId = await variantWith(5);
  await reserve(newId('ord'), variantId, 4);
  const refused = [
    [{ setTo: 3 }, 'INVALID_STATE', 'setTo'],
    [{ delta: -2 }, 'INVALID_STATE', 'delta'],
    [{ delta: 999_996 }, 'BAD_USER_INPUT', 'delta'],
  ] as const;
  for (const [change, code, field] of refused) {
    const before = await written(variantId);
    expect((await adjust({ variantId, ...change })).userErrors).toMatchObject([{ code, path: ['input', field] }]);
    expect(await written(variantId)).toEqual(before);
  }
  expect((await adjust({ variantId, setTo: 1_000_001 })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect((await adjust({ variantId, setTo: 4 })).inventory).toMatchObject({ onHand: 4, reserved: 4, available: 0 });
  const before = await written(variantId);
  expect((await adjust({ variantId, setTo: 4 })).userErrors).toEqual([]);
  expect(await written(variantId)).toEqual(before);
  expect((await adjust({ variantId, delta: 999_996 })).inventory).toMatchObject({
    onHand: 1_000_000,
    available: 999_996,
  });
  expect(await movementsOf(variantId)).toEqual([5, -1, 999_996]);
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
