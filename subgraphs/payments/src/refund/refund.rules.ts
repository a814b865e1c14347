/** REQUESTED: the row is committed, Stripe may or may not know of it yet. */
export const refundStates = ['REQUESTED', 'PENDING', 'SUCCEEDED', 'FAILED'] as const;
export type RefundState = (typeof refundStates)[number];

/** Anything not listed here cannot happen. */
const transitions: Record<RefundState, readonly RefundState[]> = {
  REQUESTED: ['PENDING', 'SUCCEEDED', 'FAILED'],
  PENDING: ['SUCCEEDED', 'FAILED'],
  SUCCEEDED: [],
  FAILED: [],
};
export const statesBefore = (next: RefundState): RefundState[] =>
  refundStates.filter((state) => transitions[state].includes(next));
export const isFinal = (state: RefundState): boolean => transitions[state].length === 0;

/** What we agreed on when the refund was requested. */
export interface AgreedRefund {
  orderId: string;
  amountMinor: number;
  currencyCode: string;
  status: RefundState;
}

/** What Stripe says now. */
export interface RefundFacts {
  status: string | null;
  amount: number;
  currency: string;
  orderId: string | undefined;
}

export type RefundVerdict = { kind: 'move'; to: RefundState } | { kind: 'stay' } | { kind: 'mismatch' };

const stateOf: Record<string, RefundState> = {
  pending: 'PENDING',
  requires_action: 'PENDING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'FAILED',
};

/** What the refund becomes when Stripe says this. One that is not as agreed moves nothing, and neither does what comes late. */
export function decideRefund(refund: AgreedRefund, answer: RefundFacts): RefundVerdict {
  const to = stateOf[answer.status ?? ''];
  const agreed =
    answer.amount === refund.amountMinor &&
    answer.currency.toUpperCase() === refund.currencyCode &&
    answer.orderId === refund.orderId;
  if (!agreed || !to) return { kind: 'mismatch' };
  return transitions[refund.status].includes(to) ? { kind: 'move', to } : { kind: 'stay' };
}
