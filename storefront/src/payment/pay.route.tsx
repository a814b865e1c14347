import { PayPageDocument } from '@storegraph/client';
import { useCallback, useState } from 'react';
import {
  isRouteErrorResponse,
  type LoaderFunctionArgs,
  redirect,
  redirectDocument,
  useLoaderData,
  useRouteError,
} from 'react-router';
import { partlyOwn, signInPath } from '../account/mine.ts';
import type { PageHandle } from '../root.tsx';
import { found } from '../server/answers.ts';
import { shopContext, stripeContext } from '../server/context.ts';
import { Amounts } from '../ui/amounts.tsx';
import { formatMoney } from '../ui/money.tsx';
import { Problem } from '../ui/problem.tsx';
import { personalPage } from '../ui/title.ts';
import { Countdown } from './countdown.tsx';
import { useLooking, useLookOnReturn } from './looking.ts';
import { Closing, Over } from './over.tsx';
import { PayForm } from './payForm.tsx';
import { payStateOf, secondsUntil } from './payState.ts';
import { Waiting } from './waiting.tsx';

export const handle: PageHandle = { hasScript: true };

export async function loader(asked: LoaderFunctionArgs) {
  const { context, params, request } = asked;
  const { pathname, searchParams } = new URL(request.url);
  // the bank has sent the shopper back: its secret does not stay in the address
  if (searchParams.has('payment_intent_client_secret')) throw redirect(pathname, 303);
  const shop = context.get(shopContext);
  const answer = await partlyOwn(
    asked,
    shop.query(PayPageDocument, { id: params.orderId! }, { signal: request.signal }),
  );
  const isNobody = !answer.isPartial && !shop.signedIn && !shop.orderToken;
  // an account's, and its session has ended in another tab
  if (!answer.data.order && isNobody) throw redirectDocument(signInPath(request), 303);
  const order = found(answer.data.order, answer);
  const state = payStateOf(order);
  if (state === 'PAID') throw redirectDocument(`/orders/${encodeURIComponent(order.number!)}/thanks`, 303);
  const { id, number, email, totals, payments, expiresAt, paymentClientSecret, paymentReturnUrl, customer } = order;
  return {
    state,
    order: { id, number, email, totals },
    clientSecret: state === 'OPEN' ? paymentClientSecret : null,
    returnUrl: paymentReturnUrl,
    cards: customer?.paymentMethods ?? [],
    mayKeepCard: Boolean(customer?.paymentMethods),
    secondsLeft: secondsUntil(expiresAt, Date.now()),
    failure: payments?.at(-1)?.failureReason ?? null,
    stripe: context.get(stripeContext),
  };
}

export const meta = personalPage('Pay');

export default function Pay() {
  const { state, order, clientSecret, secondsLeft, ...paying } = useLoaderData<typeof loader>();
  const [isSettled, setIsSettled] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [isOver, setIsOver] = useState(secondsLeft === 0);
  const onOver = useCallback(() => setIsOver(true), []);
  const onSettled = useCallback(() => setIsSettled(true), []);
  useLookOnReturn();

  if (state === 'LATE' || state === 'CANCELLED') return <Over isLate={state === 'LATE'} />;
  if (state === 'WAITING' || isSettled) return <Waiting email={order.email} />;
  if (state === 'AWAY' || !clientSecret) return <Away />;
  if (isOver && !isBusy) return <Closing />;
  const { totals, number } = order;
  return (
    <>
      <h1>Pay</h1>
      <noscript>
        <p className="banner">
          Paying needs JavaScript: the number of your card goes from this page straight to Stripe, and never to us. Turn
          it on here; your order is held until then.
        </p>
      </noscript>
      <div className="checkout">
        <PayForm
          clientSecret={clientSecret}
          amount={formatMoney(totals.total)}
          {...paying}
          onBusy={setIsBusy}
          onSettled={onSettled}
        />
        <aside className="totals">
          <h2>Order {number}</h2>
          <Amounts totals={totals} />
          <Countdown seconds={secondsLeft} onOver={onOver} />
        </aside>
      </div>
    </>
  );
}

/** Goes on by itself as soon as somebody answers. */
function Away() {
  useLooking();
  return (
    <section className="problem">
      <h1>Paying is not possible at the moment</h1>
      <p>It is our mistake, not yours. Your order is held; if you have paid it, we know as soon as we are back.</p>
      <a className="button" href="?">
        Try again
      </a>
    </section>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <Problem status={404} />;
  return <Away />;
}
