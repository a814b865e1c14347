import type { PaymentFailed, PaymentSucceeded, RefundSucceeded } from '@storegraph/payments/events';
import type { EventHandler } from '@storegraph/kit';
import { lockOrder, moveOrder, note, settleRefund } from './order.service.ts';

/** What payments tells. Repeated, late and reordered events change nothing: `decide` answers null. */
export const orderEventHandlers: Record<string, EventHandler> = {
  async PaymentSucceeded(tx, { payload }, service) {
    const { orderId, amountMinor, currencyCode } = payload as PaymentSucceeded;
    const order = await lockOrder(tx, orderId);
    if (!order) throw new Error('A payment for an order that does not exist');
    if (order.totalMinor !== amountMinor || order.currencyCode !== currencyCode)
      throw new Error('A payment over another amount than the order');
    await moveOrder(service, tx, orderId, { type: 'paid' }, { capturedMinor: amountMinor });
  },
  async PaymentCanceled(tx, { payload }, service) {
    await moveOrder(service, tx, (payload as { orderId: string }).orderId, { type: 'intentDead' });
  },
  /** Information only: the buyer may try another card. */
  async PaymentFailed(tx, { payload }) {
    const { orderId, declineCode } = payload as PaymentFailed;
    if (await lockOrder(tx, orderId)) await note(tx, orderId, 'paymentFailed', { note: declineCode });
  },
  async RefundSucceeded(tx, { payload }, service) {
    const { orderId, refundRequestId } = payload as RefundSucceeded;
    await settleRefund(service, tx, orderId, refundRequestId);
  },
};
