import { randomUUID } from 'node:crypto';
import type { Viewer } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { placed, place, pay, cancel, run, shop } = world;
const staff = newViewer(['CUSTOMER', 'STAFF']);
afterAll(() => world.stop());
beforeEach(() => world.reset());

const FORBIDDEN = [{ extensions: { code: 'FORBIDDEN' } }];
const look = async (viewer: Viewer | null, id: string, token: string) => {
  const query = 'query ($id: ID!, $token: String!) { order(id: $id) { id } orderByToken(token: $token) { id } }';
  return (await shop.as(viewer, { 'x-order-token': token })(query, { id, token })).data;
};

test('the token of an order that belongs to an account shows it, and cancels nothing', async () => {
  const { buyer, orderId, orderToken } = await placed();
  const before = await world.all(orderId);
  for (const viewer of [null, newViewer()]) {
    expect((await cancel(viewer, orderId, { orderToken })).errors).toMatchObject(FORBIDDEN);
    const input = { orderId, idempotencyKey: randomUUID() };
    const byHeader = await run(viewer, 'cancelOrder', 'CancelOrderInput', input, { 'x-order-token': orderToken });
    expect(byHeader.errors).toMatchObject(FORBIDDEN);
    expect(await look(viewer, orderId, orderToken)).toEqual({ order: { id: orderId }, orderByToken: { id: orderId } });
  }
  expect(await world.all(orderId)).toEqual(before);
  expect((await cancel(buyer, orderId, { orderToken })).order).toMatchObject({ status: 'CANCELLED' });
});

test('whoever opens an order is told whether they themselves may cancel it', async () => {
  const ofAccount = await placed();
  const ofGuest = await place(null, { cartToken: randomUUID() });
  const tellsWhether = async (viewer: Viewer | null, orderToken: string) => {
    const query = `{ orderByToken(token: "${orderToken}") { cancellable } }`;
    return (await shop.as(viewer)(query)).data.orderByToken.cancellable;
  };
  for (const [viewer, expected] of [
    [null, false],
    [newViewer(), false],
    [ofAccount.buyer, true],
    [staff, true],
  ] as const)
    expect(await tellsWhether(viewer, ofAccount.orderToken)).toBe(expected);
  for (const viewer of [null, newViewer(), staff]) expect(await tellsWhether(viewer, ofGuest.orderToken)).toBe(true);
});

test("the token of a guest's order cancels it, whoever is signed in there", async () => {
  for (const viewer of [null, newViewer()]) {
    const { order, orderToken } = await place(null, { cartToken: randomUUID() });
    expect((await cancel(viewer, order.id, { orderToken })).order).toMatchObject({ status: 'CANCELLED' });
  }
});

test('some days after everything has arrived the token of a guest only shows the order', async () => {
  const { order, orderToken } = await place(null, { cartToken: randomUUID() });
  await pay(order.id);
  const parcel = { orderId: order.id, carrier: 'Parcel Post', trackingNumber: 'PP-1', idempotencyKey: randomUUID() };
  await run(staff, 'fulfillOrder', 'FulfillOrderInput', parcel);
  await run(staff, 'markDelivered', 'MarkDeliveredInput', { orderId: order.id });
  const arrivedDaysAgo = (days: number) =>
    world.db.execute(
      sql`UPDATE shipments SET delivered_at = now() - ${days} * interval '1 day' WHERE order_id = ${order.id}`,
    );
  const tooLate = { userErrors: [{ code: 'INVALID_STATE' }] }; // for the reason of every shipped order
  await arrivedDaysAgo(29.9);
  expect(await cancel(null, order.id, { orderToken })).toMatchObject(tooLate);

  await arrivedDaysAgo(30.1);
  const before = await world.all(order.id);
  expect((await cancel(null, order.id, { orderToken })).errors).toMatchObject(FORBIDDEN);
  expect(await cancel(staff, order.id)).toMatchObject(tooLate);
  expect(await world.all(order.id)).toEqual(before);
  expect(await look(null, order.id, orderToken)).toEqual({ order: { id: order.id }, orderByToken: { id: order.id } });
});
