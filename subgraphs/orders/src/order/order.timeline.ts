import { type Fact, facts } from './order.life.ts';

/** What is noted of an order beside the facts that move it. */
const notes = ['placeRequested', 'paymentFailed', 'fulfilled', 'delivered'] as const;
export type Happening = Fact | (typeof notes)[number];
/** Everything that the history of an order may hold, as its rows name it. */
export const happenings: readonly Happening[] = [...facts, ...notes];

export enum OrderEventType {
  PLACE_REQUESTED = 'PLACE_REQUESTED',
  CART_LOCKED = 'CART_LOCKED',
  READY_TO_PAY = 'READY_TO_PAY',
  PAYMENT_FAILED = 'PAYMENT_FAILED',
  PAID = 'PAID',
  CANCEL_REQUESTED = 'CANCEL_REQUESTED',
  TIME_IS_UP = 'TIME_IS_UP',
  PAYMENT_CLOSED = 'PAYMENT_CLOSED',
  FULFILLED = 'FULFILLED',
  DELIVERED = 'DELIVERED',
  REFUND_REQUESTED = 'REFUND_REQUESTED',
  REFUNDED = 'REFUNDED',
}

/** What was refused is shown to nobody, so nobody meets a refusal in a timeline. */
const kinds: Record<Exclude<Happening, 'refused'>, OrderEventType> = {
  placeRequested: OrderEventType.PLACE_REQUESTED,
  cartLocked: OrderEventType.CART_LOCKED,
  readyToPay: OrderEventType.READY_TO_PAY,
  paymentFailed: OrderEventType.PAYMENT_FAILED,
  paid: OrderEventType.PAID,
  cancelRequested: OrderEventType.CANCEL_REQUESTED,
  timeIsUp: OrderEventType.TIME_IS_UP,
  intentDead: OrderEventType.PAYMENT_CLOSED,
  fulfilled: OrderEventType.FULFILLED,
  delivered: OrderEventType.DELIVERED,
  refundRequested: OrderEventType.REFUND_REQUESTED,
  refunded: OrderEventType.REFUNDED,
};
export const kindOf = (happening: Happening): OrderEventType | undefined =>
  happening === 'refused' ? undefined : kinds[happening];
