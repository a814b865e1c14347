import { anonymousAddress, forgottenIn } from '@storegraph/commerce';
import { publish, redactEvents, type Service } from '@storegraph/kit';
import { and, eq, inArray, ne, not, or, sql } from 'drizzle-orm';
import { orders as contract } from '../contract.ts';
import { movingStates } from './order.life.ts';
import { forgottenCustomers, listOf, orderEvents, orders, refundRequests, shipments } from './order.table.ts';

export const FORGET = 'forgetCustomer';
/** In place of the hash of its token: no token has such a one. */
const FORGOTTEN = 'forgotten:';
/** So many are forgotten in one transaction. */
const PAGE = 100;
const LOOK_AGAIN_IN_SECONDS = 3_600;

/** Something is still going to happen, and somebody has to be told. A parcel of which nobody said that it arrived has, after a month. */
const isOpen = or(
  sql`${orders.state} IN (${listOf(['AWAITING_PAYMENT', ...movingStates])})`,
  and(
    sql`${orders.state} IN (${listOf(['PAID', 'PARTIALLY_REFUNDED'])})`,
    ne(orders.fulfillment, 'DELIVERED'),
    not(and(eq(orders.fulfillment, 'FULFILLED'), sql`${orders.updatedAt} < now() - interval '30 days'`)!),
  ),
)!;

const isForgotten = sql`starts_with(${orders.orderTokenHash}, ${FORGOTTEN})`;

export async function openOrdersOf({ db }: Pick<Service, 'db'>, { userId }: { userId: string }) {
  return { count: await db.$count(orders, and(eq(orders.userId, userId), isOpen)) };
}

export const { forgetLater, takeTurnOf } = forgottenIn(forgottenCustomers, FORGET);

/**
 * Takes out of the orders of a deleted account who it was. What the books need stays: what was sold, for how much, with which tax
 * and where it was taxed. An order that is still open keeps its name until it is done.
 */
export async function forgetCustomer(
  { db }: Service,
  { userId }: { userId: string },
): Promise<{ runAgainInSeconds: number } | undefined> {
  const left = await db.transaction(async (tx) => {
    const done = await tx
      .select()
      .from(orders)
      .where(and(eq(orders.userId, userId), not(isOpen), not(isForgotten)))
      .orderBy(orders.id)
      .limit(PAGE)
      .for('update');
    const ids = done.map(({ id }) => id);
    for (const { id, cartId, shippingAddress, billingAddress } of done) {
      await tx
        .update(orders)
        .set({
          email: null,
          shippingAddress: shippingAddress && anonymousAddress(shippingAddress),
          billingAddress: billingAddress && anonymousAddress(billingAddress),
          cartTokenHash: null,
          guestHolder: null,
          reason: null,
          // a link in an old mail opens nothing any more
          orderTokenHash: `${FORGOTTEN}${id}`,
        })
        .where(eq(orders.id, id));
      await publish(tx, contract.OrderForgotten, { orderId: id, cartId });
      await redactEvents(tx, { name: 'orderId', values: [id] }, { email: null, reason: null, trackingNumber: '–' });
    }
    if (ids.length > 0) {
      await tx.update(orderEvents).set({ note: null }).where(inArray(orderEvents.orderId, ids));
      await tx.update(shipments).set({ trackingNumber: '–' }).where(inArray(shipments.orderId, ids));
      await tx.update(refundRequests).set({ reason: '–' }).where(inArray(refundRequests.orderId, ids));
    }
    if (done.length === PAGE) return 'more';
    // not whether any is open: one that ended just now, after these were looked for, has its name still
    return (await tx.$count(orders, and(eq(orders.userId, userId), not(isForgotten)))) > 0 ? 'open' : 'done';
  });
  if (left === 'done') return undefined;
  return { runAgainInSeconds: left === 'more' ? 0 : LOOK_AGAIN_IN_SECONDS };
}
