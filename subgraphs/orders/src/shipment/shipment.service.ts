import { badInput, newId, once, onlyRow, publish, refuse } from '@storegraph/kit';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { orders as contract } from '../contract.ts';
import { type Caller, findVisible, whoAsks } from '../order/order.access.ts';
import { linesOf, lockAgain, note, orderEvent } from '../order/order.service.ts';
import {
  orderItems,
  type OrderItemRow,
  orders,
  type OrderRow,
  shipmentItems,
  shipments,
} from '../order/order.table.ts';
import type { FulfillOrderInput, MarkDeliveredInput } from '../order/order.input.ts';

/** One parcel per key, with some or all of what is left. Never ships a unit twice: the item rows say how many went. */
export async function fulfillOrder(caller: Caller, input: FulfillOrderInput): Promise<OrderRow> {
  const { service } = caller;
  const { orderId, carrier, trackingNumber, idempotencyKey } = input;
  const visible = await findVisible(caller, orderId);
  const wish = { scope: `fulfillOrder:${whoAsks(caller, visible)}`, key: idempotencyKey, input };
  await once(service.db, wish, async (tx) => {
    const order = await lockAgain(tx, visible);
    if (order.state !== 'PAID' && order.state !== 'PARTIALLY_REFUNDED')
      refuse('INVALID_STATE', 'Only a paid order is shipped', ['input', 'orderId']);
    const items = await tx
      .select()
      .from(orderItems)
      .where(eq(orderItems.orderId, orderId))
      .orderBy(asc(orderItems.position));
    const parcel = chooseItems(items, input.items);
    if (parcel.length === 0) refuse('INVALID_STATE', 'Everything was shipped already', ['input', 'orderId']);

    const shipmentId = newId('ship');
    await tx.insert(shipments).values({ id: shipmentId, orderId, carrier, trackingNumber });
    await tx
      .insert(shipmentItems)
      .values(parcel.map(({ item, quantity }) => ({ shipmentId, orderItemId: item.id, quantity })));
    for (const { item, quantity } of parcel) {
      await tx
        .update(orderItems)
        .set({ fulfilledQuantity: sql`${orderItems.fulfilledQuantity} + ${quantity}` })
        .where(eq(orderItems.id, item.id));
    }
    const shipped = parcel.reduce((sum, { quantity }) => sum + quantity, 0);
    const open = items.reduce((sum, item) => sum + item.quantity - item.fulfilledQuantity, 0);
    const fulfillment = shipped === open ? 'FULFILLED' : 'PARTIALLY_FULFILLED';
    const moved = await tx.update(orders).set({ fulfillment }).where(eq(orders.id, orderId)).returning().then(onlyRow);
    await note(tx, orderId, 'fulfilled', { note: `${carrier} ${trackingNumber}` });
    const event = orderEvent(moved, await linesOf(tx, orderId));
    await publish(tx, contract.OrderFulfilled, { ...event, shipmentId, carrier, trackingNumber });
    return {};
  });
  return findVisible(caller, orderId);
}

function chooseItems(
  items: readonly OrderItemRow[],
  wanted: FulfillOrderInput['items'],
): { item: OrderItemRow; quantity: number }[] {
  if (!wanted)
    return items
      .filter((item) => item.quantity > item.fulfilledQuantity)
      .map((item) => ({ item, quantity: item.quantity - item.fulfilledQuantity }));
  if (new Set(wanted.map(({ orderItemId }) => orderItemId)).size < wanted.length)
    throw badInput('input.items', 'unique', 'Name every item once');
  return wanted.map(({ orderItemId, quantity }, index) => {
    const item = items.find(({ id }) => id === orderItemId);
    if (!item) refuse('NOT_FOUND', 'This item is not of this order', ['input', 'items', String(index)]);
    if (quantity > item.quantity - item.fulfilledQuantity)
      refuse('INVALID_STATE', 'Not so many are left to ship', ['input', 'items', String(index), 'quantity']);
    return { item, quantity };
  });
}

export async function markDelivered(caller: Caller, { orderId }: MarkDeliveredInput): Promise<OrderRow> {
  await findVisible(caller, orderId);
  await caller.service.db.transaction(async (tx) => {
    const [delivered] = await tx
      .update(orders)
      .set({ fulfillment: 'DELIVERED' })
      .where(and(eq(orders.id, orderId), eq(orders.fulfillment, 'FULFILLED')))
      .returning();
    if (!delivered)
      refuse('INVALID_STATE', 'Only an order that was shipped completely can be delivered', ['input', 'orderId']);
    await tx
      .update(shipments)
      .set({ deliveredAt: sql`now()` })
      .where(and(eq(shipments.orderId, orderId), isNull(shipments.deliveredAt)));
    await note(tx, orderId, 'delivered');
  });
  return findVisible(caller, orderId);
}
