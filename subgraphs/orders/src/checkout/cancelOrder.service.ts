import { type Context, crashPoint, notFound, once, refuse } from '@storegraph/kit';
import { and, eq } from 'drizzle-orm';
import { isCancellable } from '../order/order.axes.ts';
import { visibleOrders, whoAsks } from '../order/order.loaders.ts';
import { lockOrder, moveOrder } from '../order/order.service.ts';
import { orders, type OrderRow } from '../order/order.table.ts';
import type { CancelOrderInput } from '../order/order.input.ts';
import { driveInline } from './placeOrder.service.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

/** Kills the payment intent before anything is released. Who paid meanwhile gets the money back. */
export async function cancelOrder(
  caller: Caller,
  { orderId, reason, orderToken, idempotencyKey }: CancelOrderInput,
): Promise<OrderRow> {
  const { service } = caller;
  const visible = await findVisible(caller, orderId, orderToken);
  await once(
    service.db,
    { scope: `cancelOrder:${whoAsks(caller, orderToken)}`, key: idempotencyKey, input: { orderId, reason } },
    async (tx) => {
      const order = await lockOrder(tx, visible.id);
      if (!isCancellable(order!))
        refuse(
          'INVALID_STATE',
          `An order that is ${order!.state.toLowerCase().replaceAll('_', ' ')} cannot be cancelled`,
          ['input', 'orderId'],
        );
      await moveOrder(
        service,
        tx,
        orderId,
        { type: 'cancelRequested' },
        { reason: reason ?? 'cancelled by the shopper' },
      );
      return {};
    },
  );
  crashPoint('cancelOrder.afterTx');
  await driveInline(service, orderId);
  return (await findVisible(caller, orderId, orderToken))!;
}

export async function findVisible(
  { viewer, request, service }: Caller,
  orderId: string,
  orderToken?: string,
): Promise<OrderRow> {
  const [order] = await service.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, orderId), visibleOrders({ viewer, request }, orderToken)));
  if (!order) throw notFound('This order');
  return order;
}
