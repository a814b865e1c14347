import { type Database, enqueueJob, type EventOf, newId, onlyRow, publish, type Service } from '@storegraph/kit';
import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { orders as contract } from '../contract.ts';
import { type Ask, decide, type Fact, leftToRefund, life } from './order.life.ts';
import { isRestocked } from './order.status.ts';
import type { Happening } from './order.timeline.ts';
import { orderEvents, orderItems, orderNumbers, orders, type OrderRow, refundRequests } from './order.table.ts';
import { orderTokenOf } from './order.token.ts';

export const ADVANCE = 'advanceOrder';
export const EXPIRE = 'expireOrder';

const locked = (tx: Database, orderId: string) => tx.select().from(orders).where(eq(orders.id, orderId)).for('update');

/** The row, locked until the transaction ends: whoever decides about an order decides alone. */
export async function lockOrder(tx: Database, orderId: string): Promise<OrderRow | undefined> {
  const [order] = await locked(tx, orderId);
  return order;
}

/** As it is by now: an order that was found before is still there, as none is ever deleted. */
export const lockAgain = (tx: Database, { id }: OrderRow): Promise<OrderRow> => locked(tx, id).then(onlyRow);

/**
 * Moves an order along its table, with its history, its events and its work in the same transaction. Returns null when
 * what was heard changes nothing any more: the loser of a race does nothing. `asked`: it is the answer to this.
 */
export async function moveOrder(
  service: Service,
  tx: Database,
  orderId: string,
  fact: Fact,
  changes: Partial<OrderRow> = {},
  asked?: Ask,
): Promise<OrderRow | null> {
  const window = service.env.PAYMENT_WINDOW_SECONDS;
  const order = await lockOrder(tx, orderId);
  const move = order && decide({ ...order, ...changes }, fact, asked);
  if (!order || !move) return null;
  const { reason, ...rest } = { ...order, ...changes };
  await note(tx, orderId, fact, { fromState: order.state, toState: move.to, note: reason });
  if (move.later === 'refundInFull') await requestRefund(tx, orderId, leftToRefund(rest), reason ?? 'cancelled');
  if (move.later === 'expire') await runLater(tx, EXPIRE, orderId, window);
  if (life[move.to].asks) await completeLater(tx, orderId);
  const lines = move.publish ? await linesOf(tx, orderId) : [];
  if (move.takesNumber) await announceCustomer(tx, order);
  // the last that is waited for, so that orders take turns at it for as short as can be
  const number = move.takesNumber && (await nextNumber(tx));
  const [moved] = await tx
    .update(orders)
    .set({
      ...changes,
      state: move.to,
      updatedAt: sql`now()`,
      ...(number && { number }),
      ...(move.later === 'expire' && { expiresAt: sql`now() + ${window} * interval '1 second'` }),
    })
    .where(and(eq(orders.id, orderId), eq(orders.state, order.state)))
    .returning();
  if (!moved) throw new Error('An order was moved while it was locked');
  for (const name of move.publish ?? []) {
    const event: EventOf = contract[name];
    await publish(tx, event, orderEvent(moved, lines));
  }
  return moved;
}

/** Two first orders at once are announced twice, which is all the same to who listens. */
async function announceCustomer(tx: Database, { id, userId, placedAt }: OrderRow): Promise<void> {
  if (!userId) return;
  const [before] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.userId, userId), ne(orders.id, id), isNotNull(orders.number)))
    .limit(1);
  if (!before) await publish(tx, contract.CustomerOrdered, { userId, placedAt: placedAt.toISOString() });
}

async function nextNumber(tx: Database): Promise<string> {
  const { last } = await tx
    .update(orderNumbers)
    .set({ last: sql`${orderNumbers.last} + 1` })
    .returning()
    .then(onlyRow);
  return `SG-${last}`;
}

export async function note(
  tx: Database,
  orderId: string,
  type: Happening,
  rest: Partial<typeof orderEvents.$inferInsert> = {},
): Promise<void> {
  await tx.insert(orderEvents).values({ ...rest, orderId, type });
}

const runLater = (tx: Database, name: string, orderId: string, delaySeconds: number) =>
  enqueueJob(tx, name, orderId, { orderId }, { delaySeconds });

/** The completer starts a little later than the request, which usually is done by then. */
const COMPLETER_DELAY_IN_SECONDS = 3;
export const completeLater = (tx: Database, orderId: string) =>
  runLater(tx, ADVANCE, orderId, COMPLETER_DELAY_IN_SECONDS);

/** The refund's id is the key at payments: once per request, never by amount. */
export async function requestRefund(tx: Database, orderId: string, amountMinor: number, reason: string): Promise<void> {
  await tx.insert(refundRequests).values({ id: newId('rfr'), orderId, amountMinor, reason });
}

/** What an event says of each line. */
export const linesOf = (tx: Database, orderId: string) =>
  tx
    .select({ title: orderItems.title, quantity: orderItems.quantity, totalMinor: orderItems.totalMinor })
    .from(orderItems)
    .where(eq(orderItems.orderId, orderId))
    .orderBy(asc(orderItems.position));

/** What an event of this order carries: the contract takes what the event has. */
export function orderEvent(order: OrderRow, lines: Awaited<ReturnType<typeof linesOf>>) {
  return {
    orderId: order.id,
    number: order.number!, // of all that is published only a refusal has none
    cartId: order.cartId,
    userId: order.userId,
    email: order.email,
    totalMinor: order.totalMinor,
    currencyCode: order.currencyCode,
    lines,
    reason: order.reason,
    refundedMinor: order.refundedMinor,
    restock: isRestocked(order),
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
  await moveOrder(service, tx, orderId, 'refunded', { refundedMinor: order.refundedMinor + settled.amountMinor });
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

/** Made anew each time: neither the database nor an event holds it. */
export async function orderToken({ db, env }: Service, { orderId }: { orderId: string }) {
  const [order] = await db.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId));
  return order ? { orderToken: orderTokenOf(env.ORDER_TOKEN_SECRET, order.id) } : null;
}
