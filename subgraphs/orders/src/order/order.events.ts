import { DomainError, on } from '@storegraph/kit';
import { payments } from '@storegraph/payments/contract';
import { users } from '@storegraph/users/contract';
import { forgetLater } from './order.forget.ts';
import { paymentEvents } from './order.life.ts';
import { lockOrder, moveOrder, note, settleRefund } from './order.service.ts';

/** What others say. Of payments: what is repeated, late or out of order changes nothing: `decide` returns null. */
export const orderSubscriptions = [
  on(users.AccountDeleted, forgetLater),
  on(payments.PaymentSucceeded, async (tx, { orderId, amountMinor, currencyCode }, service) => {
    const order = await lockOrder(tx, orderId);
    if (!order) throw new DomainError('NOT_FOUND', 'A payment for an order that does not exist');
    if (order.totalMinor !== amountMinor || order.currencyCode !== currencyCode)
      throw new DomainError('CONFLICT', 'A payment over another amount than the order');
    await moveOrder(service, tx, orderId, paymentEvents.PaymentSucceeded, { capturedMinor: amountMinor });
  }),
  on(payments.PaymentCanceled, async (tx, { orderId }, service) => {
    await moveOrder(service, tx, orderId, paymentEvents.PaymentCanceled);
  }),
  // information only: the buyer may try another card
  on(payments.PaymentFailed, async (tx, { orderId, declineCode }) => {
    if (await lockOrder(tx, orderId)) await note(tx, orderId, 'paymentFailed', { note: declineCode });
  }),
  on(payments.RefundSucceeded, (tx, { orderId, refundRequestId }, service) =>
    settleRefund(service, tx, orderId, refundRequestId),
  ),
];
