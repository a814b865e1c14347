/** The money of an order has arrived. */
export interface PaymentSucceeded {
  orderId: string;
  paymentId: string;
  amountMinor: number;
  currencyCode: string;
}
/** The order can no longer be paid. */
export interface PaymentCanceled {
  orderId: string;
}
/** Information only: the buyer may try another card. */
export interface PaymentFailed {
  orderId: string;
  declineCode: string;
}
export interface RefundSucceeded {
  orderId: string;
  refundRequestId: string;
  amountMinor: number;
  currencyCode: string;
}
