import type { SavedCardFragment } from '@storegraph/client';
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
import type { PaymentIntentResult, Stripe, StripeError } from '@stripe/stripe-js';
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useRevalidator } from 'react-router';
import type { StripeContext } from '../server/context.ts';
import { useAppearance } from './appearance.ts';
import { CardChoice } from './cardChoice.tsx';
import { textOfRefusal } from './refusal.ts';
import { loadStripe } from './stripeScript.ts';

interface PayFormProps {
  clientSecret: string;
  /** Where a page of the bank leads back to. */
  returnUrl: string;
  /** As it stands on the button. */
  amount: string;
  /** Those that the shopper has kept; none for a guest. */
  cards: readonly SavedCardFragment[];
  /** The order is of an account, which can keep the card that is typed in. */
  mayKeepCard: boolean;
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
  cards,
  mayKeepCard,
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
  const [chosen, setChosen] = useState(cards[0]?.id ?? null);
  const [keep, setKeep] = useState(false);
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
      if (chosen) {
        const how = { payment_method: chosen, return_url: returnUrl };
        return settle(await stripe!.confirmCardPayment(clientSecret, how));
      }
      const { error } = await elements!.submit();
      if (error) return; // said at its field, in the frame
      const confirmParams = { return_url: returnUrl, ...(keep && { setup_future_usage: 'off_session' as const }) };
      await settle(await stripe!.confirmPayment({ elements: elements!, confirmParams, redirect: 'if_required' }));
    });
  };
  const goOn = () =>
    void once(async () => {
      const { error, paymentIntent } = await stripe!.handleNextAction({ clientSecret });
      await settle(error ? { error } : { paymentIntent: paymentIntent! });
    });

  return (
    <form className="pay-form" onSubmit={pay} aria-busy={isPaying}>
      {/* above the frame: what stands below it moves when it grows, away from under a finger that is about to press */}
      {isAsked && !isPaying && (
        <p className="banner" role="status">
          Your bank has asked whether it is you.{' '}
          <button type="button" onClick={goOn}>
            Answer it
          </button>{' '}
          Or pay with another card.
        </p>
      )}
      {cards.length > 0 && <CardChoice cards={cards} chosen={chosen} onChoose={setChosen} />}
      <div className="new-card" hidden={chosen !== null}>
        <div className="card-frame">
          <PaymentElement onReady={() => setIsReady(true)} onLoadError={onNotLoaded} />
          {!isReady && <p role="status">The card form is loading.</p>}
        </div>
        {mayKeepCard && (
          <label className="check">
            <input type="checkbox" checked={keep} onChange={({ target }) => setKeep(target.checked)} />
            Keep this card for the next time
          </label>
        )}
      </div>
      {problem && (
        <p className="banner" role="alert" tabIndex={-1} ref={alert}>
          {problem}
        </p>
      )}
      <button type="submit" className="button" disabled={(!chosen && !isReady) || !isLookedAt || isPaying}>
        {isPaying ? 'Asking your bank' : `Pay ${amount}`}
      </button>
    </form>
  );
}
