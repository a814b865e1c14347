import type { AnswerTo, Ask, OrderState } from '../../subgraphs/orders/src/order/order.life.ts';
import type { CancelOutcome, PaymentState } from '../../subgraphs/payments/src/payment/payment.rules.ts';
import type { RefundState } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import type { KeyAge } from '../../subgraphs/payments/src/stripe/stripe.key.ts';
import type { ReservationState } from '../../subgraphs/products/src/stock/stock.rules.ts';

/** The order costs two units of money, so that it can be refunded in parts. */
export const TOTAL = 2;
export const ON_HAND = 2;

/** Mistakes of real shops, to be planted one at a time: each must break a property. */
export const mistakes = [
  'event applied without inbox',
  'reservation without stored outcome',
  'fresh Stripe key at each try',
  'stock released by time',
  'no tombstone at release before reserve',
  'no tombstone at cancel before create',
  'loser of a race compensates',
  'amount of the intent ignored',
  'refund found by amount',
  'key reused when Stripe has forgotten it',
  'given up while the key may still be in use',
  'webhook acknowledged before commit',
  'no completer',
  'no reconcile',
  'late refusal of the cart counts',
] as const;
export type Mistake = (typeof mistakes)[number];

/** What may go wrong, and how often; what is counted here is spent by the steps. */
export interface Budget {
  /** An actor dies between two of its steps, or an answer does not arrive: the same to whoever waits. */
  crashes: number;
  /** An event is delivered again after it was applied. */
  duplicates: number;
  declines: number;
  slowPayments: number;
  /** Stripe answers 500, with or without having acted, and saves this answer with the key. */
  errors: number;
  partialRefunds: number;
}

/** What can happen at all in a scenario. */
export interface Rules {
  mistake?: Mistake;
  /** How many sagas of the order, and calls in payments that nobody waits for, run at once. */
  sagas: number;
  workers: number;
  carts: boolean;
  slowRefunds: boolean;
  /** Stripe refuses a refund in the end, or never heard of it while its key lived. */
  failingRefunds: boolean;
  keysAge: boolean;
  /** Off where `reconcile` may look at any time anyway: a webhook is a hint to do the same. */
  webhooks: boolean;
  lostWebhooks: boolean;
  /** Whether payments asks Stripe by itself what became of a payment. */
  reconcile: boolean;
  tamperedIntents: boolean;
}

export type IntentStatus = 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled';
export type RefundStatus = 'pending' | 'succeeded' | 'failed';
/** An object of Stripe as it was when it told. */
export interface Snapshot {
  object: number;
  status: IntentStatus | RefundStatus;
}

/** What Stripe answers to an idempotency key, for as long as it remembers it. */
export interface StripeKey {
  age: KeyAge;
  saved: Snapshot | 'error' | null;
}

export interface Delivery {
  to: 'orders' | 'products' | 'carts';
  type: string;
  refundRequest?: number;
  restock?: boolean;
  applied: boolean;
}

export type CommandResult = 'CREATED' | CancelOutcome | 'REFUNDED' | 'PENDING';

/** A command, job or webhook under way in payments. */
export interface Call {
  about: 'create' | 'cancel' | 'refund' | 'look';
  at: 'begin' | 'open' | 'find' | 'apply' | 'kill' | 'retrieve' | 'applyEnd';
  refundRequest: number;
  /** As it was when it was looked at; null when it is not going to be used. */
  keyAge: KeyAge | null;
  /** Stripe waits for this webhook to be acknowledged. */
  acknowledges: boolean;
  /** Null: Stripe has nothing. */
  news: Snapshot | null;
}

/** Whoever takes the order's next step: a request that goes on inline, or a job. */
export interface Saga {
  /** Where the request is: it goes to carts or products, it is a call in payments, or it was answered. */
  at: 'carts' | 'products' | 'call' | 'answered';
  ask: Ask;
  refundRequest: number;
  call: Call | null;
  answer: { [A in Ask]: AnswerTo<A> }[Ask] | null;
}

export interface World {
  order: {
    state: OrderState;
    /** How many it has taken. */
    numbers: number;
    capturedMinor: number;
    refundedMinor: number;
    refundRequests: { amountMinor: number; settled: boolean }[];
    declinesNoted: number;
  };
  sagas: Saga[];
  cart: { state: 'INCOMPLETE' | 'OPEN' | 'LOCKED' | 'CONVERTED'; released: boolean };
  stock: {
    onHand: number;
    reserved: number;
    reservation: ReservationState | null;
    wasHeld: boolean;
    priceChanged: boolean;
  };
  /** Requests whose sender has died: they still may arrive. */
  lateRequests: ('carts' | 'products')[];
  payment: { status: PaymentState; intent: number | null; declinesTold: number } | null;
  canceled: boolean;
  refunds: ({ status: RefundState; stripeRefund: number | null } | null)[];
  /** Of the ledger: what Stripe holds for us. */
  balanceMinor: number;
  calls: Call[];
  outbox: Delivery[];
  stripe: {
    intents: { status: IntentStatus; amount: number; declines: number }[];
    createKey: StripeKey;
    refunds: { refundRequest: number; amount: number; status: RefundStatus }[];
    refundKeys: StripeKey[];
    /** Webhooks that wait to be acknowledged. They are hints only, so their number is enough; two tell as much as ten. */
    intentHints: number;
    refundHints: number[];
  };
  left: Budget;
}

export function cloneWorld(world: World): World {
  const { order, stripe } = world;
  return {
    order: { ...order, refundRequests: order.refundRequests.map(copy) },
    sagas: world.sagas.map((saga) => ({ ...saga, call: saga.call && { ...saga.call } })),
    cart: { ...world.cart },
    stock: { ...world.stock },
    lateRequests: [...world.lateRequests],
    payment: world.payment && { ...world.payment },
    canceled: world.canceled,
    refunds: world.refunds.map((refund) => refund && { ...refund }),
    balanceMinor: world.balanceMinor,
    calls: world.calls.map(copy),
    outbox: world.outbox.map(copy),
    stripe: {
      intents: stripe.intents.map(copy),
      createKey: { ...stripe.createKey },
      refunds: stripe.refunds.map(copy),
      refundKeys: stripe.refundKeys.map(copy),
      intentHints: stripe.intentHints,
      refundHints: [...stripe.refundHints],
    },
    left: { ...world.left },
  };
}
const copy = <Item extends object>(item: Item): Item => ({ ...item });

/** Bags are sorted: which of two equal sagas or events came first makes no difference. Every field is in it. */
export const keyOf = ({ order, cart, stock, payment, stripe, left, ...world }: World): string =>
  [
    `${order.state},${order.numbers},${order.capturedMinor},${order.refundedMinor},${order.declinesNoted}`,
    list(order.refundRequests, ({ amountMinor, settled }) => `${amountMinor}${settled}`),
    bag(world.sagas, keyOfSaga),
    `${cart.state},${cart.released}`,
    `${stock.onHand},${stock.reserved},${stock.reservation},${stock.wasHeld},${stock.priceChanged}`,
    bag(world.lateRequests, String),
    payment ? `${payment.status},${payment.intent},${payment.declinesTold}` : '',
    `${world.canceled},${world.balanceMinor}`,
    list(world.refunds, (refund) => (refund ? `${refund.status},${refund.stripeRefund}` : '')),
    bag(world.calls, keyOfCall),
    bag(world.outbox, keyOfDelivery),
    list(stripe.intents, ({ status, amount, declines }) => `${status},${amount},${declines}`),
    keyOfKey(stripe.createKey),
    list(stripe.refunds, ({ refundRequest, amount, status }) => `${refundRequest},${amount},${status}`),
    list(stripe.refundKeys, keyOfKey),
    `${stripe.intentHints},${stripe.refundHints}`,
    `${left.crashes},${left.duplicates},${left.declines},${left.slowPayments},${left.errors},${left.partialRefunds}`,
  ].join('|');

const list = <Item>(items: readonly Item[], key: (item: Item) => string): string => {
  if (items.length === 0) return '';
  return items.length === 1 ? key(items[0]!) : items.map(key).join(';');
};
const bag = <Item>(items: readonly Item[], key: (item: Item) => string): string =>
  items.length < 2 ? list(items, key) : items.map(key).sort().join(';');
const keyOfSaga = ({ at, ask, refundRequest, answer, call }: Saga): string =>
  `${at},${ask},${refundRequest},${answer},${call ? keyOfCall(call) : ''}`;
const keyOfCall = ({ about, at, refundRequest, keyAge, acknowledges, news }: Call): string =>
  `${about},${at},${refundRequest},${keyAge},${acknowledges},${news ? keyOfSnapshot(news) : ''}`;
const keyOfDelivery = ({ to, type, refundRequest, restock, applied }: Delivery): string =>
  `${to},${type},${refundRequest},${restock},${applied}`;
const keyOfSnapshot = ({ object, status }: Snapshot): string => `${object},${status}`;
const keyOfKey = ({ age, saved }: StripeKey): string =>
  `${age},${saved && saved !== 'error' ? keyOfSnapshot(saved) : saved}`;

export const newCall = (about: Call['about'], at: Call['at'], rest: Partial<Call> = {}): Call => ({
  about,
  at,
  refundRequest: 0,
  keyAge: null,
  acknowledges: false,
  news: null,
  ...rest,
});
