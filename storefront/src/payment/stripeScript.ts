// its types only: the module itself would load the script from Stripe, whichever one is set
import type { Stripe, StripeConstructor } from '@stripe/stripe-js';

let loading: Promise<StripeConstructor> | undefined;

/** Once per page; after a failure it may be tried again. */
const script = (url: string): Promise<StripeConstructor> =>
  (loading ??= new Promise<StripeConstructor>((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.onload = () => resolve((window as unknown as { Stripe: StripeConstructor }).Stripe);
    element.onerror = () => {
      element.remove();
      loading = undefined;
      reject(new Error(`${url} could not be loaded`));
    };
    document.head.append(element);
  }));

export const loadStripe = async (scriptUrl: string, publishableKey: string): Promise<Stripe> =>
  (await script(scriptUrl))(publishableKey);
