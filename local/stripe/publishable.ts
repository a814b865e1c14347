import { typedPaymentMethod } from './cards.ts';
import { invalid, malformed, StripeFailure } from './errors.ts';
import { confirmIntent } from './intents.ts';
import { type Call, type Route, route } from './routes.ts';
import { type StripeObject, withoutPrivate } from './state.ts';

/** What of an intent a page is shown: nothing that is between the shop and Stripe. */
const SHOWN = [
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'status',
];

const shown = (intent: StripeObject) => Object.fromEntries(SHOWN.map((field) => [field, intent[field] ?? null]));

/** The one intent that the client secret is of. */
function intentOf({ state, params, form }: Call<{ id?: string }>): StripeObject {
  const id = params.id ?? /^(pi_\w+)_secret_/.exec(form.client_secret ?? '')?.[1] ?? '';
  const intent = state.get('payment_intents', id);
  if (!form.client_secret)
    throw malformed('With a publishable API key the client_secret of the PaymentIntent is needed.', {
      code: 'parameter_missing',
      param: 'client_secret',
    });
  if (form.client_secret !== intent.client_secret)
    throw malformed('The client_secret provided does not match the client_secret associated with the PaymentIntent.', {
      code: 'payment_intent_invalid_parameter',
      param: 'client_secret',
    });
  return intent;
}

function confirm(call: Call, intent: StripeObject): StripeObject {
  const { state, baseUrl, form, cause } = call;
  const { payment_method, payment_method_data, return_url, setup_future_usage, use_stripe_sdk } = form;
  if (return_url !== undefined && !/^https?:$/.test(URL.parse(return_url)?.protocol ?? ''))
    throw malformed('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
  // who has paid in another tab is told so before anything is read of the card
  const isOpen = ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(intent.status);
  const method = payment_method_data && isOpen ? typedPaymentMethod(state, payment_method_data).id : payment_method;
  const how = { payment_method: method, return_url, setup_future_usage, use_stripe_sdk };
  return confirmIntent(state, baseUrl, intent, how, cause);
}

/** In an error, too, the intent is as the page may see it. */
function forPage(run: (call: Call, intent: StripeObject) => StripeObject) {
  return (call: Call<{ id: string }>): object => {
    const intent = intentOf(call);
    try {
      return shown(run(call, intent));
    } catch (error) {
      if (error instanceof StripeFailure && error.body.error.payment_intent)
        error.body.error.payment_intent = withoutPrivate(shown(intent));
      throw error;
    }
  };
}

/** What the script of a page may ask for, with a publishable key and the client secret of one intent. Everything else needs a secret key. */
export const publishableRoutes: readonly Route[] = [
  route(
    'GET',
    '/payment_intents/:id',
    forPage((_call, intent) => intent),
  ),
  route('POST', '/payment_intents/:id/confirm', forPage(confirm)),
  route('POST', '/payment_methods', ({ state, form }) => {
    if (form.type !== 'card') throw invalid('The local Stripe has cards only.', { param: 'type' });
    return typedPaymentMethod(state, form);
  }),
  // the card form asks whether its key and its secret are good; saved cards it has none without a CustomerSession
  route('GET', '/elements/sessions', (call) => {
    intentOf(call);
    return { object: 'elements_session' };
  }),
];
