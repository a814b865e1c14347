import type { FulfillmentStatus, OrderEventType, OrderStatus, PaymentStatus } from '@storegraph/client';

interface Standing {
  status: OrderStatus;
  paymentStatus: PaymentStatus;
  fulfillmentStatus: FulfillmentStatus;
}

const onTheWay: Record<FulfillmentStatus, string> = {
  UNFULFILLED: 'Paid, being packed',
  PARTIALLY_FULFILLED: 'Partly on its way',
  FULFILLED: 'On its way',
  DELIVERED: 'Arrived',
};

/** Where an order stands, in the words of who waits for it. */
export function standingOf({ status, fulfillmentStatus }: Standing): string {
  switch (status) {
    case 'PENDING':
      return 'Being placed';
    case 'AWAITING_PAYMENT':
      return 'Waits for its payment';
    case 'CONFIRMED':
      return onTheWay[fulfillmentStatus];
    case 'COMPLETED':
      return 'Arrived';
    case 'CANCELLED':
      return 'Cancelled';
    case 'EXPIRED':
      return 'Not paid in time';
    case 'REJECTED':
      return 'Could not be placed';
  }
}

/** Where the money is, when that is more than the standing says. */
export function moneyOf({ paymentStatus }: Standing): string | null {
  if (paymentStatus === 'REFUNDED') return 'Money sent back';
  if (paymentStatus === 'PARTIALLY_REFUNDED') return 'A part of the money sent back';
  return null;
}

/** What happened, for who bought; null for what is only between machines. */
const happened: Record<OrderEventType, string | null> = {
  PLACE_REQUESTED: 'You ordered',
  CART_LOCKED: null,
  READY_TO_PAY: 'Set aside for you',
  PAYMENT_FAILED: 'A payment did not go through',
  PAID: 'Paid',
  CANCEL_REQUESTED: 'To be cancelled',
  TIME_IS_UP: 'The time to pay was up',
  PAYMENT_CLOSED: null,
  FULFILLED: 'A parcel was sent',
  DELIVERED: 'Arrived',
  REFUND_REQUESTED: 'Money is to go back',
  REFUNDED: 'Money sent back',
};
export const eventWords = (kind: OrderEventType): string | null => happened[kind];
