import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { PaymentIntentResult, Stripe, StripeError } from '@stripe/stripe-js';
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';
import type { StripeContext } from '../server/context.ts';
import { useAppearance } from './appearance.ts';
import { textOfRefusal } from './refusal.ts';
import { loadStripe } from './stripeScript.ts';

interface PayFormProps {
  clientSecret: string;
  /** Where a page of the bank leads back to. */
  returnUrl: string;
  /** As it stands on the button. */
  amount: string;
  /** Why the last card was declined, as far as we have heard. */
  failure: string | null;
  stripe: StripeContext;
  /** True from the click until the bank has answered. */
  onBusy(isBusy: boolean): void;
  /** The bank has the money, or is about to. */
  onSettled(): void;
}

/** The card form, which is a frame of Stripe's. */
export function PayForm({ stripe: { scriptUrl, publishableKey }, ...props }: PayFormProps) {
  const { clientSecret } = props;
  const appearance = useAppearance();
  const [stripe, setStripe] = useState<Stripe | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    loadStripe(scriptUrl, publishableKey).then(setStripe, () => setHasFailed(true));
  }, [scriptUrl, publishableKey]);
  const options = useMemo(() => ({ clientSecret, ...(appearance && { appearance }) }), [clientSecret, appearance]);
  if (hasFailed) return <NotLoaded />;
  // the form is made when it is known how it shall look
  return (
    <Elements stripe={appearance && stripe} options={options}>
      <CardForm {...props} onNotLoaded={() => setHasFailed(true)} />
    </Elements>
  );
}

function NotLoaded() {
  return (
    <p className="banner" role="alert">
      The card form could not be loaded. Your order is held; <a href="?">try again</a>.
    </p>
  );
}

function CardForm({
  clientSecret,
  returnUrl,
  amount,
  failure,
  onBusy,
  onSettled,
  onNotLoaded,
}: Omit<PayFormProps, 'stripe'> & { onNotLoaded(): void }) {
  const stripe = useStripe();
  const elements = useElements();
  const { revalidate } = useRevalidator();
  const [isReady, setIsReady] = useState(false);
  const [isLookedAt, setIsLookedAt] = useState(false);
  const [isPaying, setIsPaying] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const [problem, setProblem] = useState(failure);
  const alert = useRef<HTMLParagraphElement>(null);
  /** A second click comes before React has drawn the first. */
  const busy = useRef(false);

  /** What Stripe says counts, whatever the answer to our call was. */
  async function settle({ error, paymentIntent }: PaymentIntentResult): Promise<void> {
    const known = paymentIntent ?? error.payment_intent;
    const intent = known ?? (await stripe!.retrievePaymentIntent(clientSecret)).paymentIntent;
    setIsAsked(intent?.status === 'requires_action');
    if (intent?.status === 'succeeded' || intent?.status === 'processing' || intent?.status === 'requires_capture')
      return onSettled();
    if (intent?.status === 'canceled') return revalidate();
    if (error) refuse(textOfRefusal(error));
  }

  function refuse(text: string): void {
    setProblem(text);
    requestAnimationFrame(() => alert.current?.focus());
  }

  // the page was loaded anew while the bank was asked, or after it has sent the shopper back
  useEffect(() => {
    if (!stripe) return;
    let isGone = false;
    stripe.retrievePaymentIntent(clientSecret).then(async ({ paymentIntent }) => {
      if (isGone) return;
      if (paymentIntent?.last_payment_error) setProblem(textOfRefusal(paymentIntent.last_payment_error as StripeError));
      if (paymentIntent) await settle({ paymentIntent });
      setIsLookedAt(true);
    });
    return () => {
      isGone = true;
    };
  }, [stripe, clientSecret]);

  async function once(work: () => Promise<void>): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setIsPaying(true);
    onBusy(true);
    setProblem(null);
    try {
      await work();
    } catch {
      refuse('The payment could not be made. Load this page again, and try once more.');
    } finally {
      busy.current = false;
      setIsPaying(false);
      onBusy(false);
    }
  }

  const pay = (event: SubmitEvent) => {
    event.preventDefault();
    void once(async () => {
      const { error } = await elements!.submit();
      if (error) return; // said at its field, in the frame
      await settle(
        await stripe!.confirmPayment({
          elements: elements!,
          confirmParams: { return_url: returnUrl },
          redirect: 'if_required',
        }),
      );
    });
  };
  const goOn = () =>
    void once(async () => {
      const { error, paymentIntent } = await stripe!.handleNextAction({ clientSecret });
      await settle(error ? { error } : { paymentIntent: paymentIntent! });
    });

  return (
    <form className="pay-form" onSubmit={pay} aria-busy={isPaying}>
      <div className="card-frame">
        <PaymentElement onReady={() => setIsReady(true)} onLoadError={onNotLoaded} />
        {!isReady && <p role="status">The card form is loading.</p>}
      </div>
      {problem && (
        <p className="banner" role="alert" tabIndex={-1} ref={alert}>
          {problem}
        </p>
      )}
      {isAsked && !isPaying && (
        <p className="banner" role="status">
          Your bank has asked whether it is you.{' '}
          <button type="button" onClick={goOn}>
            Answer it
          </button>{' '}
          Or pay with another card.
        </p>
      )}
      <button type="submit" className="button" disabled={!isReady || !isLookedAt || isPaying}>
        {isPaying ? 'Asking your bank' : `Pay ${amount}`}
      </button>
    </form>
  );
}
