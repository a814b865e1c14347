import { createHash } from 'node:crypto';
import { missing } from './errors.ts';
import { newStripeId, nowInSeconds, type State, type StripeObject } from './state.ts';

export interface TestCard {
  number: string;
  brand?: string;
  /** The error's code and, for card_declined, its decline code. */
  error?: { code: string; decline_code?: string };
  authenticates?: boolean;
  /** Money that takes its time: the intent is `processing` first. */
  slow?: boolean;
}

const declined = (decline_code: string) => ({ code: 'card_declined', decline_code });

/** Stripe's own test payment methods, by the name after `pm_card_` (or `pm_`). */
const cards: Record<string, TestCard> = {
  visa: { number: '4242424242424242' },
  visa_debit: { number: '4000056655665556' },
  mastercard: { number: '5555555555554444', brand: 'mastercard' },
  amex: { number: '378282246310005', brand: 'amex' },
  chargeDeclined: { number: '4000000000000002', error: declined('generic_decline') },
  visa_chargeDeclined: { number: '4000000000000002', error: declined('generic_decline') },
  chargeDeclinedInsufficientFunds: { number: '4000000000009995', error: declined('insufficient_funds') },
  visa_chargeDeclinedInsufficientFunds: { number: '4000000000009995', error: declined('insufficient_funds') },
  visa_chargeDeclinedLostCard: { number: '4000000000009987', error: declined('lost_card') },
  visa_chargeDeclinedStolenCard: { number: '4000000000009979', error: declined('stolen_card') },
  chargeDeclinedExpiredCard: {
    number: '4000000000000069',
    error: { code: 'expired_card', decline_code: 'expired_card' },
  },
  chargeDeclinedIncorrectCvc: {
    number: '4000000000000127',
    error: { code: 'incorrect_cvc', decline_code: 'incorrect_cvc' },
  },
  chargeDeclinedProcessingError: {
    number: '4000000000000119',
    error: { code: 'processing_error', decline_code: 'processing_error' },
  },
  authenticationRequired: { number: '4000002500003155', authenticates: true },
  authenticationRequiredChargeDeclinedInsufficientFunds: {
    number: '4000008260003178',
    authenticates: true,
    error: declined('insufficient_funds'),
  },
  threeDSecure2Required: { number: '4000000000003220', authenticates: true },
  usBankAccount_success: { number: '000123456789', slow: true },
};

export const cardOf = (paymentMethod: StripeObject): TestCard => cards[paymentMethod._card] ?? cards.visa!;

/** A stored payment method, or a new one from the name of a test card. */
export function resolvePaymentMethod(state: State, reference: string): StripeObject {
  const known = state.find('payment_methods', reference);
  if (known) return known;
  const name = /^pm_(?:card_)?(\w+)$/.exec(reference)?.[1];
  const card = name !== undefined && Object.hasOwn(cards, name) ? cards[name] : undefined;
  if (!card) throw missing('PaymentMethod', reference, 'payment_method');
  return state.put('payment_methods', {
    id: newStripeId('pm'),
    object: 'payment_method',
    type: 'card',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null },
    card: {
      brand: card.brand ?? 'visa',
      country: 'US',
      exp_month: 12,
      exp_year: 2034,
      fingerprint: createHash('sha256').update(card.number).digest('hex').slice(0, 16),
      funding: 'credit',
      last4: card.number.slice(-4),
    },
    created: nowInSeconds(),
    customer: null,
    livemode: false,
    metadata: {},
    _card: name,
  });
}
