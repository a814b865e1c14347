import {
  type ConnectionArgs,
  countRows,
  type Database,
  hashToken,
  type KeysetColumn,
  type List,
  readPage,
} from '@storegraph/kit';
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import { isOrder } from './order.access.ts';
import { statesShown } from './order.life.ts';
import { OrderStatus } from './order.status.ts';
import { listOf, type OrderEventRow, orderEvents, type OrderRow, orders } from './order.table.ts';
import type { OrderFilter } from './order.input.ts';
import type { Order } from './order.type.ts';

/** What the public type reads; the rest comes from field resolvers. */
export const toOrder = (row: OrderRow): Order => ({
  row,
  id: row.id,
  number: row.number,
  email: row.email,
  shippingAddress: row.shippingAddress as Order['shippingAddress'],
  billingAddress: (row.billingAddress ?? row.shippingAddress) as Order['billingAddress'],
  shippingMethod: row.shippingMethod,
  placedAt: row.placedAt,
  expiresAt: row.expiresAt,
});

const shows = (...shown: Parameters<typeof statesShown>) => sql`${orders.state} IN (${listOf(statesShown(...shown))})`;
const isUnpaid = sql`(${orders.state} = 'REFUNDING' AND ${orders.capturedMinor} = 0)`;
const wasSent = sql`(${orders.state} = 'REFUNDED' AND ${orders.fulfillment} <> 'UNFULFILLED')`;
const isConfirmed = sql`((${shows('CONFIRMED')} AND NOT ${isUnpaid}) OR ${wasSent})`;

/** The public status in SQL: the same as `orderStatus`, which a test compares. */
const statusConditions: Record<OrderStatus, SQL> = {
  [OrderStatus.PENDING]: shows('PENDING'),
  [OrderStatus.AWAITING_PAYMENT]: sql`(${shows('AWAITING_PAYMENT')} OR ${isUnpaid})`,
  [OrderStatus.CONFIRMED]: sql`(${orders.fulfillment} <> 'DELIVERED' AND ${isConfirmed})`,
  [OrderStatus.COMPLETED]: sql`(${orders.fulfillment} = 'DELIVERED' AND ${isConfirmed})`,
  [OrderStatus.CANCELLED]: sql`(${shows('CANCELLED')} AND NOT ${wasSent})`,
  [OrderStatus.EXPIRED]: shows('EXPIRED'),
  [OrderStatus.REJECTED]: shows('REJECTED'),
};

const newestFirst: KeysetColumn[] = [
  { column: sql`${orders.placedAt}`, direction: 'desc', holds: 'time' },
  { column: orders.id, direction: 'desc', holds: 'text' },
];

/** Orders, newest first: all, or those of a user. What is being placed or was refused is none of them. */
export function orderList(
  db: Database,
  args: ConnectionArgs,
  { status, number }: OrderFilter = {},
): List<OrderRow, Order> {
  const where = (userId?: SQL) =>
    and(
      isNotNull(orders.number),
      userId && eq(orders.userId, userId),
      status && statusConditions[status],
      number ? sql`${orders.number} LIKE ${sql.placeholder('number')}` : undefined,
    );
  return {
    shape: `orders ${status ?? ''} ${number ? 'number' : ''}`,
    values: number ? { number: `${number.replace(/[\\%_]/g, '\\$&')}%` } : {},
    page: readPage(args, { default: 20, sort: 'placedAt' }),
    columns: newestFirst,
    keyOf: ({ placedAt, id }) => [placedAt.toISOString(), id],
    toNode: toOrder,
    rows: ({ beyond, order, limit }, userId) =>
      db
        .select()
        .from(orders)
        .where(and(where(userId), beyond))
        .orderBy(...order)
        .limit(limit),
    count: (userId) =>
      db
        .select({ count: countRows.as('count') })
        .from(orders)
        .where(where(userId)),
  };
}

const oldestFirst: KeysetColumn[] = [{ column: orderEvents.id, direction: 'asc', holds: 'number' }];

/** What happened to an order, oldest first. */
export const timelineList = (db: Database, args: ConnectionArgs): List<OrderEventRow, OrderEventRow, SQL> => ({
  shape: 'timeline',
  page: readPage(args, { default: 50, sort: 'event' }),
  columns: oldestFirst,
  keyOf: ({ id }) => [id],
  toNode: (row) => row,
  rows: ({ beyond, order, limit }, orderId) =>
    db
      .select()
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, orderId), beyond))
      .orderBy(...order)
      .limit(limit),
});

/** The order that a guest's token opens, to whoever shows it. */
export async function orderByToken(db: Database, token: string): Promise<OrderRow | null> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(isOrder, eq(orders.orderTokenHash, hashToken(token))));
  return row ?? null;
}
