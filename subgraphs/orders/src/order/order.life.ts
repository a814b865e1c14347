/**
 * The life of an order as one table: what it asks of whom, what it may hear, and what follows. The service, the model of
 * checkout, the checks of the databases and the README read it; nothing of it stands anywhere else.
 */
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

/** What an order may hear: as an answer, as an event of payments, from people or from the clock. Its timeline shows these names. */
export const facts = [
  'cartLocked',
  'refused',
  'readyToPay',
  'cancelRequested',
  'timeIsUp',
  'intentDead',
  'paid',
  'refundRequested',
  'refunded',
] as const;
export type Fact = (typeof facts)[number];

/** What an order asks of other services, once in effect by its id, and what each answer says; `wait`: ask again later. */
export const asks = {
  lockCart: { of: ['carts'], answers: { LOCKED: 'cartLocked', REFUSED: 'refused' } },
  // canceled: a cancel or the deadline was faster, and whoever brought it goes on
  reserveAndOpenPayment: {
    of: ['products', 'payments'],
    answers: { CREATED: 'readyToPay', REJECTED: 'refused', CANCELED: 'wait' },
  },
  cancelIntent: { of: ['payments'], answers: { CANCELED: 'intentDead', SUCCEEDED: 'paid', PROCESSING: 'wait' } },
  refund: { of: ['payments'], answers: { REFUNDED: 'refunded', PENDING: 'wait' } },
} as const satisfies Record<string, { of: readonly string[]; answers: Record<string, Fact | 'wait'> }>;
export type Ask = keyof typeof asks;
export type AnswerTo<A extends Ask> = keyof (typeof asks)[A]['answers'];

/** What the events of payments say. The same may be answered, too: it counts once. */
export const paymentEvents = {
  PaymentSucceeded: 'paid',
  PaymentCanceled: 'intentDead',
  RefundSucceeded: 'refunded',
} as const;

/** What an order publishes when it moves; who gets it is in the contract. */
export type LifeEvent =
  | 'OrderPlaced'
  | 'OrderPaid'
  | 'OrderCancelled'
  | 'OrderExpired'
  | 'OrderRejected'
  | 'StockFreed'
  | 'OrderRefunded';

interface Move {
  to: OrderState;
  /** Where to instead, as long as some of the money is kept. */
  inPart?: OrderState;
  publish?: readonly LifeEvent[];
  /** Work beside asking what the new state asks. */
  later?: 'expire' | 'refundInFull';
}
const to = (state: OrderState, rest: Omit<Move, 'to'> = {}): Move => ({ to: state, ...rest });

type ValueOf<T> = T[keyof T];
/** What is asked has to have a move for each of its answers. */
type Asking = {
  [A in Ask]: { asks: A } & Record<Extract<ValueOf<(typeof asks)[A]['answers']>, Fact>, Move>;
}[Ask];
type Row = {
  /** To the shopper; goods that were sent change it, see `orderStatus`. */
  shows: 'PENDING' | 'AWAITING_PAYMENT' | 'CONFIRMED' | 'CANCELLED' | 'EXPIRED' | 'REJECTED';
} & (Asking | { asks?: undefined }) & { [F in Fact]?: Move };

/** In this state it shows …, it asks …, and when it hears …, it goes to … . What is not written here cannot happen. */
export const life: Record<OrderState, Row> = {
  NEW: {
    shows: 'PENDING',
    asks: 'lockCart',
    cartLocked: to('RESERVING'),
    refused: to('REJECTED', { publish: ['OrderRejected'] }),
    timeIsUp: to('REJECTED', { publish: ['OrderRejected'] }),
  },
  RESERVING: {
    shows: 'PENDING',
    asks: 'reserveAndOpenPayment',
    readyToPay: to('AWAITING_PAYMENT', { publish: ['OrderPlaced'], later: 'expire' }),
    refused: to('REJECTED', { publish: ['OrderRejected'] }), // nothing is payable yet: the intent comes after every check
    paid: to('PAID', { publish: ['OrderPlaced', 'OrderPaid'] }), // the buyer heard of the intent before we did
    cancelRequested: to('CANCELLING'),
    timeIsUp: to('EXPIRING'),
  },
  AWAITING_PAYMENT: {
    shows: 'AWAITING_PAYMENT',
    paid: to('PAID', { publish: ['OrderPaid'] }),
    cancelRequested: to('CANCELLING'),
    timeIsUp: to('EXPIRING'),
  },
  CANCELLING: {
    shows: 'AWAITING_PAYMENT',
    asks: 'cancelIntent',
    intentDead: to('CANCELLED', { publish: ['OrderCancelled'] }), // only now is anything released: nobody can pay any more
    paid: to('REFUNDING', { publish: ['StockFreed'], later: 'refundInFull' }),
  },
  EXPIRING: {
    shows: 'AWAITING_PAYMENT',
    asks: 'cancelIntent',
    intentDead: to('EXPIRED', { publish: ['OrderExpired'] }),
    paid: to('PAID', { publish: ['OrderPaid'] }), // the stock is still held
  },
  PAID: {
    shows: 'CONFIRMED',
    cancelRequested: to('REFUNDING', { later: 'refundInFull' }),
    refundRequested: to('REFUNDING'),
  },
  REFUNDING: {
    shows: 'CONFIRMED',
    asks: 'refund',
    refunded: to('REFUNDED', { inPart: 'PARTIALLY_REFUNDED', publish: ['OrderRefunded'] }),
  },
  PARTIALLY_REFUNDED: {
    shows: 'CONFIRMED',
    cancelRequested: to('REFUNDING', { later: 'refundInFull' }),
    refundRequested: to('REFUNDING'),
  },
  CANCELLED: { shows: 'CANCELLED' },
  EXPIRED: { shows: 'EXPIRED' },
  REJECTED: { shows: 'REJECTED' },
  REFUNDED: { shows: 'CANCELLED' },
};

/** What decides beside the state: how much of the money was taken and given back, with the fact counted in. */
export interface OrderMoney {
  capturedMinor: number;
  refundedMinor: number;
}
export const leftToRefund = ({ capturedMinor, refundedMinor }: OrderMoney): number => capturedMinor - refundedMinor;

/** A move that is made. */
export interface Decision extends Omit<Move, 'inPart'> {
  /** The order gets its number now, the next one: neither while it is placed nor when it is refused, so that none is left out. */
  takesNumber: boolean;
}

/**
 * What follows from a fact; null when nothing does. What is repeated, late or has lost a race changes nothing: the loser
 * never compensates. An answer counts only while it is still asked for.
 */
export function decide(order: OrderMoney & { state: OrderState }, fact: Fact, asked?: Ask): Decision | null {
  const { [fact]: move } = life[order.state];
  if (!move || (asked && !isAsked(order.state, asked))) return null;
  const { inPart, ...rest } = move;
  const to = inPart && leftToRefund(order) > 0 ? inPart : move.to;
  return { ...rest, to, takesNumber: !isNumbered(order.state) && isNumbered(to) };
}
/** What an answer says to who asked. */
export function meaningOf(ask: Ask, answer: string): Fact | 'wait' {
  const answers: Partial<Record<string, Fact | 'wait'>> = asks[ask].answers;
  const meaning = answers[answer];
  if (!meaning) throw new Error(`${answer} is no answer to ${ask}`);
  return meaning;
}
export const isAsked = (state: OrderState, ask: Ask): boolean => life[state].asks === ask;
export const mayHear = (state: OrderState, fact: Fact): boolean => life[state][fact] !== undefined;

/** Every way that can be gone, for who has to know them all. */
export const moves = orderStates.flatMap((from) =>
  facts.flatMap((fact) => {
    const { [fact]: move } = life[from];
    const ends = move ? [move.to, ...(move.inPart ? [move.inPart] : [])] : [];
    return ends.map((end) => ({ from, fact, to: end, publish: move?.publish ?? [], later: move?.later }));
  }),
);
/** Somebody has to move these on: they must not stand still. */
export const movingStates = orderStates.filter((state) => life[state].asks);
export const isTerminal = (state: OrderState): boolean => moves.every(({ from }) => from !== state);
export const statesShown = (...shown: Row['shows'][]): OrderState[] =>
  orderStates.filter((state) => shown.includes(life[state].shows));
/** Not an order yet, or never one: it has no number. Every other one has waited for its payment, if only for a moment. */
export const unnumberedStates = statesShown('PENDING', 'REJECTED');
export const isNumbered = (state: OrderState): boolean => !unnumberedStates.includes(state);
/** An order that is neither paid nor ended holds its cart: at most one of them per cart. */
export const liveStates = statesShown('PENDING', 'AWAITING_PAYMENT');
