import { resolvePaymentMethod } from './cards.ts';
import { invalid } from './errors.ts';
import { type Cause, emit } from './events.ts';
import type { Form } from './form.ts';
import { mergeMetadata } from './intents.ts';
import { newStripeId, nowInSeconds, type State, type StripeObject } from './state.ts';

export function createCustomer(state: State, form: Form, cause: Cause): StripeObject {
  const customer = state.put('customers', {
    id: newStripeId('cus'),
    object: 'customer',
    created: nowInSeconds(),
    description: form.description ?? null,
    email: form.email ?? null,
    invoice_settings: { default_payment_method: null },
    livemode: false,
    metadata: form.metadata ?? {},
    name: form.name ?? null,
    phone: form.phone ?? null,
  });
  emit(state, 'customer.created', customer, cause);
  return customer;
}

export function updateCustomer(state: State, customer: StripeObject, form: Form, cause: Cause): StripeObject {
  for (const field of ['description', 'email', 'name', 'phone'] as const)
    if (form[field] !== undefined) customer[field] = form[field];
  if (form.metadata) customer.metadata = mergeMetadata(customer.metadata, form.metadata);
  state.put('customers', customer);
  emit(state, 'customer.updated', customer, cause);
  return customer;
}

/** With the cards that are kept for it. Of payments that were made the record stays. */
export function deleteCustomer(state: State, customer: StripeObject, cause: Cause): StripeObject {
  for (const method of state.all('payment_methods').filter((one) => one.customer === customer.id))
    detach(state, method, cause);
  state.remove('customers', customer.id);
  emit(state, 'customer.deleted', customer, cause);
  return { id: customer.id, object: 'customer', deleted: true };
}

export function attach(state: State, reference: string, form: Form, cause: Cause): StripeObject {
  state.get('customers', form.customer, 'customer');
  const method = resolvePaymentMethod(state, reference);
  if (method.customer && method.customer !== form.customer)
    throw invalid('This PaymentMethod is attached to another customer.', { code: 'payment_method_unexpected_state' });
  state.put('payment_methods', Object.assign(method, { customer: form.customer }));
  emit(state, 'payment_method.attached', method, cause);
  return method;
}

export function detach(state: State, method: StripeObject, cause: Cause): StripeObject {
  if (!method.customer)
    throw invalid('The payment method you provided is not attached to a customer so detachment is impossible.', {
      param: 'payment_method',
    });
  state.put('payment_methods', Object.assign(method, { customer: null }));
  emit(state, 'payment_method.detached', method, cause);
  return method;
}

export function createSetupIntent(state: State, form: Form, cause: Cause): StripeObject {
  if (form.customer) state.get('customers', form.customer, 'customer');
  const id = newStripeId('seti');
  const intent = state.put('setup_intents', {
    id,
    object: 'setup_intent',
    automatic_payment_methods: form.automatic_payment_methods ?? null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newStripeId('k').slice(2)}`,
    created: nowInSeconds(),
    customer: form.customer ?? null,
    last_setup_error: null,
    livemode: false,
    metadata: form.metadata ?? {},
    next_action: null,
    payment_method: null,
    payment_method_types: ['card'],
    status: 'requires_payment_method',
    usage: form.usage ?? 'off_session',
  });
  emit(state, 'setup_intent.created', intent, cause);
  return form.confirm ? confirmSetupIntent(state, intent, form, cause) : intent;
}

export function confirmSetupIntent(state: State, intent: StripeObject, form: Form, cause: Cause): StripeObject {
  if (intent.status !== 'requires_payment_method')
    throw invalid(`This SetupIntent's status is ${intent.status}.`, { code: 'setup_intent_unexpected_state' });
  if (!form.payment_method)
    throw invalid('Missing required param: payment_method.', { code: 'parameter_missing', param: 'payment_method' });
  const method = intent.customer
    ? attach(state, form.payment_method, { customer: intent.customer }, cause)
    : resolvePaymentMethod(state, form.payment_method);
  state.put('setup_intents', Object.assign(intent, { status: 'succeeded', payment_method: method.id }));
  emit(state, 'setup_intent.succeeded', intent, cause);
  return intent;
}
