import { crashPoint, once, refuse } from '@storegraph/kit';
import { type Caller, findVisible, whoAsks } from '../order/order.access.ts';
import { lockOrder, moveOrder } from '../order/order.service.ts';
import { isCancellable } from '../order/order.status.ts';
import type { OrderRow } from '../order/order.table.ts';
import type { CancelOrderInput } from '../order/order.input.ts';
import { advanceInline } from './checkout.advance.ts';

/** Kills the payment intent before anything is released. Who paid meanwhile gets the money back. */
export async function cancelOrder(
  caller: Caller,
  { orderId, reason, orderToken, idempotencyKey }: CancelOrderInput,
): Promise<OrderRow> {
  const { service } = caller;
  const visible = await findVisible(caller, orderId, orderToken);
  await once(
    service.db,
    { scope: `cancelOrder:${whoAsks(caller, visible)}`, key: idempotencyKey, input: { orderId, reason } },
    async (tx) => {
      const order = await lockOrder(tx, visible.id);
      if (!isCancellable(order!))
        refuse(
          'INVALID_STATE',
          `An order that is ${order!.state.toLowerCase().replaceAll('_', ' ')} cannot be cancelled`,
          ['input', 'orderId'],
        );
      await moveOrder(service, tx, orderId, 'cancelRequested', { reason: reason ?? 'cancelled by the shopper' });
      return {};
    },
  );
  crashPoint('cancelOrder.afterTx');
  await advanceInline(service, orderId);
  return findVisible(caller, orderId, orderToken);
}
