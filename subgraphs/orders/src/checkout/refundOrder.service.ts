import { crashPoint, once, refuse } from '@storegraph/kit';
import { parseMoney } from '@storegraph/commerce';
import { type Caller, findVisible, whoAsks } from '../order/order.access.ts';
import { leftToRefund, mayHear } from '../order/order.life.ts';
import { lockAgain, moveOrder, requestRefund } from '../order/order.service.ts';
import type { OrderRow } from '../order/order.table.ts';
import type { RefundOrderInput } from '../order/order.input.ts';
import { advanceInline } from './checkout.advance.ts';

/** Never more than was captured: the order's row is locked while the rest is computed. */
export async function refundOrder(caller: Caller, input: RefundOrderInput): Promise<OrderRow> {
  const { service } = caller;
  const { orderId, amount, reason, idempotencyKey } = input;
  const visible = await findVisible(caller, orderId);
  const wanted = amount && parseMoney(amount, 'input.amount');
  await once(
    service.db,
    { scope: `refundOrder:${whoAsks(caller, visible)}`, key: idempotencyKey, input: { orderId, wanted, reason } },
    async (tx) => {
      const order = await lockAgain(tx, visible);
      const left = leftToRefund(order);
      if (!mayHear(order.state, 'refundRequested'))
        refuse('NOT_REFUNDABLE', 'Only a paid order can be refunded, one refund at a time', ['input', 'orderId']);
      if (wanted && wanted.currencyCode !== order.currencyCode)
        refuse('BAD_USER_INPUT', `The order is in ${order.currencyCode}`, ['input', 'amount', 'currencyCode']);
      if (wanted?.minor === 0) refuse('BAD_USER_INPUT', 'A refund is more than zero', ['input', 'amount']);
      if (wanted && wanted.minor > left)
        refuse('REFUND_TOO_LARGE', 'More than what is left of the payment', ['input', 'amount']);
      await requestRefund(tx, orderId, wanted?.minor ?? left, reason);
      await moveOrder(service, tx, orderId, 'refundRequested', { reason });
      return {};
    },
  );
  crashPoint('refundOrder.afterTx');
  await advanceInline(service, orderId);
  return findVisible(caller, orderId);
}
