import { leftToRefund, life, type OrderMoney, type OrderState } from './order.life.ts';

export const fulfillmentStates = ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED'] as const;
export type FulfillmentState = (typeof fulfillmentStates)[number];

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

/** What the statuses are read from. */
export interface OrderFacts extends OrderMoney {
  state: OrderState;
  fulfillment: FulfillmentState;
}

/** What the table shows; of goods that were sent more can be said. */
export function orderStatus({ state, fulfillment, capturedMinor }: OrderFacts): OrderStatus {
  if (state === 'REFUNDING' && capturedMinor === 0) return OrderStatus.AWAITING_PAYMENT;
  const isConfirmed = life[state].shows === 'CONFIRMED' || (state === 'REFUNDED' && fulfillment !== 'UNFULFILLED');
  if (!isConfirmed) return OrderStatus[life[state].shows];
  return fulfillment === 'DELIVERED' ? OrderStatus.COMPLETED : OrderStatus.CONFIRMED;
}

export function paymentStatus({ capturedMinor, refundedMinor }: OrderFacts): PaymentStatus {
  if (capturedMinor === 0) return PaymentStatus.UNPAID;
  if (refundedMinor === 0) return PaymentStatus.PAID;
  return refundedMinor === capturedMinor ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
}

export const isCancellable = ({ state, fulfillment }: OrderFacts): boolean =>
  state === 'AWAITING_PAYMENT' || (state === 'PAID' && fulfillment === 'UNFULFILLED');

/** Nothing was shipped and everything was given back: the units are for sale again. */
export const isRestocked = ({ fulfillment, ...money }: Omit<OrderFacts, 'state'>): boolean =>
  fulfillment === 'UNFULFILLED' && leftToRefund(money) === 0;

export function nextStatuses(facts: OrderFacts): OrderStatus[] {
  switch (orderStatus(facts)) {
    case OrderStatus.PENDING:
      return [OrderStatus.AWAITING_PAYMENT];
    case OrderStatus.AWAITING_PAYMENT:
      return [OrderStatus.CONFIRMED, OrderStatus.CANCELLED, OrderStatus.EXPIRED];
    case OrderStatus.CONFIRMED:
      return isCancellable(facts) ? [OrderStatus.COMPLETED, OrderStatus.CANCELLED] : [OrderStatus.COMPLETED];
    default:
      return [];
  }
}
