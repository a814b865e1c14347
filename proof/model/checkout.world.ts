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

/** A function for each kind of item: one for all of them is several times slower. What is empty mostly stays so. */
export function cloneWorld(world: World): World {
  const { order, stripe } = world;
  return {
    order: {
      ...order,
      refundRequests: order.refundRequests.length > 0 ? order.refundRequests.map((one) => ({ ...one })) : [],
    },
    sagas: world.sagas.length > 0 ? world.sagas.map((saga) => ({ ...saga, call: saga.call && { ...saga.call } })) : [],
    cart: { ...world.cart },
    stock: { ...world.stock },
    lateRequests: world.lateRequests.length > 0 ? [...world.lateRequests] : [],
    payment: world.payment && { ...world.payment },
    canceled: world.canceled,
    refunds: world.refunds.length > 0 ? world.refunds.map((refund) => refund && { ...refund }) : [],
    balanceMinor: world.balanceMinor,
    calls: world.calls.length > 0 ? world.calls.map((call) => ({ ...call })) : [],
    outbox: world.outbox.length > 0 ? world.outbox.map((delivery) => ({ ...delivery })) : [],
    stripe: {
      intents: stripe.intents.length > 0 ? stripe.intents.map((intent) => ({ ...intent })) : [],
      createKey: { ...stripe.createKey },
      refunds: stripe.refunds.length > 0 ? stripe.refunds.map((refund) => ({ ...refund })) : [],
      refundKeys: stripe.refundKeys.length > 0 ? stripe.refundKeys.map((key) => ({ ...key })) : [],
      intentHints: stripe.intentHints,
      refundHints: stripe.refundHints.length > 0 ? [...stripe.refundHints] : [],
    },
    left: { ...world.left },
  };
}

/**
 * Short, because millions are made and many kept: a character for each value. Bags are sorted: which of two equal sagas or
 * events came first makes no difference. Every field is in it.
 */
export function keyOf({ order, cart, stock, payment, stripe, left, ...world }: World): string {
  const key: Key = [
    codeOf(order.state),
    codeOf(order.numbers),
    codeOf(order.capturedMinor),
    codeOf(order.refundedMinor),
    codeOf(order.declinesNoted),
    codeOf(cart.state),
    codeOf(cart.released),
    codeOf(stock.onHand),
    codeOf(stock.reserved),
    codeOf(stock.reservation),
    codeOf(stock.wasHeld),
    codeOf(stock.priceChanged),
    codeOf(world.canceled),
    codeOf(world.balanceMinor),
    codeOf(stripe.intentHints),
    codeOf(left.crashes),
    codeOf(left.duplicates),
    codeOf(left.declines),
    codeOf(left.slowPayments),
    codeOf(left.errors),
    codeOf(left.partialRefunds),
  ];
  addPayment(key, payment);
  addKey(key, stripe.createKey);
  addList(key, order.refundRequests, addRequest);
  addList(key, world.refunds, addRefund);
  addList(key, stripe.intents, addIntent);
  addList(key, stripe.refunds, addStripeRefund);
  addList(key, stripe.refundKeys, addKey);
  addList(key, stripe.refundHints, add);
  addBag(key, world.lateRequests, add);
  addBag(key, world.sagas, addSaga);
  addBag(key, world.calls, addCall);
  addBag(key, world.outbox, addDelivery);
  return String.fromCharCode.apply(null, key);
}

/** Of a key: the codes of its characters. */
type Key = number[];
type Value = string | number | boolean | null | undefined;
const codes = new Map<Value, number>();
function codeOf(value: Value): number {
  let code = codes.get(value);
  if (code === undefined) {
    code = codes.size;
    codes.set(value, code);
  }
  return code;
}
const add = (key: Key, value: Value): void => {
  key.push(codeOf(value));
};

function addList<Item>(key: Key, items: readonly Item[], addItem: (key: Key, item: Item) => void): void {
  key.push(items.length);
  for (const item of items) addItem(key, item);
}
function addBag<Item>(key: Key, items: readonly Item[], addItem: (key: Key, item: Item) => void): void {
  if (items.length < 2) {
    addList(key, items, addItem);
    return;
  }
  key.push(items.length);
  const parts = items.map((item) => {
    const part: Key = [];
    addItem(part, item);
    return part;
  });
  for (const part of parts.sort(inAnyOneOrder)) key.push(...part);
}
/** Two parts of the same kind are as long as each other when they begin alike. */
const inAnyOneOrder = (one: Key, other: Key): number => {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return one[at]! - other[at]!;
  return 0;
};

const addPayment = (key: Key, payment: World['payment']): void => {
  if (payment) key.push(codeOf(payment.status), codeOf(payment.intent), codeOf(payment.declinesTold));
  else add(key, null);
};
const addRequest = (key: Key, { amountMinor, settled }: World['order']['refundRequests'][number]): void => {
  key.push(codeOf(amountMinor), codeOf(settled));
};
const addRefund = (key: Key, refund: World['refunds'][number]): void => {
  if (refund) key.push(codeOf(refund.status), codeOf(refund.stripeRefund));
  else add(key, null);
};
const addIntent = (key: Key, { status, amount, declines }: World['stripe']['intents'][number]): void => {
  key.push(codeOf(status), codeOf(amount), codeOf(declines));
};
const addStripeRefund = (key: Key, { refundRequest, amount, status }: World['stripe']['refunds'][number]): void => {
  key.push(codeOf(refundRequest), codeOf(amount), codeOf(status));
};
const addKey = (key: Key, { age, saved }: StripeKey): void => {
  add(key, age);
  if (saved === 'error') add(key, saved);
  else addSnapshot(key, saved);
};
const addSnapshot = (key: Key, snapshot: Snapshot | null): void => {
  if (snapshot) key.push(codeOf(snapshot.object), codeOf(snapshot.status));
  else add(key, null);
};
const addSaga = (key: Key, { at, ask, refundRequest, answer, call }: Saga): void => {
  key.push(codeOf(at), codeOf(ask), codeOf(refundRequest), codeOf(answer));
  if (call) addCall(key, call);
  else add(key, null);
};
const addCall = (key: Key, { about, at, refundRequest, keyAge, acknowledges, news }: Call): void => {
  key.push(codeOf(about), codeOf(at), codeOf(refundRequest), codeOf(keyAge), codeOf(acknowledges));
  addSnapshot(key, news);
};
const addDelivery = (key: Key, { to, type, refundRequest, restock, applied }: Delivery): void => {
  key.push(codeOf(to), codeOf(type), codeOf(refundRequest), codeOf(restock), codeOf(applied));
};

export const newCall = (about: Call['about'], at: Call['at'], rest: Partial<Call> = {}): Call => ({
  about,
  at,
  refundRequest: 0,
  keyAge: null,
  acknowledges: false,
  news: null,
  ...rest,
});
