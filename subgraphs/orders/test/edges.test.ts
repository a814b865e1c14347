import { randomUUID } from 'node:crypto';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type OrderState, orderStates } from '../src/order/order.life.ts';
import { fulfillmentStates } from '../src/order/order.status.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
const { answers, called, cancel, pay, place, placed, refund, row, run, told } = world;
afterAll(() => world.stop());
beforeEach(() => world.reset());
const staff = newViewer(['CUSTOMER', 'STAFF']);
async function paid() {
  const order = await placed();
  await pay(order.orderId);
  called.length = 0;
  return order;
}
const ship = (orderId: string, items?: object[], trackingNumber = 'PP-1') =>
  run(staff, 'fulfillOrder', 'FulfillOrderInput', {
    orderId,
    items,
    carrier: 'Parcel Post',
    trackingNumber,
    idempotencyKey: randomUUID(),
  });
const deliver = (orderId: string) => run(staff, 'markDelivered', 'MarkDeliveredInput', { orderId });
const itemsOf = async (orderId: string) =>
  [
    ...(await world.db.execute(
      sql`SELECT id, quantity, fulfilled_quantity AS shipped FROM order_items WHERE order_id = ${orderId} ORDER BY position`,
    )),
  ] as { id: string; quantity: number; shipped: number }[];

describe('in every state', () => {
  const acts = {
    cancelOrder: { from: ['AWAITING_PAYMENT', 'PAID'], code: 'INVALID_STATE', act: (id: string) => cancel(staff, id) },
    refundOrder: {
      from: ['PAID', 'PARTIALLY_REFUNDED'],
      code: 'NOT_REFUNDABLE',
      act: (id: string) => refund(staff, id, '1.00'),
    },
    fulfillOrder: { from: ['PAID', 'PARTIALLY_REFUNDED'], code: 'INVALID_STATE', act: (id: string) => ship(id) },
  };
  test.each(Object.entries(acts))(
    '%s does what it does from where it may, and nothing from elsewhere',
    async (_, { from, code, act }) => {
      for (const state of orderStates) {
        const { orderId } = await placed();
        const money: Partial<Record<OrderState, [number, number]>> = {
          PAID: [10_355, 0],
          REFUNDING: [10_355, 0],
          PARTIALLY_REFUNDED: [10_355, 1_000],
          REFUNDED: [10_355, 10_355],
        };
        const [captured, refunded] = money[state] ?? [0, 0];
        await world.put(orderId, state, sql`, captured_minor = ${captured}, refunded_minor = ${refunded}`);
        called.length = 0;
        const before = await world.all(orderId);
        const { userErrors, errors } = await act(orderId);
        if (from.includes(state)) {
          expect(userErrors, state).toEqual([]);
          expect(await world.all(orderId), state).not.toEqual(before);
        } else {
          if (state === 'REJECTED') expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
          else expect(userErrors, state).toMatchObject([{ code, path: ['input', 'orderId'] }]);
          expect([await world.all(orderId), called], state).toEqual([before, []]);
        }
      }
    },
  );

  test('what is on its way decides whether it can be cancelled, shipped or has arrived', async () => {
    const expected = {
      UNFULFILLED: { cancelled: true, shipped: true, arrived: false },
      PARTIALLY_FULFILLED: { cancelled: false, shipped: true, arrived: false },
      FULFILLED: { cancelled: false, shipped: false, arrived: true },
      DELIVERED: { cancelled: false, shipped: false, arrived: false },
    };
    for (const fulfillment of fulfillmentStates) {
      const outcome: Record<string, boolean> = {};
      for (const [name, act] of [
        ['cancelled', (id: string) => cancel(staff, id)],
        ['shipped', (id: string) => ship(id)],
        ['arrived', deliver],
      ] as const) {
        const { orderId } = await paid();
        const shipped = { UNFULFILLED: 0, PARTIALLY_FULFILLED: 1, FULFILLED: 9, DELIVERED: 9 }[fulfillment];
        await world.db.execute(sql`UPDATE orders SET fulfillment = ${fulfillment} WHERE id = ${orderId}`);
        await world.db.execute(
          sql`UPDATE order_items SET fulfilled_quantity = least(quantity, ${shipped}) WHERE order_id = ${orderId}`,
        );
        const before = await world.all(orderId);
        const { userErrors } = await act(orderId);
        outcome[name] = userErrors.length === 0;
        if (!outcome[name]) {
          expect(userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
          expect([await world.all(orderId), called]).toEqual([before, []]);
        }
      }
      expect(outcome, fulfillment).toEqual(expected[fulfillment]);
    }
  });
});

describe('refunds', () => {
  test('exactly what is left goes back, and not one cent more', async () => {
    const { orderId } = await paid();
    for (const [tooMuch, part] of [
      ['103.56', '40.00'],
      ['63.56', '63.54'],
      ['0.02', '0.01'],
    ] as const) {
      const before = await world.all(orderId);
      expect((await refund(staff, orderId, tooMuch)).userErrors).toMatchObject([
        { code: 'REFUND_TOO_LARGE', path: ['input', 'amount'] },
      ]);
      expect(await world.all(orderId)).toEqual(before);
      expect((await refund(staff, orderId, part)).userErrors).toEqual([]);
    }
    expect(await row(orderId)).toMatchObject({ state: 'REFUNDED', captured_minor: '10355', refunded_minor: '10355' });
    expect(
      (await world.payloads(orderId, 'OrderRefunded')).map(({ refundedMinor, restock }) => [refundedMinor, restock]),
    ).toEqual([
      [4000, false],
      [10_354, false],
      [10_355, true],
    ]);
  });

  test.each([
    ['nothing', { amount: '0.00', currencyCode: 'USD' }, ['input', 'amount']],
    ['another currency', { amount: '1.00', currencyCode: 'EUR' }, ['input', 'amount', 'currencyCode']],
    [
      'another currency with the same digits',
      { amount: '100', currencyCode: 'JPY' },
      ['input', 'amount', 'currencyCode'],
    ],
  ])('a refund of %s is refused, and nothing changes', async (_, amount, path) => {
    const { orderId } = await paid();
    const before = await world.all(orderId);
    const input = { orderId, amount, reason: 'scratched', idempotencyKey: randomUUID() };
    const { userErrors } = await run(staff, 'refundOrder', 'RefundOrderInput', input);
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', path }]);
    expect([await world.all(orderId), called]).toEqual([before, []]);
  });

  test('a second refund beside one that is under way is refused, and both sums are right in the end', async () => {
    const { orderId } = await paid();
    const asked: any[] = [];
    answers.refund = async (input) => {
      asked.push(input);
      return { outcome: 'PENDING' };
    };
    expect((await refund(staff, orderId, '10.00')).userErrors).toEqual([]);
    const before = await world.all(orderId);
    for (const amount of ['10.00', '93.55', undefined])
      expect((await refund(staff, orderId, amount)).userErrors).toMatchObject([{ code: 'NOT_REFUNDABLE' }]);
    expect(await world.all(orderId)).toEqual(before);
    world.reset();
    await world.goOn(orderId);
    expect(await row(orderId)).toMatchObject({ state: 'PARTIALLY_REFUNDED', refunded_minor: '1000' });
    expect(asked).toMatchObject([{ orderId, amountMinor: 1000, reason: 'scratched' }]);
  });

  test('a refund of another order settles nothing here', async () => {
    const [one, two] = [await paid(), await paid()];
    answers.refund = async () => ({ outcome: 'PENDING' });
    for (const { orderId } of [one, two]) await refund(staff, orderId, '10.00');
    const [request] = await world.db.execute(sql`SELECT id FROM refund_requests WHERE order_id = ${two.orderId}`);
    const before = [await world.all(one.orderId), await world.all(two.orderId)];
    for (const refundRequestId of [request!.id, 'rfr_unknown'])
      await world.deliver('RefundSucceeded', {
        orderId: one.orderId,
        refundRequestId,
        amountMinor: 1000,
        currencyCode: 'USD',
      });
    expect([await world.all(one.orderId), await world.all(two.orderId)]).toEqual(before);
  });

  test.each([
    ['nothing', 0, true],
    ['a part', 1, false],
    ['all', 3, false],
  ])(
    'when %s was shipped, the units of a refund in full come back: %s units on their way',
    async (_, shipped, restock) => {
      const { orderId } = await paid();
      const [bowls] = await itemsOf(orderId);
      if (shipped === 1) await ship(orderId, [{ orderItemId: bowls!.id, quantity: 1 }]);
      if (shipped === 3) await ship(orderId);
      const { order } = await refund(staff, orderId);
      expect(order).toMatchObject({ paymentStatus: 'REFUNDED', status: restock ? 'CANCELLED' : 'CONFIRMED' });
      expect(await world.payloads(orderId, 'OrderRefunded')).toMatchObject([{ refundedMinor: 10_355, restock }]);
    },
  );

  test('cancelling what is paid gives back all of it, under one id, and says why', async () => {
    const { orderId, buyer } = await paid();
    const asked: any[] = [];
    answers.refund = async (input) => {
      asked.push(input);
      return { outcome: 'REFUNDED' };
    };
    await cancel(buyer, orderId);
    expect(asked).toEqual([
      { orderId, refundRequestId: expect.stringMatching(/^rfr_/), amountMinor: 10_355, reason: 'ordered twice' },
    ]);
    expect(await world.payloads(orderId, 'OrderRefunded')).toMatchObject([{ refundedMinor: 10_355, restock: true }]);
    expect(await told(orderId)).toEqual(['OrderPlaced', 'OrderPaid', 'OrderRefunded']);
  });
});

describe('shipping', () => {
  test('lines go in parts, also after a refund of a part, until the last unit has gone', async () => {
    const { orderId } = await paid();
    const [bowls, vase] = await itemsOf(orderId);
    const part = (item: typeof bowls, quantity: number) => ({ orderItemId: item!.id, quantity });

    expect((await ship(orderId, [part(bowls, 1)], 'A')).order.fulfillmentStatus).toBe('PARTIALLY_FULFILLED');
    await refund(staff, orderId, '1.00');
    for (const items of [[part(bowls, 2)], [part(vase, 1), part(bowls, 2)], [part(vase, 2)]]) {
      const before = await world.all(orderId);
      expect((await ship(orderId, items)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
      expect(await world.all(orderId)).toEqual(before);
    }
    expect((await ship(orderId, [part(vase, 1)], 'B')).order.fulfillmentStatus).toBe('PARTIALLY_FULFILLED');
    expect((await ship(orderId, [part(bowls, 1)], 'C')).order).toMatchObject({
      fulfillmentStatus: 'FULFILLED',
      paymentStatus: 'PARTIALLY_REFUNDED',
      status: 'CONFIRMED',
    });
    expect((await itemsOf(orderId)).map(({ shipped }) => shipped)).toEqual([2, 1]);
    const parcels = await world.db.execute(
      sql`SELECT tracking_number AS parcel, order_item_id AS item, quantity FROM shipment_items JOIN shipments ON shipments.id = shipment_id WHERE order_id = ${orderId} ORDER BY 1`,
    );
    expect([...parcels]).toEqual([
      { parcel: 'A', item: bowls!.id, quantity: 1 },
      { parcel: 'B', item: vase!.id, quantity: 1 },
      { parcel: 'C', item: bowls!.id, quantity: 1 },
    ]);
    expect(
      (await world.payloads(orderId, 'OrderFulfilled')).map(({ carrier, trackingNumber }) => [carrier, trackingNumber]),
    ).toEqual([
      ['Parcel Post', 'A'],
      ['Parcel Post', 'B'],
      ['Parcel Post', 'C'],
    ]);
  });

  test('every parcel has a mail of its own, by its id: staff may give two of them the same number', async () => {
    const { orderId } = await paid();
    const [bowls] = await itemsOf(orderId);
    for (const _ of [1, 2]) await ship(orderId, [{ orderItemId: bowls!.id, quantity: 1 }]);
    const parcels = await world.db.execute(sql`SELECT id FROM shipments WHERE order_id = ${orderId} ORDER BY id`);
    expect((await world.payloads(orderId, 'OrderFulfilled')).map(({ shipmentId }) => shipmentId).sort()).toEqual(
      [...parcels].map(({ id }) => id),
    );
  });

  test('the item of another order, an item twice, and a quantity of zero are refused', async () => {
    const [{ orderId }, other] = [await paid(), await paid()];
    const [[bowls], [foreign]] = [await itemsOf(orderId), await itemsOf(other.orderId)];
    const before = [await world.all(orderId), await world.all(other.orderId)];
    const one = { orderItemId: bowls!.id, quantity: 1 };
    expect((await ship(orderId, [one, { ...one, orderItemId: foreign!.id }])).userErrors).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'items', '1'] },
    ]);
    expect((await ship(orderId, [one, one])).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.items', rule: 'unique' } },
    ]);
    expect((await ship(orderId, [{ ...one, quantity: 0 }])).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect([await world.all(orderId), await world.all(other.orderId)]).toEqual(before);
  });

  test('more than is left of the second item is refused at that item, and nothing is shipped', async () => {
    const { orderId } = await paid();
    const [bowls, vase] = await itemsOf(orderId);
    const before = await world.all(orderId);
    const wanted = [bowls!, vase!].map(({ id }, index) => ({ orderItemId: id, quantity: 1 + index }));
    expect((await ship(orderId, wanted)).userErrors).toMatchObject([
      { code: 'INVALID_STATE', path: ['input', 'items', '1', 'quantity'] },
    ]);
    expect(await world.all(orderId)).toEqual(before);
  });

  test('what arrives is what was shipped of this order, once', async () => {
    const [{ orderId }, other] = [await paid(), await paid()];
    for (const id of [orderId, other.orderId]) await ship(id);
    const untouched = await world.all(other.orderId);
    expect((await deliver(orderId)).order).toMatchObject({ status: 'COMPLETED', fulfillmentStatus: 'DELIVERED' });
    const after = await world.all(orderId);
    expect(after[4]).toMatchObject([{ delivered_at: expect.anything() }]);
    expect((await deliver(orderId)).userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'orderId'] }]);
    expect([await world.all(orderId), await world.all(other.orderId)]).toEqual([after, untouched]);
  });
});

describe('whoever comes late', () => {
  test('time that is up while the stock is being reserved ends the order, and the request that comes back lets it be', async () => {
    const reserves = answers.reserveStock;
    answers.cancelIntent = async () => ({ outcome: 'CANCELED' });
    answers.createIntent = async () => ({ outcome: 'CANCELED' });
    answers.reserveStock = async (input) => {
      answers.reserveStock = reserves;
      await world.db.execute(sql`UPDATE orders SET placed_at = now() - interval '1 hour' WHERE id = ${input.orderId}`);
      await world.command('reconcile', { fix: true });
      await world.goOn(input.orderId);
      expect((await row(input.orderId)).state).toBe('EXPIRED');
      return reserves(input);
    };
    const { order } = await place(newViewer());
    expect(order.status).toBe('EXPIRED');
    expect(await told(order.id)).toEqual(['OrderExpired']);
    expect((await world.history(order.id)).filter((type) => type === 'readyToPay')).toEqual([]);
  });

  test('a reservation that comes after its release is refused without a shortage, and the shopper hears why', async () => {
    answers.reserveStock = async () => ({ outcome: 'REJECTED', shortages: [] });
    const { order, userErrors } = await place(newViewer());
    expect([order, userErrors]).toMatchObject([null, [{ __typename: 'GeneralUserError', code: 'INVALID_STATE' }]]);
  });

  test('the event of a dead intent ends only what is ending: whoever waits goes on waiting', async () => {
    const { orderId } = await placed();
    const before = await world.all(orderId);
    await world.deliver('PaymentCanceled', { orderId });
    expect(await world.all(orderId)).toEqual(before);
  });

  test('the end of a cancel is told once, by the answer or by the event, whichever is first', async () => {
    const { orderId, buyer } = await placed();
    answers.cancelIntent = async () => {
      await world.deliver('PaymentCanceled', { orderId });
      return { outcome: 'CANCELED' };
    };
    await cancel(buyer, orderId);
    await world.deliver('PaymentCanceled', { orderId });
    expect((await world.payloads(orderId, 'OrderCancelled')).map(({ reason }) => reason)).toEqual(['ordered twice']);
  });

  test.each(['CANCELLED', 'EXPIRED', 'REJECTED', 'REFUNDED', 'PARTIALLY_REFUNDED', 'REFUNDING', 'PAID'] as const)(
    'money that is told of once more changes nothing of an order that is %s, and a decline is only noted',
    async (state) => {
      const { orderId } = await placed();
      await world.put(orderId, state);
      const before = await world.all(orderId);
      await pay(orderId);
      await world.deliver('PaymentCanceled', { orderId });
      expect(await world.all(orderId)).toEqual(before);
      await world.deliver('PaymentFailed', { orderId, declineCode: 'expired_card' });
      await world.deliver('PaymentFailed', { orderId: 'ord_unknown', declineCode: 'expired_card' });
      expect((await row(orderId)).state).toBe(state);
      expect((await world.all(orderId))[2]!.at(-1)).toMatchObject({ type: 'paymentFailed', note: 'expired_card' });
    },
  );

  test('a job of the deadline that comes for an order which is paid or under way elsewhere changes nothing', async () => {
    for (const state of orderStates.filter((one) => !['NEW', 'AWAITING_PAYMENT', 'RESERVING'].includes(one))) {
      const { orderId } = await placed();
      await world.put(orderId, state, sql`, expires_at = now() - interval '1 hour'`);
      await world.db.execute(sql`DELETE FROM jobs WHERE key = ${orderId} AND name <> 'expireOrder'`);
      answers.cancelIntent = async () => ({ outcome: 'PROCESSING' });
      const before = [await row(orderId), await world.history(orderId)];
      await world.goOn(orderId, 1);
      expect([await row(orderId), await world.history(orderId)], state).toEqual(before);
    }
  });
});

test('only orders that still wait count against five, and only the own ones', async () => {
  const [buyer, other] = [newViewer(), newViewer()];
  const orders: string[] = [];
  for (let index = 0; index < 5; index++) orders.push((await place(buyer)).order.id);
  expect((await place(buyer)).errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', limit: 5 } }]);
  expect((await place(other)).errors).toBeUndefined();
  await pay(orders[0]!);
  expect((await place(buyer)).order.status).toBe('AWAITING_PAYMENT');
  expect((await place(buyer)).errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
  await cancel(buyer, orders[1]!);
  expect((await place(buyer)).order.status).toBe('AWAITING_PAYMENT');
});
