import { crashPoint, type Database, once, refuse } from '@storegraph/kit';
import { desc, eq } from 'drizzle-orm';
import { type Caller, findChangeable, findVisible, whoAsks } from '../order/order.access.ts';
import { lockAgain, moveOrder } from '../order/order.service.ts';
import { isCancellable } from '../order/order.status.ts';
import { type OrderRow, shipments } from '../order/order.table.ts';
import type { CancelOrderInput } from '../order/order.input.ts';
import { advanceInline } from './checkout.advance.ts';

/** Kills the payment intent before anything is released. Who paid meanwhile gets the money back. */
export async function cancelOrder(
  caller: Caller,
  { orderId, reason, orderToken, idempotencyKey }: CancelOrderInput,
): Promise<OrderRow> {
  const { service } = caller;
  const known = await findChangeable(caller, orderId, orderToken);
  await once(
    service.db,
    { scope: `cancelOrder:${whoAsks(caller, known)}`, key: idempotencyKey, input: { orderId, reason } },
    async (tx) => {
      const order = await lockAgain(tx, known);
      if (!isCancellable(order)) refuse('INVALID_STATE', await whyNot(tx, order), ['input', 'orderId']);
      await moveOrder(service, tx, orderId, 'cancelRequested', { reason: reason ?? 'cancelled by the shopper' });
      return {};
    },
  );
  crashPoint('cancelOrder.afterTx');
  await advanceInline(service, orderId);
  return findVisible(caller, orderId, orderToken);
}

const NAMED_PARCELS = 3;

/** Whoever is too late hears which parcel is on its way: that is what they can send back. */
async function whyNot(tx: Database, { id, state, fulfillment }: OrderRow): Promise<string> {
  const parcels =
    fulfillment === 'UNFULFILLED'
      ? []
      : await tx
          .select({ carrier: shipments.carrier, trackingNumber: shipments.trackingNumber })
          .from(shipments)
          .where(eq(shipments.orderId, id))
          .orderBy(desc(shipments.shippedAt))
          .limit(NAMED_PARCELS);
  if (parcels.length === 0) return `An order that is ${state.toLowerCase().replaceAll('_', ' ')} cannot be cancelled`;
  const named = parcels.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`).join(', ');
  const how = fulfillment === 'PARTIALLY_FULFILLED' ? 'A part of this order was' : 'This order was';
  return `${how} shipped (${named}): it cannot be cancelled any more`;
}
