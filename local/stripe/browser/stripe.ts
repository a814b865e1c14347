/** A look-alike of js.stripe.com: the calls that @stripe/stripe-js and @stripe/react-stripe-js make for a payment. */
import type { Appearance, PaymentIntent } from '@stripe/stripe-js';
import { type Answer, ask, asResult, type IntentResult, intentIdOf, type Parameters } from './api.ts';
import { showChallenge } from './dialog.ts';
import { PaymentElement } from './element.ts';
import type { Look } from './messages.ts';

/** Where this script came from is where its frames and its API are. */
const { origin } = new URL((document.currentScript as HTMLScriptElement).src);
const VERSION = 'endive';

interface ElementsOptions {
  clientSecret: string;
  appearance?: Appearance;
}
interface ConfirmOptions {
  elements?: Elements;
  clientSecret?: string;
  confirmParams?: Parameters & { return_url?: string };
  redirect?: 'always' | 'if_required';
}

const lookOf = ({ theme = 'stripe', variables = {} }: Appearance = {}): Look => ({
  theme,
  variables: variables as Record<string, string>,
});

class Elements {
  private element: PaymentElement | null = null;

  constructor(
    private readonly publishableKey: string,
    private options: ElementsOptions,
  ) {
    intentIdOf(options.clientSecret);
  }

  get clientSecret(): string {
    return this.options.clientSecret;
  }

  create(type: string): PaymentElement {
    if (type !== 'payment')
      throw new Error(`IntegrationError: The local Stripe has the payment element only, not ${type}.`);
    if (this.element) throw new Error('IntegrationError: Can only create one Element of type payment.');
    const { clientSecret, appearance } = this.options;
    this.element = new PaymentElement(origin, this.publishableKey, clientSecret, lookOf(appearance), () => {
      this.element = null;
    });
    return this.element;
  }

  getElement(type: unknown): PaymentElement | null {
    return type === 'payment' ? this.element : null;
  }

  update(options: Partial<ElementsOptions>): void {
    this.options = { ...this.options, ...options };
    if (options.appearance) this.element?.show(lookOf(options.appearance));
  }

  async fetchUpdates(): Promise<object> {
    return {};
  }

  async submit(): Promise<{ error?: unknown; selectedPaymentMethod?: string }> {
    return this.mounted.call('submit');
  }

  /** Not of Stripe's. */
  get mounted(): PaymentElement {
    if (!this.element) throw new Error('IntegrationError: Create and mount the payment element first.');
    return this.element;
  }
}

function Stripe(publishableKey: string) {
  if (!/^pk_(test|live)_\w+/.test(publishableKey))
    throw new Error('IntegrationError: Please call Stripe() with your publishable key: it begins with pk_.');

  const intent = (clientSecret: string): Promise<Answer<PaymentIntent>> =>
    ask(origin, 'GET', `/payment_intents/${intentIdOf(clientSecret)}`, {
      key: publishableKey,
      client_secret: clientSecret,
    });

  /** Goes where the bank wants the shopper; in a dialog it comes back. */
  async function nextAction(clientSecret: string, { id, next_action }: PaymentIntent): Promise<IntentResult> {
    if (next_action?.type === 'redirect_to_url') return leaveFor(next_action.redirect_to_url!.url!);
    await showChallenge(origin, id);
    const { paymentIntent, error } = asResult(await intent(clientSecret));
    if (error) return { error };
    if (paymentIntent.status !== 'requires_payment_method') return { paymentIntent };
    return { error: { type: 'card_error', ...paymentIntent.last_payment_error, payment_intent: paymentIntent } as any };
  }

  async function settled(
    clientSecret: string,
    { paymentIntent, error }: IntentResult,
    { redirect = 'always', confirmParams }: ConfirmOptions,
  ): Promise<IntentResult> {
    if (error) return { error };
    const result =
      paymentIntent.status === 'requires_action' ? await nextAction(clientSecret, paymentIntent) : { paymentIntent };
    if (result.error || redirect === 'if_required') return result;
    const back = new URL(confirmParams!.return_url!);
    back.searchParams.set('payment_intent', paymentIntent.id);
    back.searchParams.set('payment_intent_client_secret', clientSecret);
    back.searchParams.set('redirect_status', 'succeeded');
    return leaveFor(back.href);
  }

  async function confirmPayment(options: ConfirmOptions): Promise<IntentResult> {
    const { elements, confirmParams = {}, redirect = 'always' } = options;
    const clientSecret = options.clientSecret ?? elements?.clientSecret;
    if (!clientSecret) throw new Error('IntegrationError: confirmPayment needs elements or a clientSecret.');
    if (redirect === 'always' && !confirmParams.return_url)
      throw new Error('IntegrationError: confirmPayment needs confirmParams.return_url.');
    const result = elements
      ? await elements.mounted.call<IntentResult>('confirm', { clientSecret, confirmParams })
      : await confirmBy(clientSecret, confirmParams);
    return settled(clientSecret, result, options);
  }

  const confirmBy = async (clientSecret: string, parameters: Parameters): Promise<IntentResult> =>
    asResult(
      await ask(origin, 'POST', `/payment_intents/${intentIdOf(clientSecret)}/confirm`, {
        ...parameters,
        key: publishableKey,
        client_secret: clientSecret,
        use_stripe_sdk: true,
      }),
    );

  return {
    elements: (options: ElementsOptions) => new Elements(publishableKey, options),
    confirmPayment,
    async confirmCardPayment(clientSecret: string, parameters: { payment_method?: string; return_url?: string } = {}) {
      const result = await confirmBy(clientSecret, parameters);
      return settled(clientSecret, result, { redirect: 'if_required' });
    },
    async retrievePaymentIntent(clientSecret: string) {
      return asResult(await intent(clientSecret));
    },
    async handleNextAction({ clientSecret }: { clientSecret: string }) {
      const { paymentIntent, error } = asResult(await intent(clientSecret));
      if (error) return { error };
      if (paymentIntent.status !== 'requires_action')
        throw new Error(
          `IntegrationError: The PaymentIntent is not in the requires_action state: ${paymentIntent.status}`,
        );
      return nextAction(clientSecret, paymentIntent);
    },
    createPaymentMethod: ({ elements }: { elements: Elements }) => elements.mounted.call('createPaymentMethod'),
    createToken: async () => ({
      error: { type: 'invalid_request_error', message: 'The local Stripe has payment methods and no tokens.' },
    }),
    _registerWrapper() {},
    registerAppInfo() {},
  };
}

/** The page is left: whoever waits for this waits in vain. */
function leaveFor(url: string): Promise<never> {
  location.assign(url);
  return new Promise(() => {});
}

Object.assign(window, { Stripe: Object.assign(Stripe, { version: VERSION }) });
