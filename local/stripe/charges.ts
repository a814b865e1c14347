import { invalid, StripeFailure } from './errors.ts';
import { type Cause, emit } from './events.ts';
import type { Form } from './form.ts';
import { newStripeId, nowInSeconds, type State, type StripeObject, withoutPrivate } from './state.ts';

function newCharge(
  state: State,
  intent: StripeObject,
  method: StripeObject,
  facts: Record<string, unknown>,
): StripeObject {
  const charge = state.put('charges', {
    id: newStripeId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    captured: false,
    created: nowInSeconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: method.card },
    refunded: false,
    ...facts,
  });
  state.put('payment_intents', Object.assign(intent, { latest_charge: charge.id }));
  return charge;
}

function balance(state: State, type: 'charge' | 'refund', amount: number, currency: string, source: string): string {
  const fee = type === 'charge' ? Math.round(amount * 0.029) + 30 : 0;
  const entry = {
    id: newStripeId('txn'),
    object: 'balance_transaction',
    amount,
    created: nowInSeconds(),
    currency,
    fee,
    net: amount - fee,
    source,
    status: 'pending',
    type,
  };
  return state.put('balance_transactions', entry).id;
}

/** The bank says yes: money is taken, or held when it is to be captured by hand. */
export function collect(state: State, intent: StripeObject, method: StripeObject, cause: Cause): StripeObject {
  const manual = intent.capture_method === 'manual';
  const charge = newCharge(state, intent, method, {
    paid: true,
    status: 'succeeded',
    captured: !manual,
    amount_captured: manual ? 0 : intent.amount,
    outcome: { network_status: 'approved_by_network', type: 'authorized' },
  });
  if (!manual) charge.balance_transaction = balance(state, 'charge', charge.amount, charge.currency, charge.id);
  Object.assign(
    intent,
    manual
      ? { status: 'requires_capture', amount_capturable: intent.amount }
      : { status: 'succeeded', amount_received: intent.amount },
  );
  emit(state, 'charge.succeeded', charge, cause);
  emit(state, manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', intent, cause);
  return intent;
}

/** The bank says no: the intent waits for another payment method. Returns the error to throw. */
export function decline(
  state: State,
  intent: StripeObject,
  method: StripeObject,
  error: { code: string; decline_code?: string },
  cause: Cause,
): StripeFailure {
  const message =
    error.code === 'card_declined'
      ? 'Your card was declined.'
      : `Your card was refused: ${error.code.replaceAll('_', ' ')}.`;
  const charge = newCharge(state, intent, method, {
    paid: false,
    status: 'failed',
    failure_code: error.code,
    failure_message: message,
    outcome: { network_status: 'declined_by_network', type: 'issuer_declined' },
  });
  const details = { ...error, charge: charge.id, payment_method: withoutPrivate(method) };
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: { type: 'card_error', message, ...details },
  });
  emit(state, 'charge.failed', charge, cause);
  emit(state, 'payment_intent.payment_failed', intent, cause);
  return new StripeFailure(402, 'card_error', message, { ...details, payment_intent: withoutPrivate(intent) });
}

/** Never more than was captured. */
export function refund(state: State, form: Form, cause: Cause): StripeObject {
  const chargeId = form.charge ?? state.get('payment_intents', form.payment_intent, 'payment_intent').latest_charge;
  const charge = chargeId ? state.get('charges', chargeId, 'charge') : undefined;
  if (!charge?.captured)
    throw invalid('This PaymentIntent does not have a successful charge to refund.', { param: 'payment_intent' });
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = form.amount ?? left;
  if (left <= 0) throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (!Number.isSafeInteger(amount) || amount < 1)
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left)
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  const id = newStripeId('re');
  const refunded = state.put('refunds', {
    id,
    object: 'refund',
    amount,
    balance_transaction: balance(state, 'refund', -amount, charge.currency, id),
    charge: charge.id,
    created: nowInSeconds(),
    currency: charge.currency,
    metadata: form.metadata ?? {},
    payment_intent: charge.payment_intent,
    reason: form.reason ?? null,
    status: 'succeeded',
  });
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  state.put('charges', charge);
  emit(state, 'refund.created', refunded, cause);
  emit(state, 'charge.refunded', charge, cause);
  return refunded;
}
