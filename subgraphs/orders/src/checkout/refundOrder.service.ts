import { type Context, crashPoint, once, refuse } from '@storegraph/kit';
import { parseMoney } from '@storegraph/commerce';
import { lockOrder, moveOrder, requestRefund } from '../order/order.service.ts';
import { whoAsks } from '../order/order.loaders.ts';
import type { OrderRow } from '../order/order.table.ts';
import type { RefundOrderInput } from '../order/order.input.ts';
import { findVisible } from './cancelOrder.service.ts';
import { driveInline } from './placeOrder.service.ts';

/** Never more than was captured: the order's row is locked while the rest is computed. */
export async function refundOrder(
  caller: Pick<Context, 'viewer' | 'request' | 'service'>,
  input: RefundOrderInput,
): Promise<OrderRow> {
  const { service } = caller;
  const { orderId, amount, reason, idempotencyKey } = input;
  await findVisible(caller, orderId);
  const wanted = amount && parseMoney(amount, 'input.amount');
  await once(
    service.db,
    { scope: `refundOrder:${whoAsks(caller)}`, key: idempotencyKey, input: { orderId, wanted, reason } },
    async (tx) => {
      const order = (await lockOrder(tx, orderId))!;
      const left = order.capturedMinor - order.refundedMinor;
      if (order.state !== 'PAID' && order.state !== 'PARTIALLY_REFUNDED')
        refuse('NOT_REFUNDABLE', 'Only a paid order can be refunded, one refund at a time', ['input', 'orderId']);
      if (wanted && wanted.currencyCode !== order.currencyCode)
        refuse('BAD_USER_INPUT', `The order is in ${order.currencyCode}`, ['input', 'amount', 'currencyCode']);
      if (wanted?.minor === 0) refuse('BAD_USER_INPUT', 'A refund is more than zero', ['input', 'amount']);
      if (wanted && wanted.minor > left)
        refuse('REFUND_TOO_LARGE', 'More than what is left of the payment', ['input', 'amount']);
      await requestRefund(tx, order, wanted?.minor ?? left, reason);
      await moveOrder(service, tx, orderId, { type: 'refundRequested' }, { reason });
      return {};
    },
  );
  crashPoint('refundOrder.afterTx');
  await driveInline(service, orderId);
  return findVisible(caller, orderId);
}
