/** CREATING: the row is committed, Stripe may or may not know of it yet. */
export const paymentStates = [
  'CREATING',
  'REQUIRES_PAYMENT_METHOD',
  'REQUIRES_ACTION',
  'PROCESSING',
  'SUCCEEDED',
  'CANCELED',
] as const;
export type PaymentState = (typeof paymentStates)[number];

/** Anything not listed here cannot happen. */
const transitions: Record<PaymentState, readonly PaymentState[]> = {
  CREATING: ['REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'CANCELED'],
  REQUIRES_PAYMENT_METHOD: ['REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'CANCELED'],
  REQUIRES_ACTION: ['REQUIRES_PAYMENT_METHOD', 'PROCESSING', 'SUCCEEDED', 'CANCELED'],
  PROCESSING: ['REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'SUCCEEDED', 'CANCELED'],
  SUCCEEDED: [],
  CANCELED: [],
};

export const statesBefore = (next: PaymentState): PaymentState[] =>
  paymentStates.filter((state) => transitions[state].includes(next));
export const isFinal = (state: PaymentState): boolean => transitions[state].length === 0;
type Payable = 'REQUIRES_PAYMENT_METHOD' | 'REQUIRES_ACTION';
export type Unpayable = Exclude<PaymentState, Payable>;
export const isPayable = (state: PaymentState): state is Payable =>
  state === 'REQUIRES_PAYMENT_METHOD' || state === 'REQUIRES_ACTION';

export type CancelOutcome = 'CANCELED' | 'SUCCEEDED' | 'PROCESSING';

/** What a cancel answers when the payments of the order ended like this; PROCESSING: Stripe has not decided yet. */
export function outcomeOfCancel(ends: readonly PaymentState[]): CancelOutcome {
  if (ends.includes('SUCCEEDED')) return 'SUCCEEDED';
  return ends.every((status) => status === 'CANCELED') ? 'CANCELED' : 'PROCESSING';
}

/** What we agreed on when the payment was made. */
export interface Agreed {
  id: string;
  orderId: string;
  amountMinor: number;
  currencyCode: string;
  status: PaymentState;
  stripeIntentId: string | null;
}

/** Of a payment that Stripe has opened, as the database demands of all that go on: open_payments_have_an_intent. */
export function intentOf({ id, stripeIntentId }: Pick<Agreed, 'id' | 'stripeIntentId'>): string {
  if (stripeIntentId === null) throw new Error(`Stripe has not opened the payment ${id}`);
  return stripeIntentId;
}

/** What Stripe says now. */
export interface IntentFacts {
  id: string;
  status: string;
  amount: number;
  amountReceived: number;
  currency: string;
  livemode: boolean;
  orderId: string | undefined;
  paymentId: string | undefined;
}

export type Verdict = { kind: 'move'; to: PaymentState } | { kind: 'stay' } | { kind: 'mismatch'; what: string };

const stateOf: Record<string, PaymentState> = {
  requires_payment_method: 'REQUIRES_PAYMENT_METHOD',
  requires_confirmation: 'REQUIRES_PAYMENT_METHOD',
  requires_action: 'REQUIRES_ACTION',
  requires_capture: 'PROCESSING',
  processing: 'PROCESSING',
  succeeded: 'SUCCEEDED',
  canceled: 'CANCELED',
};

/** What the payment becomes when Stripe says this. An intent that is not the agreed one moves nothing. */
export function decide(payment: Agreed, intent: IntentFacts, livemode: boolean): Verdict {
  const mismatch = findMismatch(payment, intent, livemode);
  if (mismatch) return { kind: 'mismatch', what: mismatch };
  const to = stateOf[intent.status];
  if (!to) return { kind: 'mismatch', what: 'status' };
  if (to === payment.status) return { kind: 'stay' };
  if (transitions[payment.status].includes(to)) return { kind: 'move', to };
  // what comes late about an open intent changes nothing; a second, other end is an alarm
  return isFinal(payment.status) && isFinal(to) ? { kind: 'mismatch', what: 'end' } : { kind: 'stay' };
}

function findMismatch(payment: Agreed, intent: IntentFacts, livemode: boolean): string | undefined {
  if (intent.paymentId !== payment.id) return 'payment';
  if (intent.orderId !== payment.orderId) return 'order';
  if (payment.stripeIntentId !== null && payment.stripeIntentId !== intent.id) return 'intent';
  if (intent.amount !== payment.amountMinor) return 'amount';
  if (intent.status === 'succeeded' && intent.amountReceived !== payment.amountMinor) return 'amountReceived';
  if (intent.currency.toUpperCase() !== payment.currencyCode) return 'currency';
  if (intent.livemode !== livemode) return 'livemode';
  return undefined;
}
