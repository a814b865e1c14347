import { Money, personalList } from '@storegraph/commerce';
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { isOrder } from './order.access.ts';
import { orderStatus, paymentStatus } from './order.status.ts';
import { kindOf } from './order.timeline.ts';
import { orderEvents, orderItems, type OrderRow, orders, refundRequests, shipments } from './order.table.ts';

interface Kept {
  id: string;
  order: OrderRow;
  items: (typeof orderItems.$inferSelect)[];
  timeline: (typeof orderEvents.$inferSelect)[];
  parcels: (typeof shipments.$inferSelect)[];
  refunds: (typeof refundRequests.$inferSelect)[];
}

/** The orders of an account with everything that is kept about them. */
export const ordersOf = personalList<Kept>(
  'orders',
  async ({ db }, { userId, after, limit }) => {
    const rows = await db
      .select()
      .from(orders)
      .where(and(isOrder, eq(orders.userId, userId), gt(orders.id, after)))
      .orderBy(asc(orders.id))
      .limit(limit);
    const ids = rows.map(({ id }) => id);
    const [items, events, parcels, refunds] = await Promise.all([
      db.select().from(orderItems).where(inArray(orderItems.orderId, ids)).orderBy(asc(orderItems.position)),
      db.select().from(orderEvents).where(inArray(orderEvents.orderId, ids)).orderBy(asc(orderEvents.id)),
      db.select().from(shipments).where(inArray(shipments.orderId, ids)).orderBy(asc(shipments.shippedAt)),
      db.select().from(refundRequests).where(inArray(refundRequests.orderId, ids)),
    ]);
    const of = <Row extends { orderId: string }>(all: Row[], id: string) => all.filter(({ orderId }) => orderId === id);
    return rows.map((order) => ({
      id: order.id,
      order,
      items: of(items, order.id),
      timeline: of(events, order.id),
      parcels: of(parcels, order.id),
      refunds: of(refunds, order.id),
    }));
  },
  ({ order, items, timeline, parcels, refunds }) => {
    const money = (minor: number) => Money.of(minor, order.currencyCode);
    return {
      id: order.id,
      number: order.number,
      status: orderStatus(order),
      paymentStatus: paymentStatus(order),
      fulfillmentStatus: order.fulfillment,
      email: order.email,
      shippingAddress: order.shippingAddress,
      billingAddress: order.billingAddress ?? order.shippingAddress,
      shippingMethod: order.shippingMethod,
      totals: {
        subtotal: money(order.subtotalMinor),
        discount: money(order.discountMinor),
        shipping: money(order.shippingMinor),
        tax: money(order.taxMinor),
        total: money(order.totalMinor),
      },
      items: items.map(({ sku, title, quantity, unitPriceMinor, totalMinor, productId, variantId }) => ({
        ...{ sku, title, quantity, unitPrice: money(unitPriceMinor), total: money(totalMinor) },
        ...{ product: { id: productId }, variant: { id: variantId } },
      })),
      shipments: parcels.map(({ carrier, trackingNumber, shippedAt, deliveredAt }) => ({
        ...{ carrier, trackingNumber, shippedAt, deliveredAt },
      })),
      refunds: refunds.map(({ amountMinor, reason, status, requestedAt }) => ({
        ...{ amount: money(amountMinor), reason, status, createdAt: requestedAt },
      })),
      timeline: timeline.map(({ type, note, occurredAt }) => ({ kind: kindOf(type), note, occurredAt })),
      reason: order.reason,
      placedAt: order.placedAt,
    };
  },
);
