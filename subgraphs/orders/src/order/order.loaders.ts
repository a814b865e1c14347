import { isOneOf, listPages, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc, desc, type SQL } from 'drizzle-orm';
import { visibleOrders } from './order.access.ts';
import { orderItems, type OrderRow, orders, shipments } from './order.table.ts';

/** Someone else's order is indistinguishable from no order. */
async function ordersWhere({ db, viewer, request }: LoaderScope, condition: SQL): Promise<OrderRow[]> {
  const visible = visibleOrders({ viewer, request });
  return visible === null ? [] : db.select().from(orders).where(and(condition, visible));
}

export const orderLoaders = (scope: LoaderScope) => ({
  order: loadOne(
    (ids) => ordersWhere(scope, isOneOf(orders.id, ids)),
    (order) => order.id,
  ),
  orderByNumber: loadOne(
    (numbers) => ordersWhere(scope, isOneOf(orders.number, numbers)),
    (order) => order.number,
  ),
  /** Only for orders that were loaded through the loaders above. */
  itemsOfOrder: loadMany(
    rowsByKeys(scope.db, 'items_of_order', orderItems.orderId, (where) =>
      scope.db.select().from(orderItems).where(where).orderBy(asc(orderItems.position)),
    ),
    ({ orderId }) => orderId,
  ),
  shipmentsOfOrder: loadMany(
    rowsByKeys(scope.db, 'shipments_of_order', shipments.orderId, (where) =>
      scope.db.select().from(shipments).where(where).orderBy(desc(shipments.shippedAt)),
    ),
    ({ orderId }) => orderId,
  ),
  /** Lists of each parent: of a user or an order that was loaded through the loaders above. */
  pages: listPages(scope.db),
});
export type OrderLoaders = ReturnType<typeof orderLoaders>;
