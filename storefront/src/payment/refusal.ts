import type { StripeError } from '@stripe/stripe-js';

const reasons: Record<string, string> = {
  insufficient_funds: 'The bank says that there is not enough money on this card.',
  expired_card: 'This card has expired.',
  incorrect_cvc: 'The security code is not the one of this card.',
  incorrect_number: 'This is not the number of a card.',
  processing_error: 'The bank could not answer. Try again in a moment.',
  payment_intent_authentication_failure: 'Your bank did not confirm that it is you.',
};

/** What a bank's no means to the shopper. Why a card was refused in secret (lost, stolen) stays one. */
export function textOfRefusal({ type, code = '', decline_code = '', message }: StripeError): string {
  if (type === 'validation_error') return message ?? 'The card is not complete.';
  if (type === 'api_connection_error')
    return 'The connection was lost before the bank answered. Try again: an order is never paid twice.';
  const reason = reasons[decline_code] ?? reasons[code];
  if (reason) return `${reason} Nothing was charged.`;
  if (type === 'card_error') return 'Your bank declined this card. Nothing was charged. Try another one.';
  return 'The payment could not be made. Nothing was charged. Try again in a moment.';
}
