import { isStaff, orderTokensOf, showOrderToken } from '@storegraph/commerce';
import { type Context, isOneOf, type LoaderScope, notFound } from '@storegraph/kit';
import { and, eq, ne, or, type SQL } from 'drizzle-orm';
import { orders, type OrderRow } from './order.table.ts';
import { hashToken } from './order.token.ts';

/** Who asks, and through which service. */
export type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

/** What was refused never was an order: nobody sees it, staff neither. Its row answers the key of its request once more. */
export const isOrder: SQL = ne(orders.state, 'REJECTED');

/** Which orders the one who asks may see: the own ones, those of order tokens, as staff all. Null: none, nothing has to be asked for. */
export function visibleOrders(
  { viewer, request }: Pick<LoaderScope, 'viewer' | 'request'>,
  orderToken?: string,
): SQL | null {
  if (isStaff(viewer)) return isOrder;
  const mine = viewer ? eq(orders.userId, viewer.id) : undefined;
  const hashes = orderTokensOf(request, orderToken).map(hashToken);
  const theirs = or(mine, hashes.length > 0 ? isOneOf(orders.orderTokenHash, hashes) : undefined);
  return theirs ? and(isOrder, theirs)! : null;
}

/** Whose an idempotency key is: of the account, or of whoever holds the order's token. */
export const whoAsks = ({ viewer }: Caller, { orderTokenHash }: OrderRow): string => viewer?.id ?? orderTokenHash;

/** Someone else's order is indistinguishable from no order. A token that opens it counts for the rest of the operation. */
export async function findVisible(caller: Caller, orderId: string, orderToken?: string): Promise<OrderRow> {
  const visible = visibleOrders(caller, orderToken);
  if (visible === null) throw notFound('This order');
  const [order] = await caller.service.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), visible));
  if (!order) throw notFound('This order');
  if (orderToken && hashToken(orderToken) === order.orderTokenHash) showOrderToken(caller.request, orderToken);
  return order;
}
