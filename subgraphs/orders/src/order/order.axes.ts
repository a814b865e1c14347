import type { FulfillmentState, OrderState } from './order.states.ts';

export enum OrderStatus {
  PENDING = 'PENDING',
  AWAITING_PAYMENT = 'AWAITING_PAYMENT',
  CONFIRMED = 'CONFIRMED',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
  REJECTED = 'REJECTED',
}

export enum PaymentStatus {
  UNPAID = 'UNPAID',
  PAID = 'PAID',
  PARTIALLY_REFUNDED = 'PARTIALLY_REFUNDED',
  REFUNDED = 'REFUNDED',
}

export enum FulfillmentStatus {
  UNFULFILLED = 'UNFULFILLED',
  PARTIALLY_FULFILLED = 'PARTIALLY_FULFILLED',
  FULFILLED = 'FULFILLED',
  DELIVERED = 'DELIVERED',
}

/** What the axes are read from. */
export interface OrderFacts {
  state: OrderState;
  fulfillment: FulfillmentState;
  capturedMinor: number;
  refundedMinor: number;
}

/** Moving states keep the axis they come from until they arrive. */
export function orderStatus({ state, fulfillment, capturedMinor }: OrderFacts): OrderStatus {
  const confirmed = fulfillment === 'DELIVERED' ? OrderStatus.COMPLETED : OrderStatus.CONFIRMED;
  switch (state) {
    case 'NEW':
    case 'RESERVING':
      return OrderStatus.PENDING;
    case 'AWAITING_PAYMENT':
    case 'CANCELLING':
    case 'EXPIRING':
      return OrderStatus.AWAITING_PAYMENT;
    case 'PAID':
    case 'PARTIALLY_REFUNDED':
      return confirmed;
    case 'REFUNDING':
      return capturedMinor > 0 ? confirmed : OrderStatus.AWAITING_PAYMENT;
    case 'REFUNDED':
      return fulfillment === 'UNFULFILLED' ? OrderStatus.CANCELLED : confirmed;
    case 'CANCELLED':
      return OrderStatus.CANCELLED;
    case 'EXPIRED':
      return OrderStatus.EXPIRED;
    case 'REJECTED':
      return OrderStatus.REJECTED;
  }
}

export function paymentStatus({ capturedMinor, refundedMinor }: OrderFacts): PaymentStatus {
  if (capturedMinor === 0) return PaymentStatus.UNPAID;
  if (refundedMinor === 0) return PaymentStatus.PAID;
  return refundedMinor === capturedMinor ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
}

export const isCancellable = ({ state, fulfillment }: OrderFacts): boolean =>
  state === 'AWAITING_PAYMENT' || (state === 'PAID' && fulfillment === 'UNFULFILLED');

export function nextStatuses(facts: OrderFacts): OrderStatus[] {
  switch (orderStatus(facts)) {
    case OrderStatus.PENDING:
      return [OrderStatus.AWAITING_PAYMENT, OrderStatus.REJECTED];
    case OrderStatus.AWAITING_PAYMENT:
      return [OrderStatus.CONFIRMED, OrderStatus.CANCELLED, OrderStatus.EXPIRED];
    case OrderStatus.CONFIRMED:
      return isCancellable(facts) ? [OrderStatus.COMPLETED, OrderStatus.CANCELLED] : [OrderStatus.COMPLETED];
    default:
      return [];
  }
}
