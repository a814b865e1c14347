import { createHash } from 'node:crypto';
import { brandOf, isCardNumber, isOver } from './browser/card.ts';
import { missing, refusedCard } from './errors.ts';
import type { Form } from './form.ts';
import { newStripeId, nowInSeconds, type State, type StripeObject } from './state.ts';

export interface TestCard {
  number: string;
  brand?: string;
  /** The error's code and, for card_declined, its decline code. */
  error?: { code: string; decline_code?: string };
  authenticates?: boolean;
  /** Where it authenticates the shopper leaves the page for the bank's; without it, the bank's page opens in a dialog. */
  leaves?: boolean;
  /** Money that takes its time: the intent is `processing` first. */
  slow?: boolean;
}

const declined = (decline_code: string) => ({ code: 'card_declined', decline_code });

/** Stripe's own test payment methods, by the name after `pm_card_` (or `pm_`). */
const visa: TestCard = { number: '4242424242424242' };
const cards: Record<string, TestCard> = {
  visa,
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
  threeDSecureRequired: { number: '4000000000003063', authenticates: true, leaves: true },
  // Stripe has no card for it
  processing: { number: '4000000000005555', slow: true },
  usBankAccount_success: { number: '000123456789', slow: true },
};

export const cardOf = (paymentMethod: StripeObject): TestCard => cards[paymentMethod._card] ?? visa;

/** A stored payment method, or a new one from the name of a test card. */
export function resolvePaymentMethod(state: State, reference: string): StripeObject {
  const known = state.find('payment_methods', reference);
  if (known) return known;
  const [, name = ''] = /^pm_(?:card_)?(\w+)$/.exec(reference) ?? [];
  const card = Object.hasOwn(cards, name) ? cards[name] : undefined;
  if (!card) throw missing('PaymentMethod', reference, 'payment_method');
  return newPaymentMethod(state, name, { number: card.number, brand: card.brand ?? 'visa' });
}

/** A new payment method from what was typed into the card form. Its number is not kept. */
export function typedPaymentMethod(state: State, { card = {}, billing_details = {} }: Form): StripeObject {
  const number = String(card.number ?? '');
  const [month, year] = [Number(card.exp_month), Number(card.exp_year)];
  if (!isCardNumber(number))
    throw refusedCard('incorrect_number', 'Your card number is incorrect.', { param: 'number' });
  if (!Number.isInteger(month) || month < 1 || month > 12)
    throw refusedCard('invalid_expiry_month', "Your card's expiration month is invalid.", { param: 'exp_month' });
  if (!Number.isInteger(year) || isOver({ month, year }, new Date()))
    throw refusedCard('invalid_expiry_year', "Your card's expiration year is invalid.", { param: 'exp_year' });
  if (!/^\d{3,4}$/.test(String(card.cvc ?? '')))
    throw refusedCard('invalid_cvc', "Your card's security code is invalid.", { param: 'cvc' });
  const [name] = Object.entries(cards).find(([, card]) => card.number === number) ?? [];
  if (!name)
    throw refusedCard(
      'card_declined',
      'Your card was declined. Your request was in test mode, but used a non test card.',
      { decline_code: 'test_mode_live_card' },
    );
  const postalCode = String(billing_details.address?.postal_code ?? '').slice(0, 20) || null;
  return newPaymentMethod(state, name, { number, brand: brandOf(number), month, year, postalCode });
}

interface CardDetails {
  number: string;
  brand: string;
  month?: number;
  year?: number;
  postalCode?: string | null;
}

function newPaymentMethod(
  state: State,
  name: string,
  { number, brand, month = 12, year = 2034, postalCode = null }: CardDetails,
): StripeObject {
  return state.put('payment_methods', {
    id: newStripeId('pm'),
    object: 'payment_method',
    type: 'card',
    allow_redisplay: 'unspecified',
    billing_details: { address: postalCode ? { postal_code: postalCode } : null, email: null, name: null, phone: null },
    card: {
      brand,
      country: 'US',
      exp_month: month,
      exp_year: year,
      fingerprint: createHash('sha256').update(number).digest('hex').slice(0, 16),
      funding: 'credit',
      last4: number.slice(-4),
    },
    created: nowInSeconds(),
    customer: null,
    livemode: false,
    metadata: {},
    _card: name,
  });
}
