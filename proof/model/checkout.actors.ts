import { isFinal } from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { isFinal as isFinalRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import { callPayments, end, handle, isMoving, lockCart, reserve, startSaga, takeAnswer } from './checkout.orders.ts';
import type { CallEnd } from './checkout.news.ts';
import { advanceRefund, begin, callSteps, retrieve } from './checkout.payments.ts';
import type { CheckoutStep, Kind } from './checkout.step.ts';
import { type Call, newCall, type Rules, type World } from './checkout.world.ts';

/** Whoever advances the order, request or job, and what became of the requests of those who died. */
export function sagaSteps(world: World, rules: Rules): CheckoutStep[] {
  const steps: CheckoutStep[] = [];
  if (isMoving(world) && world.sagas.length < rules.sagas && rules.mistake !== 'no completer')
    steps.push({ name: 'the completer takes the order', kind: 'fair', apply: (draft) => startSaga(draft, rules) });
  world.sagas.forEach((saga, index) => {
    const who = `saga ${index + 1}`;
    const add = (name: string, kind: Kind, apply: CheckoutStep['apply']) =>
      steps.push({ name: `${who}: ${name}`, kind, apply });
    switch (saga.at) {
      case 'carts':
        add('carts locks', 'fair', (draft) => {
          const mine = draft.sagas[index]!;
          mine.answer = lockCart(draft);
          mine.at = 'answered';
        });
        break;
      case 'products':
        add('products reserves', 'fair', (draft) => {
          const mine = draft.sagas[index]!;
          if (reserve(draft, rules) === 'RESERVED' && !draft.stock.priceChanged) callPayments(mine, 'create');
          else {
            mine.answer = 'REJECTED';
            mine.at = 'answered';
          }
        });
        break;
      case 'call':
        for (const { name, isFault, apply } of callSteps(world, saga.call!, rules))
          add(name, isFault ? 'free' : 'fair', (draft) => {
            const mine = draft.sagas[index]!;
            const ended = apply(draft, mine.call!);
            if (ended === null) return;
            if (ended === 'failed' || ended === 'done') return end(draft, mine);
            mine.answer = ended;
            mine.call = null;
            mine.at = 'answered';
          });
        break;
      case 'answered':
        add(`orders takes the answer ${saga.answer}`, 'fair', (draft) => takeAnswer(draft, rules, draft.sagas[index]!));
        // too many orders of one guest, or another currency: only orders can know
        if (saga.answer === 'LOCKED')
          add('orders refuses what is locked', 'free', (draft) =>
            takeAnswer(draft, rules, draft.sagas[index]!, 'refused'),
          );
    }
    if (world.left.crashes > 0) {
      add('dies, and so does what it asked for', 'free', (draft) => {
        draft.left.crashes--;
        end(draft, draft.sagas[index]!);
      });
      if (saga.at !== 'answered')
        add('dies, and what it asked for goes on', 'free', (draft) => {
          const mine = draft.sagas[index]!;
          draft.left.crashes--;
          end(draft, mine);
          if (mine.call) draft.calls.push(mine.call);
          else draft.lateRequests.push(mine.at as 'carts' | 'products');
        });
    }
  });
  world.lateRequests.forEach((request, index) => {
    const apply = (draft: World) => {
      draft.lateRequests.splice(index, 1);
      if (request === 'carts') lockCart(draft);
      else reserve(draft, rules);
    };
    steps.push({ name: `the request to ${request} arrives, late`, kind: 'free', apply });
  });
  return steps;
}

/** Jobs, webhooks and reconciliation of payments, and commands whose caller has died. */
export function callsOfNobody(world: World, rules: Rules): CheckoutStep[] {
  const steps: CheckoutStep[] = [];
  const finish = (draft: World, call: Call, ended: CallEnd) => {
    if (ended !== null) draft.calls.splice(draft.calls.indexOf(call), 1);
  };
  world.calls.forEach((call, index) => {
    for (const { name, isFault, apply } of callSteps(world, call, rules))
      steps.push({
        name: `payments alone: ${name}`,
        kind: isFault ? 'free' : 'fair',
        apply: (draft) => finish(draft, draft.calls[index]!, apply(draft, draft.calls[index]!)),
      });
    if (world.left.crashes > 0)
      steps.push({
        name: `payments dies in its ${call.about}`,
        kind: 'free',
        apply: (draft) => {
          draft.left.crashes--;
          draft.calls.splice(index, 1);
        },
      });
  });
  if (world.calls.length >= rules.workers) return steps;

  // what only reads happens at once: not to have begun yet and to wait before the first look are the same
  const start = (name: string, call: Call, firstStep: (draft: World, mine: Call) => CallEnd) =>
    steps.push({
      name,
      kind: 'fair',
      apply: (draft) => {
        const mine = { ...call };
        draft.calls.push(mine);
        finish(draft, mine, firstStep(draft, mine));
      },
    });
  const { payment, stripe } = world;
  const acknowledges = rules.mistake !== 'webhook acknowledged before commit';
  if (stripe.intentHints > 0 && payment)
    start('a webhook tells of the intent', newCall('look', 'retrieve', { acknowledges }), (draft, mine) => {
      if (!acknowledges) draft.stripe.intentHints--;
      return retrieve(draft, mine);
    });
  stripe.refundHints.forEach((hints, refundRequest) => {
    if (hints > 0 && world.refunds[refundRequest])
      start(
        'a webhook tells of a refund',
        newCall('refund', 'retrieve', { refundRequest, acknowledges }),
        (draft, mine) => {
          if (!acknowledges) draft.stripe.refundHints[refundRequest]!--;
          return retrieve(draft, mine);
        },
      );
  });
  if (rules.mistake === 'no reconcile' || !rules.reconcile) return steps;
  if (payment && !isFinal(payment.status)) {
    const beginNow = (draft: World, mine: Call) => begin(draft, rules, mine);
    if (payment.status === 'CREATING') start('the job finishes the create', newCall('create', 'begin'), beginNow);
    else if (hasNews(world)) start('reconcile looks at the intent', newCall('look', 'retrieve'), retrieve);
    if (world.canceled) start('the job finishes the cancel', newCall('cancel', 'begin'), beginNow);
  }
  world.refunds.forEach((refund, refundRequest) => {
    if (refund && !isFinalRefund(refund.status))
      start('the job asks for the refund', newCall('refund', 'begin', { refundRequest }), (draft, mine) =>
        advanceRefund(draft, rules, mine),
      );
  });
  return steps;
}

/** Old news of an open intent can do harm only where it may come to a payment that is under way. */
const hasNews = ({ payment, stripe, left }: World): boolean => {
  const { status, declines } = stripe.intents[payment!.intent!]!;
  return (
    left.slowPayments > 0 ||
    payment!.status !== 'REQUIRES_PAYMENT_METHOD' ||
    status !== 'requires_payment_method' ||
    declines > payment!.declinesTold
  );
};

/** The relay: every event in the outbox, in any order. */
export function deliveries(world: World, rules: Rules): CheckoutStep[] {
  return world.outbox.flatMap((delivery, index) => {
    const take = (draft: World) => {
      if (!delivery.applied || rules.mistake === 'event applied without inbox') handle(draft, rules, delivery);
    };
    const name = `${delivery.type} for ${delivery.to}`;
    const steps: CheckoutStep[] = [
      {
        name: delivery.applied ? `${name} arrives again` : `${name} arrives`,
        kind: 'fair',
        apply: (draft) => {
          draft.outbox.splice(index, 1);
          take(draft);
        },
      },
    ];
    if (world.left.duplicates > 0 && !delivery.applied)
      steps.push({
        name: `${name} arrives, and its sender does not hear of it`,
        kind: 'free',
        apply: (draft) => {
          draft.left.duplicates--;
          draft.outbox[index]!.applied = true;
          take(draft);
        },
      });
    return steps;
  });
}
