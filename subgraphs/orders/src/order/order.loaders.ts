import { isStaff } from '@storegraph/commerce';
import { isOneOf, listPages, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import { orderItems, orders, shipments } from './order.table.ts';
import { hashToken } from './order.token.ts';

/** Which orders the one who asks may see: the own ones, the one of the order token, as staff all. */
export function visibleOrders(
  { viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>,
  orderToken = request.header('x-order-token'),
): SQL | undefined {
  if (isStaff(viewer)) return undefined;
  const mine = viewer ? eq(orders.userId, viewer.id) : sql`false`;
  return orderToken ? or(mine, eq(orders.orderTokenHash, hashToken(orderToken))) : mine;
}

/** Whose an idempotency key is: of the account, or of whoever holds the token. */
export const whoAsks = (
  { viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>,
  orderToken = request.header('x-order-token'),
): string => viewer?.id ?? hashToken(orderToken ?? '');

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
