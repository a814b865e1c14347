import { isStaff } from '@storegraph/commerce';
import { type Context, type LoaderScope, notFound } from '@storegraph/kit';
import { and, eq, or, type SQL } from 'drizzle-orm';
import { orders, type OrderRow } from './order.table.ts';
import { hashToken } from './order.token.ts';

/** Who asks, and through which service. */
export type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

/** Which orders the one who asks may see: the own ones, the one of the order token, as staff all. Null: none, nothing has to be asked for. */
export function visibleOrders(
  { viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>,
  orderToken = request.header('x-order-token'),
): SQL | undefined | null {
  if (isStaff(viewer)) return undefined;
  const mine = viewer ? eq(orders.userId, viewer.id) : undefined;
  return or(mine, orderToken ? eq(orders.orderTokenHash, hashToken(orderToken)) : undefined) ?? null;
}

/** Whose an idempotency key is: of the account, or of whoever holds the token. */
export const whoAsks = (
  { viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>,
  orderToken = request.header('x-order-token'),
): string => viewer?.id ?? hashToken(orderToken ?? '');

/** Someone else's order is indistinguishable from no order. */
export async function findVisible(caller: Caller, orderId: string, orderToken?: string): Promise<OrderRow> {
  const visible = visibleOrders(caller, orderToken);
  if (visible === null) throw notFound('This order');
  const [order] = await caller.service.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), visible));
  if (!order) throw notFound('This order');
  return order;
}
