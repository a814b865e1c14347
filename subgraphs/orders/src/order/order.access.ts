import { isStaff, orderTokensOf, showOrderToken } from '@storegraph/commerce';
import { type Context, DomainError, hashToken, isOneOf, type LoaderScope, notFound } from '@storegraph/kit';
import { and, eq, ne, or, type SQL, sql } from 'drizzle-orm';
import { orders, type OrderRow, shipments } from './order.table.ts';

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

/** By the token alone nobody changes the order of an account. */
export const mayChange = (viewer: Caller['viewer'], { userId }: Pick<OrderRow, 'userId'>): boolean =>
  userId === null || isStaff(viewer) || viewer?.id === userId;

/**
 * The order, for who may change it: its buyer and staff. The token alone changes only what a guest has ordered, and that until some days
 * after everything has arrived; it goes on showing it.
 */
export async function findChangeable(caller: Caller, orderId: string, orderToken?: string): Promise<OrderRow> {
  const order = await findVisible(caller, orderId, orderToken);
  const { viewer, service } = caller;
  if (!mayChange(viewer, order)) throw onlyShown('This order belongs to an account: sign in to change it');
  if (order.userId !== null || isStaff(viewer)) return order;
  if (order.fulfillment === 'DELIVERED' && (await arrivedLongAgo(service, orderId)))
    throw onlyShown('This order arrived too long ago to be changed');
  return order;
}

const onlyShown = (why: string) => new DomainError('FORBIDDEN', why);

async function arrivedLongAgo({ db, env }: Caller['service'], orderId: string): Promise<boolean> {
  const [late] = await db
    .select({ late: sql<boolean>`max(${shipments.deliveredAt}) < now() - ${env.ORDER_TOKEN_DAYS} * interval '1 day'` })
    .from(shipments)
    .where(eq(shipments.orderId, orderId));
  return late?.late ?? false;
}
