import {
  decide,
  isFinal,
  outcomeOfCancel,
  type PaymentState,
  statesBefore,
} from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { decideRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import { type Call, type CommandResult, type Rules, type Snapshot, TOTAL, type World } from './checkout.world.ts';

/** What a step of a call ends with: null when it goes on; `failed` when it throws. */
export type CallEnd = CommandResult | 'done' | 'failed' | null;

export const amountOf = ({ order }: World, request: number): number => order.refundRequests[request]!.amountMinor;

/** The transaction after Stripe's answer. A webhook is acknowledged by its commit. */
export function applyNews(world: World, rules: Rules, call: Call): CallEnd {
  const { news, about } = call;
  if (call.acknowledges) {
    if (about === 'refund') world.stripe.refundHints[call.refundRequest]!--;
    else world.stripe.intentHints--;
  }
  call.news = null;
  if (about === 'refund') return applyRefund(world, rules, call.refundRequest, news);
  if (news) applyIntent(world, rules, news);
  else giveUpCreate(world);
  if (about === 'look') return 'done';
  return call.at === 'applyEnd' ? outcomeOfCancel([world.payment!.status]) : afterCreate(world, call);
}

function applyIntent(world: World, { mistake }: Rules, news: Snapshot): void {
  const payment = world.payment!;
  const { amount } = world.stripe.intents[news.object]!;
  const amountMinor = mistake === 'amount of the intent ignored' ? amount : TOTAL;
  const verdict = decide(
    {
      id: 'pay',
      orderId: 'ord',
      amountMinor,
      currencyCode: 'USD',
      status: payment.status,
      stripeIntentId: payment.intent === null ? null : String(payment.intent),
    },
    {
      id: String(news.object),
      status: news.status,
      amount,
      amountReceived: news.status === 'succeeded' ? amount : 0,
      currency: 'usd',
      livemode: false,
      orderId: 'ord',
      paymentId: 'pay',
    },
    false,
  );
  if (verdict.kind === 'mismatch' || isFinal(payment.status)) return;
  payment.intent = news.object;
  tellDeclines(world, news.object);
  if (verdict.kind !== 'move' || !statesBefore(verdict.to).includes(payment.status)) return;
  payment.status = verdict.to;
  if (verdict.to === 'SUCCEEDED') {
    world.balanceMinor += TOTAL;
    world.outbox.push({ to: 'orders', type: 'PaymentSucceeded', applied: false });
  }
  if (verdict.to === 'CANCELED') world.outbox.push({ to: 'orders', type: 'PaymentCanceled', applied: false });
}

/** Each failed charge is told once. */
function tellDeclines({ payment, stripe, outbox }: World, intent: number): void {
  const { declines } = stripe.intents[intent]!;
  if (declines <= payment!.declinesTold) return;
  payment!.declinesTold = declines;
  outbox.push({ to: 'orders', type: 'PaymentFailed', applied: false });
}

function giveUpCreate({ payment, outbox }: World): void {
  if (payment!.status !== 'CREATING') return;
  payment!.status = 'CANCELED' satisfies PaymentState;
  outbox.push({ to: 'orders', type: 'PaymentCanceled', applied: false });
}

function applyRefund(world: World, { mistake }: Rules, refundRequest: number, news: Snapshot | null): CallEnd {
  const refund = world.refunds[refundRequest]!;
  if (!news) {
    if (refund.status === 'REQUESTED') refund.status = 'FAILED';
    return refund.status === 'SUCCEEDED' ? 'REFUNDED' : 'failed';
  }
  const atStripe = world.stripe.refunds[news.object]!;
  const isOurs = atStripe.refundRequest === refundRequest || mistake === 'refund found by amount';
  const verdict = decideRefund(
    { orderId: 'ord', amountMinor: amountOf(world, refundRequest), currencyCode: 'USD', status: refund.status },
    { status: news.status, amount: atStripe.amount, currency: 'usd', orderId: isOurs ? 'ord' : 'another' },
  );
  if (verdict.kind === 'move') {
    refund.status = verdict.to;
    refund.stripeRefund = news.object;
    if (verdict.to === 'SUCCEEDED') {
      world.balanceMinor -= amountOf(world, refundRequest);
      world.outbox.push({ to: 'orders', type: 'RefundSucceeded', refundRequest, applied: false });
    }
  }
  if (refund.status === 'FAILED') return 'failed';
  return refund.status === 'SUCCEEDED' ? 'REFUNDED' : 'PENDING';
}

/** The payment is out of CREATING: a create answers, a cancel goes on. */
export function afterCreate({ payment }: World, call: Call): CallEnd {
  const { status } = payment!;
  if (call.about === 'create') return status === 'CANCELED' ? 'CANCELED' : 'CREATED';
  if (isFinal(status)) return outcomeOfCancel([status]);
  call.at = 'kill';
  return null;
}
