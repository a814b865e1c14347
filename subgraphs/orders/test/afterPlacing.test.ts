import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { placed, pay, cancel, refund, row, history, told, called, answers, run, place } = world;
afterAll(() => world.stop());
beforeEach(() => world.reset());
const staff = newViewer(['CUSTOMER', 'STAFF']);
async function paid() {
  const order = await placed();
  await pay(order.orderId);
  called.length = 0;
  return order;
}
const fulfil = (
  viewer: typeof staff,
  orderId: string,
  items?: object[],
  idempotencyKey: string = randomUUID(),
  trackingNumber = 'PP-1',
) =>
  run(viewer, 'fulfillOrder', 'FulfillOrderInput', {
    orderId,
    items,
    carrier: 'Parcel Post',
    trackingNumber,
    idempotencyKey,
  });
const itemsOf = async (orderId: string) =>
  [
    ...(await world.db.execute(
      sql`SELECT id, quantity, fulfilled_quantity FROM order_items WHERE order_id = ${orderId} ORDER BY position`,
    )),
  ] as { id: string; quantity: number; fulfilled_quantity: number }[];

test('a payment that is told twice, and by two events, pays once', async () => {
  const { orderId } = await placed();
  const eventId = randomUUID();

  await Promise.all([pay(orderId, eventId), pay(orderId, eventId), pay(orderId)]);

  expect(await row(orderId)).toMatchObject({ state: 'PAID', captured_minor: '10355' });
  expect((await history(orderId)).filter((type) => type === 'paid')).toHaveLength(1);
  expect(
    (await world.published()).filter(({ type, payload }) => type === 'OrderPaid' && payload.orderId === orderId).length,
  ).toBe(3); // one row for each subscriber
});

test('a payment over another amount is not taken for this order', async () => {
  const { orderId } = await placed();
  await expect(pay(orderId, randomUUID(), 1)).rejects.toMatchObject({
    message: 'A payment over another amount than the order',
    extensions: { code: 'CONFLICT' },
  });
  expect(await row(orderId)).toMatchObject({ state: 'AWAITING_PAYMENT', captured_minor: '0' });
});

test('a payment for an order that nobody placed is refused, and nothing is published', async () => {
  const before = await world.published();
  await expect(pay('ord_unknown', randomUUID())).rejects.toMatchObject({
    message: 'A payment for an order that does not exist',
    extensions: { code: 'NOT_FOUND' },
  });
  expect(await world.published()).toEqual(before);
});

test('a declined card is noted and the order stays payable', async () => {
  const { orderId } = await placed();
  await world.deliver('PaymentFailed', { orderId, declineCode: 'insufficient_funds' });
  expect(await history(orderId)).toContain('paymentFailed');
  expect((await row(orderId)).state).toBe('AWAITING_PAYMENT');
});

test('cancelling before the payment kills the intent first and frees the stock after', async () => {
  const { orderId, buyer } = await placed();
  called.length = 0;
  answers.cancelIntent = async () => {
    expect(await told(orderId)).toEqual(['OrderPlaced']);
    return { outcome: 'CANCELED' };
  };

  const { order, userErrors } = await cancel(buyer, orderId);

  expect([order.status, userErrors, called]).toEqual(['CANCELLED', [], ['cancelIntent']]);
  expect(await told(orderId)).toEqual(['OrderPlaced', 'OrderCancelled']);
});

test('who paid while cancelling gets the money back, and the stock is freed', async () => {
  const { orderId, buyer } = await placed();
  answers.cancelIntent = async () => ({ outcome: 'SUCCEEDED' });

  const { order } = await cancel(buyer, orderId);

  expect(order).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
  expect(await row(orderId)).toMatchObject({ state: 'REFUNDED', captured_minor: '10355', refunded_minor: '10355' });
  expect(await told(orderId)).toEqual(['OrderPlaced', 'StockFreed', 'OrderRefunded']);
  expect(await history(orderId)).toEqual([
    'placeRequested',
    'cartLocked',
    'readyToPay',
    'cancelRequested',
    'paid',
    'refunded',
  ]);
});

test('a payment that is still under way keeps the order cancelling until it is known', async () => {
  const { orderId, buyer } = await placed();
  answers.cancelIntent = async () => ({ outcome: 'PROCESSING' });
  await cancel(buyer, orderId);
  expect((await row(orderId)).state).toBe('CANCELLING');
  expect(await told(orderId)).toEqual(['OrderPlaced']);

  answers.cancelIntent = async () => ({ outcome: 'CANCELED' });
  await world.goOn(orderId);

  expect((await row(orderId)).state).toBe('CANCELLED');
});

test('of a cancel and a payment at the same time one wins, and the other changes nothing', async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const { orderId, buyer } = await placed();
    answers.cancelIntent = async () => ({
      outcome: (await row(orderId)).captured_minor === '0' ? 'CANCELED' : 'SUCCEEDED',
    });
    await Promise.allSettled(
      round % 2 ? [pay(orderId), cancel(buyer, orderId)] : [cancel(buyer, orderId), pay(orderId)],
    );
    await world.goOn(orderId);
    const { state, captured_minor: captured, refunded_minor: refunded } = await row(orderId);
    ends.add(state);
    expect({ state, captured, refunded }).toEqual(
      { REFUNDED: { state, captured: '10355', refunded: '10355' }, CANCELLED: { state, captured: '0', refunded: '0' } }[
        state as string
      ],
    );
  }
  expect([...ends].every((state) => state === 'REFUNDED' || state === 'CANCELLED')).toBe(true);
});

test('cancelling twice, with the same or another key, cancels once', async () => {
  const { orderId, buyer } = await placed();
  const idempotencyKey = randomUUID();
  await cancel(buyer, orderId, { idempotencyKey });
  const again = await cancel(buyer, orderId, { idempotencyKey });
  const other = await cancel(buyer, orderId);
  expect([again.order.status, again.userErrors]).toEqual(['CANCELLED', []]);
  expect(other.userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'orderId'] }]);
  expect((await history(orderId)).filter((type) => type === 'cancelRequested')).toHaveLength(1);
});

test('guests who choose the same key make requests of their own: each cancels the own order', async () => {
  const idempotencyKey = randomUUID();
  for (const cartToken of ['one', 'another']) {
    const { order, orderToken } = await place(null, { cartToken });
    expect((await cancel(null, order.id, { orderToken, idempotencyKey })).order?.status).toBe('CANCELLED');
    expect((await row(order.id)).state).toBe('CANCELLED');
  }
});

test('time that is up kills the payment, then frees the stock', async () => {
  const { orderId } = await placed();
  await world.db.execute(sql`UPDATE orders SET expires_at = now() WHERE id = ${orderId}`);
  called.length = 0;
  await world.goOn(orderId);
  expect((await row(orderId)).state).toBe('EXPIRED');
  expect(new Set(called)).toEqual(new Set(['cancelIntent'])); // the deadline and the completer may both ask
  expect(await told(orderId)).toEqual(['OrderPlaced', 'OrderExpired']);
});

test('who paid in the last moment keeps the order', async () => {
  const { orderId } = await placed();
  await world.db.execute(sql`UPDATE orders SET expires_at = now() WHERE id = ${orderId}`);
  answers.cancelIntent = async () => ({ outcome: 'SUCCEEDED' });
  await world.goOn(orderId);
  expect(await row(orderId)).toMatchObject({ state: 'PAID', captured_minor: '10355' });
});

test('an order that still has time is not expired by an early job, which comes again when it is over', async () => {
  const { orderId } = await placed();
  await world.db.execute(sql`UPDATE orders SET expires_at = now() + interval '20 seconds' WHERE id = ${orderId}`);
  await world.goOn(orderId, 1);
  expect((await row(orderId)).state).toBe('AWAITING_PAYMENT');
  const [job] = await world.db.execute(
    sql`SELECT run_at BETWEEN expires_at - interval '1 second' AND expires_at + interval '30 seconds' AS again
      FROM jobs JOIN orders ON orders.id = jobs.key WHERE jobs.name = 'expireOrder' AND orders.id = ${orderId}`,
  );
  expect(job).toEqual({ again: true });
});

test('refunds go out in parts, once per key, and never beyond what was paid', async () => {
  const { orderId } = await paid();
  const idempotencyKey = randomUUID();

  const part = await refund(staff, orderId, '40.00', idempotencyKey);
  const repeated = await refund(staff, orderId, '40.00', idempotencyKey);
  const tooMuch = await refund(staff, orderId, '63.56');
  const rest = await refund(staff, orderId);

  expect(part.order).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'PARTIALLY_REFUNDED' });
  expect(repeated.order.paymentStatus).toBe('PARTIALLY_REFUNDED');
  expect(tooMuch.userErrors).toMatchObject([{ code: 'REFUND_TOO_LARGE', path: ['input', 'amount'] }]);
  expect(rest.order).toMatchObject({ status: 'CANCELLED', paymentStatus: 'REFUNDED' });
  expect(called).toEqual(['refund', 'refund']);
  expect(await row(orderId)).toMatchObject({ refunded_minor: '10355', captured_minor: '10355' });
});

test('two refunds at the same time: together never more than was paid', async () => {
  const { orderId } = await paid();
  const outcomes = await Promise.all([refund(staff, orderId, '80.00'), refund(staff, orderId, '80.00')]);
  await world.goOn(orderId);
  expect(outcomes.filter(({ userErrors }) => userErrors?.length === 0)).toHaveLength(1);
  expect(await row(orderId)).toMatchObject({ state: 'PARTIALLY_REFUNDED', refunded_minor: '8000' });
});

test('a refund that Stripe has not decided is asked again with the same id', async () => {
  const { orderId } = await paid();
  const ids: string[] = [];
  answers.refund = async ({ refundRequestId }) => {
    ids.push(refundRequestId);
    return { outcome: ids.length < 3 ? 'PENDING' : 'REFUNDED' };
  };
  await refund(staff, orderId, '10.00');
  await world.goOn(orderId, 4);
  expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
  expect((await row(orderId)).refunded_minor).toBe('1000');
});

test('a refund that is told by the answer and again by events counts once, also while another one is under way', async () => {
  const { orderId } = await paid();
  let refundRequestId = '';
  answers.refund = async (input) => {
    refundRequestId = input.refundRequestId;
    return { outcome: 'REFUNDED' };
  };
  await refund(staff, orderId, '10.00');
  const first = { orderId, refundRequestId, amountMinor: 1000, currencyCode: 'USD' };
  answers.refund = async () => ({ outcome: 'PENDING' });
  await refund(staff, orderId, '20.00');

  await world.deliver('RefundSucceeded', first);
  await world.deliver('RefundSucceeded', first);

  expect(await row(orderId)).toMatchObject({ state: 'REFUNDING', refunded_minor: '1000' });
});

test('a parcel takes some of the items, a second one the rest, and no unit is shipped twice', async () => {
  const { orderId } = await paid();
  const [bowls] = await itemsOf(orderId);
  const one = [{ orderItemId: bowls!.id, quantity: 1 }];
  const key = randomUUID();

  const first = await fulfil(staff, orderId, one, key);
  await fulfil(staff, orderId, one, key);
  const tooMany = await fulfil(staff, orderId, [{ orderItemId: bowls!.id, quantity: 2 }]);
  const rest = await fulfil(staff, orderId);
  const nothing = await fulfil(staff, orderId);

  expect(first.order.fulfillmentStatus).toBe('PARTIALLY_FULFILLED');
  expect(tooMany.userErrors).toMatchObject([{ code: 'INVALID_STATE', path: ['input', 'items', '0', 'quantity'] }]);
  expect(rest.order.fulfillmentStatus).toBe('FULFILLED');
  expect(nothing.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  expect((await itemsOf(orderId)).every((item) => item.fulfilled_quantity === item.quantity)).toBe(true);
  expect((await run(staff, 'markDelivered', 'MarkDeliveredInput', { orderId })).order).toMatchObject({
    status: 'COMPLETED',
    fulfillmentStatus: 'DELIVERED',
  });
});

test('a key belongs to who ships: of two with the same key each sends a parcel, and for another order it is refused', async () => {
  const [{ orderId }, other] = [await paid(), await paid()];
  const [[bowls], before] = [await itemsOf(orderId), await itemsOf(other.orderId)];
  const one = [{ orderItemId: bowls!.id, quantity: 1 }];
  const key = randomUUID();
  for (const who of [staff, newViewer(['STAFF'])]) await fulfil(who, orderId, one, key);
  expect((await itemsOf(orderId))[0]).toMatchObject({ quantity: 2, fulfilled_quantity: 2 });
  expect((await fulfil(staff, other.orderId, undefined, key)).errors).toMatchObject([
    { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } },
  ]);
  expect(await itemsOf(other.orderId)).toEqual(before);
});

test('shipping, delivering and refunding are for staff; unpaid orders are not shipped; shipped ones not cancelled', async () => {
  const { orderId, buyer } = await paid();
  const unpaid = await placed();
  for (const refused of [
    await fulfil(buyer, orderId),
    await refund(buyer, orderId),
    await run(buyer, 'markDelivered', 'MarkDeliveredInput', { orderId }),
  ])
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect((await fulfil(staff, unpaid.orderId)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  await fulfil(staff, orderId);
  expect((await cancel(buyer, orderId)).userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  expect(await row(orderId)).toMatchObject({ state: 'PAID', fulfillment: 'FULFILLED', refunded_minor: '0' });
});

test('who cancels too late hears which parcel is on its way, and nothing is changed', async () => {
  const { orderId, buyer } = await paid();
  const whyNot = async () => {
    const input = { orderId, idempotencyKey: randomUUID() };
    const { data } = await world.as(buyer)(
      'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { userErrors { code message path } } }',
      { input },
    );
    const [{ message, ...error }] = data.cancelOrder.userErrors;
    expect(error).toEqual({ code: 'INVALID_STATE', path: ['input', 'orderId'] });
    return message;
  };
  const [bowls] = await itemsOf(orderId);
  await fulfil(staff, orderId, [{ orderItemId: bowls!.id, quantity: 1 }]);
  const before = await world.all(orderId);
  expect(await whyNot()).toBe('A part of this order was shipped (Parcel Post PP-1): it cannot be cancelled any more');
  expect(await world.all(orderId)).toEqual(before);

  await fulfil(staff, orderId, undefined, undefined, 'PP-2');
  expect(await whyNot()).toBe(
    'This order was shipped (Parcel Post PP-2, Parcel Post PP-1): it cannot be cancelled any more',
  );
});

test('a double click on ship is one parcel and one mail, and a parcel without a key is not sent at all', async () => {
  const { orderId } = await paid();
  const [bowls] = await itemsOf(orderId);
  const key = randomUUID();
  const clicks = await Promise.all(
    Array.from({ length: 6 }, () => fulfil(staff, orderId, [{ orderItemId: bowls!.id, quantity: 1 }], key)),
  );
  for (const { userErrors } of clicks) expect(userErrors).toEqual([]);
  expect((await itemsOf(orderId))[0]).toMatchObject({ quantity: 2, fulfilled_quantity: 1 });
  expect((await world.all(orderId))[4]).toHaveLength(1);
  expect(await world.payloads(orderId, 'OrderFulfilled')).toHaveLength(1);

  const before = await world.all(orderId);
  const { errors } = await run(staff, 'fulfillOrder', 'FulfillOrderInput', {
    orderId,
    carrier: 'Parcel Post',
    trackingNumber: 'PP-2',
  });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await world.all(orderId)).toEqual(before);
});

test('the token of an order is in no row, no event and no job; notifications asks for it when a mail is sent', async () => {
  const { orderId, buyer, orderToken } = await placed();
  await pay(orderId);
  await fulfil(staff, orderId);
  await refund(staff, orderId, '1.00');
  const tables = [...(await world.db.execute(sql`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`))];
  expect(tables.length).toBeGreaterThan(8);
  for (const { tablename } of tables) {
    const rows = [...(await world.db.execute(sql`SELECT * FROM ${sql.identifier(String(tablename))}`))];
    expect(JSON.stringify(rows), String(tablename)).not.toContain(orderToken);
  }
  expect(await world.command('orderToken', { orderId })).toEqual({ orderToken });
  expect(await world.command('orderToken', { orderId: newId('ord') })).toBeNull();
  expect((await place(buyer)).orderToken).not.toBe(orderToken);
});

test('an upgrade takes the tokens out of the events that were sent before it', async () => {
  const { orderId } = await placed();
  const before = await world.payloads(orderId, 'OrderPlaced');
  await world.db.execute(
    sql`UPDATE outbox SET payload = payload || '{"orderToken": "opens it"}' WHERE payload ->> 'orderId' = ${orderId}`,
  );
  expect(await world.payloads(orderId, 'OrderPlaced')).toEqual([{ ...before[0], orderToken: 'opens it' }]);
  const migration = new URL('../migrations/0006_events_without_tokens.sql', import.meta.url);
  await world.db.execute(sql.raw(readFileSync(migration, 'utf8')));
  expect(await world.payloads(orderId, 'OrderPlaced')).toEqual(before);
});
