import {
  type ConnectionArgs,
  countRows,
  type Database,
  keysetOrder,
  type KeysetColumn,
  keysetWhere,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, eq, like, type SQL, sql } from 'drizzle-orm';
import { OrderStatus } from './order.axes.ts';
import { orderEvents, orders, type OrderRow } from './order.table.ts';
import type { Order, OrderFilter } from './order.type.ts';

/** What the public type reads; the rest comes from field resolvers. */
export const toOrder = (row: OrderRow): Order => ({
  row,
  id: row.id,
  number: row.number,
  email: row.email,
  shippingAddress: row.shippingAddress as Order['shippingAddress'],
  billingAddress: row.shippingAddress as Order['billingAddress'],
  shippingMethod: row.shippingMethod,
  placedAt: row.placedAt,
  expiresAt: row.expiresAt,
});

/** The public axis in SQL: the same as `orderStatus` in order.axes.ts, which a test compares. */
const statusConditions: Record<OrderStatus, SQL> = {
  [OrderStatus.PENDING]: sql`${orders.state} IN ('NEW', 'RESERVING')`,
  [OrderStatus.AWAITING_PAYMENT]: sql`(${orders.state} IN ('AWAITING_PAYMENT', 'CANCELLING', 'EXPIRING') OR (${orders.state} = 'REFUNDING' AND ${orders.capturedMinor} = 0))`,
  [OrderStatus.CONFIRMED]: sql`(${orders.fulfillment} <> 'DELIVERED' AND (${orders.state} IN ('PAID', 'PARTIALLY_REFUNDED') OR (${orders.state} = 'REFUNDING' AND ${orders.capturedMinor} > 0) OR (${orders.state} = 'REFUNDED' AND ${orders.fulfillment} <> 'UNFULFILLED')))`,
  [OrderStatus.COMPLETED]: sql`(${orders.fulfillment} = 'DELIVERED' AND ${orders.state} IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDING', 'REFUNDED'))`,
  [OrderStatus.CANCELLED]: sql`(${orders.state} = 'CANCELLED' OR (${orders.state} = 'REFUNDED' AND ${orders.fulfillment} = 'UNFULFILLED'))`,
  [OrderStatus.EXPIRED]: sql`${orders.state} = 'EXPIRED'`,
  [OrderStatus.REJECTED]: sql`${orders.state} = 'REJECTED'`,
};

const newestFirst: KeysetColumn[] = [
  { column: sql`${orders.placedAt}`, direction: 'desc', holds: 'time' },
  { column: orders.id, direction: 'desc', holds: 'text' },
];

/** A page of orders, newest first. The scope is required: whose orders. */
export async function listOrders(db: Database, scope: SQL | undefined, args: ConnectionArgs, filter: OrderFilter = {}) {
  const page = readPage(args, { default: 20, sort: 'placedAt' });
  const where = and(
    scope,
    filter.status && statusConditions[filter.status],
    filter.number ? like(orders.number, `${filter.number.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
  );
  const rows = await db
    .select()
    .from(orders)
    .where(and(where, keysetWhere(newestFirst, page)))
    .orderBy(...keysetOrder(newestFirst, page))
    .limit(page.limit + 1);
  const connection = toConnection(rows, page, (row) => [row.placedAt.toISOString(), row.id]);
  return {
    pageInfo: connection.pageInfo,
    nodes: connection.nodes.map(toOrder),
    get edges() {
      return connection.edges.map(({ node, cursor }) => ({ cursor, node: toOrder(node) }));
    },
    totalCount: async () => (await db.select({ count: countRows }).from(orders).where(where))[0]!.count,
  };
}

const oldestFirst: KeysetColumn[] = [{ column: orderEvents.id, direction: 'asc', holds: 'number' }];

export async function listOrderEvents(db: Database, orderId: string, args: ConnectionArgs) {
  const page = readPage(args, { default: 50, sort: 'event' });
  const rows = await db
    .select()
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), keysetWhere(oldestFirst, page)))
    .orderBy(...keysetOrder(oldestFirst, page))
    .limit(page.limit + 1);
  return toConnection(rows, page, (row) => [row.id]);
}
