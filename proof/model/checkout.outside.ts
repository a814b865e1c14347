import { leftToRefund, mayHear } from '../../subgraphs/orders/src/order/order.life.ts';
import { canCancel, moveOrder, requestRefund, startSaga } from './checkout.orders.ts';
import { hintIntent, hintRefund, settleIntent } from './checkout.payments.ts';
import type { CheckoutStep, Kind } from './checkout.step.ts';
import { type Call, type Rules, TOTAL, type World } from './checkout.world.ts';

/** Shoppers, staff and the clock. */
export function peopleAndTime(world: World, rules: Rules): CheckoutStep[] {
  const { order, cart, left, stripe } = world;
  const steps: CheckoutStep[] = [];
  const add = (name: string, kind: Kind, apply: CheckoutStep['apply']) => steps.push({ name, kind, apply });
  if (canCancel(world))
    add('the shopper cancels', 'free', (draft) => {
      moveOrder(draft, rules, 'cancelRequested');
      startSaga(draft, rules);
    });
  if (mayHear(order.state, 'timeIsUp'))
    add('time is up', 'time', (draft) => {
      moveOrder(draft, rules, 'timeIsUp');
      startSaga(draft, rules);
    });
  if (mayHear(order.state, 'refundRequested')) {
    const refund = (amountMinor: number) => (draft: World) => {
      requestRefund(draft, amountMinor);
      moveOrder(draft, rules, 'refundRequested');
      startSaga(draft, rules);
    };
    const rest = leftToRefund(order);
    add('staff refunds the rest', 'free', refund(rest));
    if (left.partialRefunds > 0 && rest > 1)
      add('staff refunds a part', 'free', (draft) => {
        draft.left.partialRefunds--;
        refund(1)(draft);
      });
  }
  if (cart.state === 'INCOMPLETE')
    add('the shopper completes the cart', 'free', (draft) => {
      draft.cart.state = 'OPEN';
    });
  if (rules.keysAge) {
    const uses = (call: Call | null, request?: number) =>
      call?.at === 'open' &&
      call.keyAge === 'fresh' &&
      (request === undefined ? call.about !== 'refund' : call.refundRequest === request);
    const isInUse = (request?: number) =>
      world.calls.some((call) => uses(call, request)) || world.sagas.some(({ call }) => uses(call, request));
    const grow = (
      name: string,
      key: World['stripe']['createKey'],
      isInUse: boolean,
      of: (draft: World) => typeof key,
    ) => {
      if (key.age === 'fresh')
        add(`23 hours pass for the key of ${name}`, 'time', (draft) => {
          of(draft).age = 'old';
        });
      // no call takes an hour
      if (key.age === 'old' && !isInUse)
        add(`Stripe forgets the key of ${name}`, 'time', (draft) => {
          Object.assign(of(draft), { age: 'forgotten', saved: null });
        });
    };
    if (world.payment?.status === 'CREATING')
      grow('the intent', stripe.createKey, isInUse(), (draft) => draft.stripe.createKey);
    // one that Stripe never heard of while its key lived fails for good: the known limit, not part of the other scenarios
    world.refunds.forEach((refund, request) => {
      if (refund?.status === 'REQUESTED' && (stripe.refundKeys[request]!.saved !== null || rules.failingRefunds))
        grow('the refund', stripe.refundKeys[request]!, isInUse(request), (draft) => draft.stripe.refundKeys[request]!);
    });
  }
  return steps;
}

/** The buyer at Stripe, the banks behind it, and the way of its webhooks. */
export function stripeSteps({ stripe, left }: World, rules: Rules): CheckoutStep[] {
  const steps: CheckoutStep[] = [];
  stripe.intents.forEach(({ status, amount }, intent) => {
    const settle = (name: string, kind: Kind, to: typeof status) =>
      steps.push({ name, kind, apply: (draft) => settleIntent(draft, rules, intent, to) });
    if (status === 'requires_payment_method') {
      settle('the buyer pays', 'free', 'succeeded');
      if (left.slowPayments > 0)
        steps.push({
          name: 'the buyer pays by a slow method',
          kind: 'free',
          apply: (draft) => {
            draft.left.slowPayments--;
            settleIntent(draft, rules, intent, 'processing');
          },
        });
      if (rules.tamperedIntents && amount === TOTAL)
        steps.push({
          name: 'somebody lowers the amount of the intent',
          kind: 'free',
          apply: (draft) => {
            draft.stripe.intents[intent]!.amount = 1;
          },
        });
    }
    if (status === 'processing') settle('the slow payment arrives', 'fair', 'succeeded');
    if (status === 'processing' || (status === 'requires_payment_method' && left.declines > 0))
      steps.push({
        name: status === 'processing' ? 'the slow payment fails' : 'the card is declined',
        kind: status === 'processing' ? 'fair' : 'free',
        apply: (draft) => {
          if (status !== 'processing') draft.left.declines--;
          settleIntent(draft, rules, intent, 'requires_payment_method');
        },
      });
  });
  stripe.refunds.forEach(({ status, refundRequest }, index) => {
    if (status !== 'pending') return;
    for (const to of rules.failingRefunds ? (['succeeded', 'failed'] as const) : (['succeeded'] as const))
      steps.push({
        name: `the pending refund has ${to}`,
        kind: 'fair',
        apply: (draft) => {
          draft.stripe.refunds[index]!.status = to;
          hintRefund(draft, rules, refundRequest);
        },
      });
  });
  if (stripe.intentHints > 0) {
    if (rules.lostWebhooks)
      steps.push({
        name: 'a webhook of the intent is lost',
        kind: 'free',
        apply: (draft) => {
          draft.stripe.intentHints--;
        },
      });
    if (left.duplicates > 0)
      steps.push({
        name: 'a webhook of the intent is sent twice',
        kind: 'free',
        apply: (draft) => {
          draft.left.duplicates--;
          hintIntent(draft, rules);
        },
      });
  }
  stripe.refundHints.forEach((hints, request) => {
    if (hints > 0 && rules.lostWebhooks)
      steps.push({
        name: 'a webhook of a refund is lost',
        kind: 'free',
        apply: (draft) => {
          draft.stripe.refundHints[request]!--;
        },
      });
  });
  return steps;
}
