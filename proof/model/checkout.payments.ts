import { isFinal as isFinalRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import { afterCreate, amountOf, applyNews, type CallEnd } from './checkout.news.ts';
import {
  type Call,
  type IntentStatus,
  type RefundStatus,
  type Rules,
  type Snapshot,
  type StripeKey,
  TOTAL,
  type World,
} from './checkout.world.ts';

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

/** What Stripe and the buyer's bank decide by themselves. */
export function settleIntent(world: World, rules: Rules, object: number, status: IntentStatus): void {
  const intent = world.stripe.intents[object]!;
  intent.status = status;
  if (status === 'requires_payment_method') intent.declines++;
  hintIntent(world, rules);
}
