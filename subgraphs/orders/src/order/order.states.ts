export const orderStates = [
  'NEW',
  'RESERVING',
  'AWAITING_PAYMENT',
  'PAID',
  'CANCELLING',
  'EXPIRING',
  'REFUNDING',
  'CANCELLED',
  'EXPIRED',
  'REJECTED',
  'REFUNDED',
  'PARTIALLY_REFUNDED',
] as const;
export type OrderState = (typeof orderStates)[number];

/** The whole life of an order. Anything not listed here cannot happen. */
export const transitions: Record<OrderState, readonly OrderState[]> = {
  NEW: ['RESERVING', 'REJECTED'],
  RESERVING: ['AWAITING_PAYMENT', 'PAID', 'REJECTED', 'CANCELLING', 'EXPIRING'],
  AWAITING_PAYMENT: ['PAID', 'CANCELLING', 'EXPIRING'],
  CANCELLING: ['CANCELLED', 'REFUNDING'],
  EXPIRING: ['EXPIRED', 'PAID'],
  PAID: ['REFUNDING'],
  REFUNDING: ['REFUNDED', 'PARTIALLY_REFUNDED'],
  PARTIALLY_REFUNDED: ['REFUNDING'],
  CANCELLED: [],
  EXPIRED: [],
  REJECTED: [],
  REFUNDED: [],
};

export const statesBefore = (next: OrderState): OrderState[] =>
  orderStates.filter((state) => transitions[state].includes(next));

/** An order that still holds its cart: at most one of them per cart. */
export const liveStates = [
  'NEW',
  'RESERVING',
  'AWAITING_PAYMENT',
  'CANCELLING',
  'EXPIRING',
] as const satisfies readonly OrderState[];

/** Somebody has to move these on: they must not stand still. */
export const movingStates = [
  'NEW',
  'RESERVING',
  'CANCELLING',
  'EXPIRING',
  'REFUNDING',
] as const satisfies readonly OrderState[];

export const isTerminal = (state: OrderState): boolean => transitions[state].length === 0;

export const fulfillmentStates = ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED'] as const;
export type FulfillmentState = (typeof fulfillmentStates)[number];
