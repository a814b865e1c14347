import { type Database, enqueueJob, newId, publish, type Service } from '@storegraph/kit';
import { and, asc, eq, sql } from 'drizzle-orm';
import { orders as contract } from '../contract.ts';
import { decide, type OrderTrigger, type OrderWork } from './order.decide.ts';
import { orderEvents, orderItems, orders, type OrderRow, refundRequests } from './order.table.ts';
import { orderTokenOf } from './order.token.ts';

export const DRIVE = 'driveOrder';
export const EXPIRE = 'expireOrder';

/** The row, locked until the transaction ends: whoever decides about an order decides alone. */
export async function lockOrder(tx: Database, orderId: string): Promise<OrderRow | undefined> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update');
  return order;
}

/**
 * Moves an order on, with its history and its messages in the same transaction. Returns null when the trigger changes
 * nothing any more: the loser of a race does nothing.
 */
export async function moveOrder(
  service: Service,
  tx: Database,
  orderId: string,
  trigger: OrderTrigger,
  changes: Partial<OrderRow> = {},
): Promise<OrderRow | null> {
  const order = await lockOrder(tx, orderId);
  const decision = order && decide(order.state, trigger);
  if (!order || !decision) return null;
  const [moved] = await tx
    .update(orders)
    .set({ ...changes, state: decision.to, updatedAt: sql`now()` as never })
    .where(and(eq(orders.id, orderId), eq(orders.state, order.state)))
    .returning();
  if (!moved) return null;
  await note(tx, orderId, trigger.type, { fromState: order.state, toState: decision.to, note: moved.reason });
  for (const work of decision.work) await schedule(service, tx, moved, work);
  for (const message of decision.messages) await publish(tx, contract[message], await orderEvent(service, tx, moved));
  return moved;
}

export async function note(
  tx: Database,
  orderId: string,
  type: string,
  rest: Partial<typeof orderEvents.$inferInsert> = {},
): Promise<void> {
  await tx.insert(orderEvents).values({ ...rest, orderId, type });
}

/** The completer starts a little later than the request, which usually is done by then. */
const COMPLETER_DELAY_IN_SECONDS = 3;

async function schedule(service: Service, tx: Database, order: OrderRow, work: OrderWork): Promise<void> {
  switch (work) {
    case 'drive':
      return enqueueJob(tx, DRIVE, order.id, { orderId: order.id }, { delaySeconds: COMPLETER_DELAY_IN_SECONDS });
    case 'expireLater':
      return enqueueJob(
        tx,
        EXPIRE,
        order.id,
        { orderId: order.id },
        { delaySeconds: service.env.PAYMENT_WINDOW_SECONDS },
      );
    case 'refundInFull':
      await requestRefund(tx, order, order.capturedMinor - order.refundedMinor, order.reason ?? 'cancelled');
  }
}

/** The refund's id is the key at payments: once per request, never by amount. */
export async function requestRefund(tx: Database, order: OrderRow, amountMinor: number, reason: string): Promise<void> {
  await tx.insert(refundRequests).values({ id: newId('rfr'), orderId: order.id, amountMinor, reason });
}

/** What an event of this order carries: the contract takes what the event has. */
export async function orderEvent(service: Service, tx: Database, order: OrderRow) {
  const lines = await tx
    .select({ title: orderItems.title, quantity: orderItems.quantity, totalMinor: orderItems.totalMinor })
    .from(orderItems)
    .where(eq(orderItems.orderId, order.id))
    .orderBy(asc(orderItems.position));
  return {
    orderId: order.id,
    number: order.number,
    cartId: order.cartId,
    userId: order.userId,
    email: order.email,
    orderToken: orderTokenOf(service.env.ORDER_TOKEN_SECRET, order.id),
    totalMinor: order.totalMinor,
    currencyCode: order.currencyCode,
    lines,
    reason: order.reason,
    refundedMinor: order.refundedMinor,
    restock: order.fulfillment === 'UNFULFILLED' && order.refundedMinor === order.capturedMinor,
  };
}

/** A refund has arrived at the buyer: payments says so by its answer, by its event, or by both. */
export async function settleRefund(
  service: Service,
  tx: Database,
  orderId: string,
  refundRequestId: string,
): Promise<void> {
  const order = await lockOrder(tx, orderId);
  if (!order) return;
  const [settled] = await tx
    .update(refundRequests)
    .set({ status: 'REFUNDED' })
    .where(
      and(
        eq(refundRequests.id, refundRequestId),
        eq(refundRequests.orderId, orderId),
        eq(refundRequests.status, 'REQUESTED'),
      ),
    )
    .returning();
  if (!settled) return;
  const refundedMinor = order.refundedMinor + settled.amountMinor;
  await moveOrder(
    service,
    tx,
    orderId,
    { type: 'refunded', inFull: refundedMinor === order.capturedMinor },
    { refundedMinor },
  );
}

/** The state as it is inside, for reconciliation elsewhere. */
export async function orderState(db: Database, orderId: string) {
  const [order] = await db
    .select({
      orderId: orders.id,
      state: orders.state,
      totalMinor: orders.totalMinor,
      currencyCode: orders.currencyCode,
    })
    .from(orders)
    .where(eq(orders.id, orderId));
  return order ?? null;
}
