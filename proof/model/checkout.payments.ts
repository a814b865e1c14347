import {
  decide,
  isFinal,
  outcomeOfCancel,
  type PaymentState,
  statesBefore,
} from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { decideRefund, isFinal as isFinalRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import {
  type Call,
  type CommandResult,
  type IntentStatus,
  type RefundStatus,
  type Rules,
  type Snapshot,
  type StripeKey,
  TOTAL,
  type World,
} from './checkout.world.ts';

/** What a step of a call ends with: null when it goes on; `failed` when it throws. */
export type CallEnd = CommandResult | 'done' | 'failed' | null;

export interface CallStep {
  name: string;
  /** Stripe answers 500: not what has to happen. */
  isFault?: boolean;
  apply(world: World, call: Call): CallEnd;
}

/** The next steps of a command, job or webhook: one transaction, or one answer of Stripe. */
export function callSteps(world: World, call: Call, rules: Rules): CallStep[] {
  switch (call.at) {
    case 'begin':
      return [{ name: `payments begins ${call.about}`, apply: (draft, mine) => begin(draft, rules, mine) }];
    case 'open':
      return call.about === 'refund' ? openRefund(world, call, rules) : openIntent(world, call, rules);
    case 'find':
      return [
        {
          name: `payments looks for what became of its ${call.about}`,
          apply: (draft, mine) => find(draft, rules, mine),
        },
      ];
    case 'kill':
      return [{ name: 'Stripe is asked to cancel the intent', apply: (draft, mine) => kill(draft, rules, mine) }];
    case 'retrieve':
      return [{ name: 'Stripe tells of the intent', apply: retrieve }];
    case 'apply':
    case 'applyEnd':
      return [
        {
          name: `payments applies what Stripe told (${call.about})`,
          apply: (draft, mine) => applyNews(draft, rules, mine),
        },
      ];
  }
}

export function begin(world: World, rules: Rules, call: Call): CallEnd {
  if (call.about === 'refund') return announceRefund(world, rules, call);
  if (call.about === 'cancel' && rules.mistake !== 'no tombstone at cancel before create') world.canceled = true;
  const { payment } = world;
  if (payment) return payment.status === 'CREATING' ? open(world, rules, call) : afterCreate(world, call);
  if (call.about === 'cancel' || world.canceled) return 'CANCELED';
  world.payment = { status: 'CREATING', intent: null, declinesTold: 0 };
  return open(world, rules, call);
}

/** The row is committed and tells whether its key may still be used. */
function open({ stripe }: World, { mistake }: Rules, call: Call): CallEnd {
  const { age } = call.about === 'refund' ? stripe.refundKeys[call.refundRequest]! : stripe.createKey;
  call.keyAge = mistake === 'key reused when Stripe has forgotten it' ? 'fresh' : age;
  call.at = 'open';
  return null;
}

/** The payment is out of CREATING: a create answers, a cancel goes on. */
function afterCreate({ payment }: World, call: Call): CallEnd {
  const { status } = payment!;
  if (call.about === 'create') return status === 'CANCELED' ? 'CANCELED' : 'CREATED';
  if (isFinal(status)) return outcomeOfCancel([status]);
  call.at = 'kill';
  return null;
}

function announceRefund(world: World, rules: Rules, call: Call): CallEnd {
  const known = world.refunds[call.refundRequest];
  if (known) return advanceRefund(world, rules, call);
  if (world.payment?.status !== 'SUCCEEDED') return 'failed';
  const given = world.refunds.reduce(
    (sum, refund, request) => sum + (refund && refund.status !== 'FAILED' ? amountOf(world, request) : 0),
    0,
  );
  if (given + amountOf(world, call.refundRequest) > TOTAL) return 'failed';
  world.refunds[call.refundRequest] = { status: 'REQUESTED', stripeRefund: null };
  return open(world, rules, call);
}

export function advanceRefund(world: World, rules: Rules, call: Call): CallEnd {
  const { status, stripeRefund } = world.refunds[call.refundRequest]!;
  if (isFinalRefund(status)) return status === 'SUCCEEDED' ? 'REFUNDED' : 'failed';
  if (stripeRefund === null) return open(world, rules, call);
  call.at = 'retrieve';
  return null;
}

const amountOf = ({ order }: World, request: number): number => order.refundRequests[request]!.amountMinor;

/** Stripe runs a key once and answers the same ever after, its own failures included. */
function openIntent({ stripe, left }: World, call: Call, rules: Rules): CallStep[] {
  if (call.keyAge !== 'fresh')
    return [
      { name: 'payments looks for the intent: the key is too old', apply: (draft, mine) => find(draft, rules, mine) },
    ];
  const isFirst = stripe.createKey.saved === null || rules.mistake === 'fresh Stripe key at each try';
  const steps: CallStep[] = [
    {
      name: isFirst ? 'Stripe opens an intent' : 'Stripe repeats the answer of its key',
      apply: (draft, mine) => {
        const { createKey } = draft.stripe;
        if (isFirst) createKey.saved = newIntent(draft);
        return takeSaved(mine, createKey);
      },
    },
  ];
  if (isFirst && left.errors > 0) {
    for (const hasActed of [true, false])
      steps.push({
        name: hasActed ? 'Stripe opens an intent and answers 500' : 'Stripe answers 500 and opens nothing',
        isFault: true,
        apply: (draft, mine) => {
          draft.left.errors--;
          if (hasActed) newIntent(draft);
          draft.stripe.createKey.saved = 'error';
          return takeSaved(mine, draft.stripe.createKey);
        },
      });
  }
  return steps;
}

function newIntent({ stripe }: World): Snapshot {
  const status = 'requires_payment_method';
  return { object: stripe.intents.push({ status, amount: TOTAL, declines: 0 }) - 1, status };
}

function takeSaved(call: Call, { saved }: StripeKey): CallEnd {
  call.at = saved === 'error' ? 'find' : 'apply';
  call.news = saved === 'error' ? null : saved;
  call.keyAge = null;
  return null;
}

function openRefund({ stripe, left, order }: World, call: Call, rules: Rules): CallStep[] {
  if (call.keyAge !== 'fresh')
    return [
      { name: 'payments looks for the refund: the key is too old', apply: (draft, mine) => find(draft, rules, mine) },
    ];
  const request = call.refundRequest;
  const keyed = keyedRequest(order.refundRequests, request, rules);
  const offer = (name: string, status: RefundStatus | null, isFault = false): CallStep => ({
    name,
    isFault,
    apply: (draft, mine) => {
      const key = draft.stripe.refundKeys[keyed]!;
      const refund = status && newRefund(draft, rules, request, status);
      if (isFault) draft.left.errors--;
      key.saved = isFault ? 'error' : (refund ?? key.saved);
      return takeSaved(mine, key);
    },
  });
  if (stripe.refundKeys[keyed]!.saved !== null) return [offer('Stripe repeats the answer of its key', null)];
  const steps = [offer('Stripe refunds', 'succeeded')];
  if (rules.slowRefunds) steps.push(offer('Stripe takes the refund, pending', 'pending'));
  if (left.errors > 0) steps.push(offer('Stripe refunds and answers 500', 'succeeded', true));
  if (left.errors > 0 && rules.failingRefunds) steps.push(offer('Stripe answers 500 and refunds nothing', null, true));
  return steps;
}

/** The planted mistake: two refunds over one amount share their key. */
const keyedRequest = (requests: World['order']['refundRequests'], request: number, { mistake }: Rules): number =>
  mistake === 'refund found by amount'
    ? requests.findIndex(({ amountMinor }) => amountMinor === requests[request]!.amountMinor)
    : request;

function newRefund(world: World, rules: Rules, refundRequest: number, status: RefundStatus): Snapshot {
  const { stripe } = world;
  if (status === 'succeeded') hintRefund(world, rules, refundRequest);
  return { object: stripe.refunds.push({ refundRequest, amount: amountOf(world, refundRequest), status }) - 1, status };
}

export function hintIntent({ stripe }: World, { webhooks }: Rules): void {
  if (webhooks) stripe.intentHints = Math.min(2, stripe.intentHints + 1);
}
export function hintRefund({ stripe }: World, { webhooks }: Rules, refundRequest: number): void {
  if (webhooks) stripe.refundHints[refundRequest] = Math.min(2, stripe.refundHints[refundRequest]! + 1);
}

/** The list at Stripe, by our id in the metadata. */
function found({ stripe }: World, call: Call): Snapshot | null {
  if (call.about === 'refund') {
    const object = stripe.refunds.findIndex(({ refundRequest }) => refundRequest === call.refundRequest);
    return object < 0 ? null : { object, status: stripe.refunds[object]!.status };
  }
  return stripe.intents.length === 0 ? null : { object: 0, status: stripe.intents[0]!.status };
}

/** Nothing found is an answer only when Stripe has forgotten the key, too. */
function find(world: World, { mistake }: Rules, call: Call): CallEnd {
  const isFinal =
    call.keyAge === 'forgotten' || (call.keyAge === 'old' && mistake === 'given up while the key may still be in use');
  call.news = found(world, call);
  call.keyAge = null;
  call.at = 'apply';
  return call.news || isFinal ? null : 'failed';
}

function kill(world: World, rules: Rules, call: Call): CallEnd {
  const object = world.payment!.intent!;
  const intent = world.stripe.intents[object]!;
  if (intent.status === 'requires_payment_method') {
    intent.status = 'canceled';
    hintIntent(world, rules);
  }
  // Stripe refuses: asked again, it says why
  if (intent.status === 'processing') call.at = 'retrieve';
  else {
    call.at = 'applyEnd';
    call.news = { object, status: intent.status };
  }
  return null;
}

/** A webhook names the object, which our row may not know yet. */
export function retrieve(world: World, call: Call): CallEnd {
  const { stripe, payment, refunds } = world;
  const isRefund = call.about === 'refund';
  const known = isRefund ? refunds[call.refundRequest]?.stripeRefund : payment?.intent;
  call.news =
    call.acknowledges || known == null
      ? found(world, call)
      : { object: known, status: (isRefund ? stripe.refunds : stripe.intents)[known]!.status };
  call.at = call.about === 'cancel' ? 'applyEnd' : 'apply';
  return null;
}

/** The transaction after Stripe's answer. A webhook is acknowledged by its commit. */
function applyNews(world: World, rules: Rules, call: Call): CallEnd {
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

/** What Stripe and the buyer's bank decide by themselves. */
export function settleIntent(world: World, rules: Rules, object: number, status: IntentStatus): void {
  const intent = world.stripe.intents[object]!;
  intent.status = status;
  if (status === 'requires_payment_method') intent.declines++;
  hintIntent(world, rules);
}
