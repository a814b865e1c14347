import { cardOf, resolvePaymentMethod } from './cards.ts';
import { collect, decline } from './charges.ts';
import { invalid, malformed } from './errors.ts';
import { type Cause, emit } from './events.ts';
import type { Form } from './form.ts';
import { newStripeId, nowInSeconds, type State, type StripeObject, withoutPrivate } from './state.ts';

const unexpected = (message: string, intent: StripeObject) =>
  invalid(message, { code: 'payment_intent_unexpected_state', payment_intent: withoutPrivate(intent) });

export function createIntent(state: State, baseUrl: string, form: Form, cause: Cause): StripeObject {
  if (form.amount === undefined)
    throw malformed('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' });
  if (!Number.isSafeInteger(form.amount))
    throw malformed(`Invalid integer: ${form.amount}`, { code: 'parameter_invalid_integer', param: 'amount' });
  if (form.amount < 1)
    throw malformed('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  if (!/^[a-z]{3}$/i.test(form.currency ?? ''))
    throw malformed('Missing required param: currency.', { code: 'parameter_missing', param: 'currency' });
  if (form.customer) state.get('customers', form.customer, 'customer');
  const id = newStripeId('pi');
  const intent = state.put('payment_intents', {
    id,
    object: 'payment_intent',
    amount: form.amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: form.automatic_payment_methods ?? { enabled: true, allow_redirects: 'always' },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: form.capture_method ?? 'automatic_async',
    client_secret: `${id}_secret_${newStripeId('k').slice(2)}`,
    confirmation_method: 'automatic',
    created: nowInSeconds(),
    currency: String(form.currency).toLowerCase(),
    customer: form.customer ?? null,
    description: form.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: form.metadata ?? {},
    next_action: null,
    payment_method: form.payment_method ? resolvePaymentMethod(state, form.payment_method).id : null,
    payment_method_types: ['card'],
    receipt_email: form.receipt_email ?? null,
    setup_future_usage: form.setup_future_usage ?? null,
    shipping: form.shipping ?? null,
    status: form.payment_method ? 'requires_confirmation' : 'requires_payment_method',
  });
  emit(state, 'payment_intent.created', intent, cause);
  return form.confirm ? confirmIntent(state, baseUrl, intent, form, cause) : intent;
}

export function updateIntent(state: State, intent: StripeObject, form: Form): StripeObject {
  for (const field of ['amount', 'description', 'receipt_email', 'setup_future_usage', 'shipping'] as const) {
    if (form[field] !== undefined) intent[field] = form[field];
  }
  if (form.metadata) intent.metadata = mergeMetadata(intent.metadata, form.metadata);
  return state.put('payment_intents', intent);
}

/** An empty value removes its key. */
export const mergeMetadata = (known: Record<string, string>, changes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries({ ...known, ...changes }).filter(([, value]) => value !== ''));

export function confirmIntent(
  state: State,
  baseUrl: string,
  intent: StripeObject,
  form: Form,
  cause: Cause,
): StripeObject {
  if (!['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status)) {
    throw unexpected(`This PaymentIntent's status is ${intent.status}; it cannot be confirmed.`, intent);
  }
  const reference = form.payment_method ?? intent.payment_method;
  if (!reference)
    throw unexpected("You cannot confirm this PaymentIntent because it's missing a payment method.", intent);
  const method = resolvePaymentMethod(state, reference);
  if (method.customer && method.customer !== intent.customer) {
    throw invalid('The provided PaymentMethod belongs to another customer.', {
      code: 'payment_method_customer_mismatch',
      param: 'payment_method',
    });
  }
  intent.payment_method = method.id;
  if (form.return_url) intent._return_url = form.return_url;
  if (form.setup_future_usage) intent.setup_future_usage = form.setup_future_usage;
  if (!cardOf(method).authenticates) return charge(state, intent, method, cause);
  intent.status = 'requires_action';
  const url = `${baseUrl}/3ds/${intent.id}`;
  intent.next_action =
    form.use_stripe_sdk && !cardOf(method).leaves
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
      : { type: 'redirect_to_url', redirect_to_url: { url, return_url: intent._return_url ?? null } };
  state.put('payment_intents', intent);
  emit(state, 'payment_intent.requires_action', intent, cause);
  return intent;
}

/** The card's answer, after authentication where it asks for it. */
export function charge(state: State, intent: StripeObject, method: StripeObject, cause: Cause): StripeObject {
  const card = cardOf(method);
  intent.next_action = null;
  state.put('payment_intents', intent);
  if (card.error) throw decline(state, intent, method, card.error, cause);
  intent.last_payment_error = null;
  if (intent.setup_future_usage && intent.customer && !method.customer) {
    state.put('payment_methods', Object.assign(method, { customer: intent.customer }));
    emit(state, 'payment_method.attached', method, cause);
  }
  if (card.slow) {
    intent.status = 'processing';
    emit(state, 'payment_intent.processing', intent, cause);
    return intent;
  }
  return collect(state, intent, method, cause);
}

/** What the shopper answers on the bank's page. */
export function authenticate(state: State, intent: StripeObject, passed: boolean, cause: Cause): StripeObject {
  if (passed) return charge(state, intent, state.get('payment_methods', intent.payment_method), cause);
  Object.assign(intent, {
    status: 'requires_payment_method',
    next_action: null,
    payment_method: null,
    last_payment_error: {
      type: 'card_error',
      code: 'payment_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    },
  });
  state.put('payment_intents', intent);
  emit(state, 'payment_intent.payment_failed', intent, cause);
  return intent;
}

/** Slow money arrives. */
export function settleProcessing(state: State, cause: Cause): number {
  const processing = state.all('payment_intents').filter(({ status }) => status === 'processing');
  for (const intent of processing) collect(state, intent, state.get('payment_methods', intent.payment_method), cause);
  return processing.length;
}

export function captureIntent(state: State, intent: StripeObject, form: Form, cause: Cause): StripeObject {
  if (intent.status !== 'requires_capture')
    throw unexpected(`This PaymentIntent could not be captured because it has a status of ${intent.status}.`, intent);
  const amount = form.amount_to_capture ?? intent.amount_capturable;
  if (amount < 1 || amount > intent.amount_capturable)
    throw invalid('The amount to capture is greater than the authorized amount.', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  const captured = state.put(
    'charges',
    Object.assign(state.get('charges', intent.latest_charge), { captured: true, amount_captured: amount }),
  );
  state.put(
    'payment_intents',
    Object.assign(intent, { status: 'succeeded', amount_received: amount, amount_capturable: 0 }),
  );
  emit(state, 'charge.captured', captured, cause);
  emit(state, 'payment_intent.succeeded', intent, cause);
  return intent;
}

export function cancelIntent(state: State, intent: StripeObject, form: Form, cause: Cause): StripeObject {
  if (['succeeded', 'canceled', 'processing'].includes(intent.status)) {
    throw unexpected(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, intent);
  }
  Object.assign(intent, {
    status: 'canceled',
    canceled_at: nowInSeconds(),
    cancellation_reason: form.cancellation_reason ?? null,
    amount_capturable: 0,
    next_action: null,
  });
  state.put('payment_intents', intent);
  emit(state, 'payment_intent.canceled', intent, cause);
  return intent;
}
