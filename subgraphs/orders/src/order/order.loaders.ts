import { isOneOf, listPages, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc, desc } from 'drizzle-orm';
import { visibleOrders } from './order.access.ts';
import { orderItems, orders, shipments } from './order.table.ts';

export const orderLoaders = ({ db, viewer, request }: LoaderScope) => ({
  /** Someone else's order is indistinguishable from no order. */
  order: loadOne(
    (ids) =>
      db
        .select()
        .from(orders)
        .where(and(isOneOf(orders.id, ids), visibleOrders({ viewer, request }))),
    (order) => order.id,
  ),
  orderByNumber: loadOne(
    (numbers) =>
      db
        .select()
        .from(orders)
        .where(and(isOneOf(orders.number, numbers), visibleOrders({ viewer, request }))),
    (order) => order.number,
  ),
  /** Only for orders that were loaded through the loaders above. */
  itemsOfOrder: loadMany(
    rowsByKeys(db, 'items_of_order', orderItems.orderId, (where) =>
      db.select().from(orderItems).where(where).orderBy(asc(orderItems.position)),
    ),
    ({ orderId }) => orderId,
  ),
  shipmentsOfOrder: loadMany(
    rowsByKeys(db, 'shipments_of_order', shipments.orderId, (where) =>
      db.select().from(shipments).where(where).orderBy(desc(shipments.shippedAt)),
    ),
    ({ orderId }) => orderId,
  ),
  /** Lists of each parent: of a user or an order that was loaded through the loaders above. */
  pages: listPages(db),
});
export type OrderLoaders = ReturnType<typeof orderLoaders>;
