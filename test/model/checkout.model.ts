import { isTerminal, transitions } from '../../subgraphs/orders/src/order/order.states.ts';
import { isFinal, type PaymentState } from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { isFinal as isFinalRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import {
  canCancel,
  end,
  handle,
  isMoving,
  lockCart,
  moveOrder,
  requestRefund,
  reserve,
  startDriver,
  takeAnswer,
} from './checkout.orders.ts';
import {
  begin,
  type CallEnd,
  callSteps,
  driveRefund,
  hintIntent,
  hintRefund,
  retrieve,
  settleIntent,
} from './checkout.payments.ts';
import { type Call, cloneWorld, keyOf, newCall, ON_HAND, type Rules, TOTAL, type World } from './checkout.world.ts';
import type { Model, Step } from './explore.ts';

/**
 * `fair`: happens in the end, such as a job, a delivery or an answer. `time`: so does this, but only when a deadline has
 * passed. `free`: may happen or not, such as what a shopper does, and every fault.
 */
export type Kind = 'fair' | 'time' | 'free';
type CheckoutStep = Step<World, Kind>;

export const checkoutModel = (rules: Rules, initial: readonly World[]): Model<World, Kind> => ({
  initial,
  steps: (world) => [
    ...driverSteps(world, rules),
    ...callsOfNobody(world, rules),
    ...deliveries(world, rules),
    ...peopleAndTime(world, rules),
    ...stripeSteps(world, rules),
  ],
  clone: cloneWorld,
  keyOf,
  always,
  everyStep,
  eventually: rules.tamperedIntents ? {} : eventually,
});

function driverSteps(world: World, rules: Rules): CheckoutStep[] {
  const steps: CheckoutStep[] = [];
  if (isMoving(world.order.state) && world.drivers.length < rules.drivers && rules.mistake !== 'no completer')
    steps.push({ name: 'the completer takes the order', kind: 'fair', apply: (draft) => startDriver(draft, rules) });
  world.drivers.forEach((driver, index) => {
    const who = `driver ${index + 1}`;
    const add = (name: string, kind: Kind, apply: CheckoutStep['apply']) =>
      steps.push({ name: `${who}: ${name}`, kind, apply });
    switch (driver.at) {
      case 'lockCart':
        add('carts locks', 'fair', (draft) => {
          const mine = draft.drivers[index]!;
          mine.answer = lockCart(draft);
          mine.at = 'answered';
        });
        break;
      case 'reserve':
        add('products reserves', 'fair', (draft) => {
          const mine = draft.drivers[index]!;
          if (reserve(draft, rules) === 'RESERVED' && !draft.stock.priceChanged) {
            mine.doing = 'create';
            mine.at = 'call';
            mine.call = newCall('create', 'begin');
          } else {
            mine.answer = 'REJECTED';
            mine.at = 'answered';
          }
        });
        break;
      case 'call':
        for (const { name, isFault, apply } of callSteps(world, driver.call!, rules))
          add(name, isFault ? 'free' : 'fair', (draft) => {
            const mine = draft.drivers[index]!;
            const ended = apply(draft, mine.call!);
            if (ended === null) return;
            if (ended === 'failed' || ended === 'done') return end(draft, mine);
            mine.answer = ended;
            mine.call = null;
            mine.at = 'answered';
          });
        break;
      case 'answered':
        add(`orders takes the answer ${driver.answer}`, 'fair', (draft) =>
          takeAnswer(draft, rules, draft.drivers[index]!),
        );
    }
    if (world.left.crashes > 0) {
      add('dies, and so does what it asked for', 'free', (draft) => {
        draft.left.crashes--;
        end(draft, draft.drivers[index]!);
      });
      if (driver.at !== 'answered')
        add('dies, and what it asked for goes on', 'free', (draft) => {
          const mine = draft.drivers[index]!;
          draft.left.crashes--;
          end(draft, mine);
          if (mine.call) draft.calls.push(mine.call);
          else draft.lateRequests.push(mine.at as 'lockCart' | 'reserve');
        });
    }
  });
  world.lateRequests.forEach((request, index) => {
    const apply = (draft: World) => {
      draft.lateRequests.splice(index, 1);
      if (request === 'lockCart') lockCart(draft);
      else reserve(draft, rules);
    };
    steps.push({ name: `${request} arrives, late`, kind: 'free', apply });
  });
  return steps;
}

/** Jobs, webhooks and reconciliation of payments, and commands whose caller has died. */
function callsOfNobody(world: World, rules: Rules): CheckoutStep[] {
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
        driveRefund(draft, rules, mine),
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

function deliveries(world: World, rules: Rules): CheckoutStep[] {
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

function peopleAndTime(world: World, rules: Rules): CheckoutStep[] {
  const { order, cart, left, stripe } = world;
  const steps: CheckoutStep[] = [];
  const add = (name: string, kind: Kind, apply: CheckoutStep['apply']) => steps.push({ name, kind, apply });
  if (canCancel(world))
    add('the shopper cancels', 'free', (draft) => {
      moveOrder(draft, rules, { type: 'cancelRequested' });
      startDriver(draft, rules);
    });
  if (order.state === 'NEW' || order.state === 'RESERVING' || order.state === 'AWAITING_PAYMENT')
    add('time is up', 'time', (draft) => {
      moveOrder(draft, rules, { type: 'timeIsUp' });
      startDriver(draft, rules);
    });
  if (order.state === 'PAID' || order.state === 'PARTIALLY_REFUNDED') {
    const refund = (amountMinor: number) => (draft: World) => {
      requestRefund(draft, amountMinor);
      moveOrder(draft, rules, { type: 'refundRequested' });
      startDriver(draft, rules);
    };
    const rest = order.capturedMinor - order.refundedMinor;
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
      world.calls.some((call) => uses(call, request)) || world.drivers.some(({ call }) => uses(call, request));
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
    world.refunds.forEach((refund, request) => {
      if (refund?.status === 'REQUESTED' && (stripe.refundKeys[request]!.saved !== null || rules.failingRefunds))
        grow('the refund', stripe.refundKeys[request]!, isInUse(request), (draft) => draft.stripe.refundKeys[request]!);
    });
  }
  return steps;
}

/** The buyer at Stripe, the banks behind it, and the way of its webhooks. */
function stripeSteps({ stripe, left }: World, rules: Rules): CheckoutStep[] {
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

const isDead = ({ order }: World) =>
  order.state === 'CANCELLED' || order.state === 'EXPIRED' || order.state === 'REJECTED';
const isPaid = ({ order: { state } }: World) =>
  state === 'PAID' || state === 'REFUNDING' || state === 'REFUNDED' || state === 'PARTIALLY_REFUNDED';
const capturedAtStripe = ({ stripe }: World) =>
  stripe.intents.reduce((sum, { status, amount }) => sum + (status === 'succeeded' ? amount : 0), 0);
const refundedAtStripe = ({ stripe }: World) =>
  stripe.refunds.reduce((sum, { status, amount }) => sum + (status === 'failed' ? 0 : amount), 0);
const canStillSucceed = ({ stripe }: World) =>
  stripe.intents.some(({ status }) => status === 'requires_payment_method' || status === 'processing');

const always: Model<World, Kind>['always'] = {
  'an order is captured at most once at Stripe': ({ stripe }) =>
    stripe.intents.filter(({ status }) => status === 'succeeded').length <= 1,
  'an order has at most one live intent at Stripe': ({ stripe }) =>
    stripe.intents.filter(({ status }) => status !== 'canceled').length <= 1,
  'stock is free only when no intent can succeed any more': (world) =>
    world.stock.reservation === null ||
    world.stock.reservation === 'HELD' ||
    world.stock.reservation === 'COMMITTED' ||
    !canStillSucceed(world),
  'a paid order has the whole money': (world) =>
    !isPaid(world) || (capturedAtStripe(world) === TOTAL && world.order.capturedMinor === TOTAL),
  'a dead order has no money and cannot be paid': (world) =>
    !isDead(world) || (!canStillSucceed(world) && capturedAtStripe(world) === 0),
  'no more is refunded than was captured': (world) => refundedAtStripe(world) <= capturedAtStripe(world),
  'each refund at Stripe has its own request': ({ stripe, order }) =>
    stripe.refunds.every(
      ({ refundRequest, amount, status }, index) =>
        status === 'failed' ||
        (order.refundRequests[refundRequest]?.amountMinor === amount &&
          !stripe.refunds.some(
            (other, at) => at < index && other.refundRequest === refundRequest && other.status !== 'failed',
          )),
    ),
  'what is told to be refunded is refunded at Stripe': (world) => world.order.refundedMinor <= refundedAtStripe(world),
  'the ledger is what was captured less what was refunded': ({ payment, refunds, order, balanceMinor }) =>
    balanceMinor ===
    refunds.reduce(
      (sum, refund, request) => sum - (refund?.status === 'SUCCEEDED' ? order.refundRequests[request]!.amountMinor : 0),
      payment?.status === 'SUCCEEDED' ? TOTAL : 0,
    ),
  'the order has been refunded what its requests say': ({ order }) =>
    order.refundedMinor ===
      order.refundRequests.reduce((sum, { settled, amountMinor }) => sum + (settled ? amountMinor : 0), 0) &&
    order.refundedMinor <= order.capturedMinor,
  'reserved equals held': ({ stock }) => stock.reserved === (stock.reservation === 'HELD' ? 1 : 0),
  'units leave once, when committed, and come back once': ({ stock }) =>
    stock.onHand === (stock.reservation === 'COMMITTED' ? ON_HAND - 1 : ON_HAND) ||
    (!stock.wasHeld && stock.onHand === 0),
  'each decline is told once': ({ order, stripe }) =>
    order.declinesNoted <= stripe.intents.reduce((sum, { declines }) => sum + declines, 0),
};

const everyStep: Model<World, Kind>['everyStep'] = {
  'an order moves along its table': ({ order: before }, { order: after }) =>
    before.state === after.state || reaches(before.state, after.state),
  'an end is never left': ({ order: before, payment }, after) =>
    (!isTerminal(before.state) || before.state === after.order.state) &&
    (!payment || !isFinal(payment.status) || payment.status === after.payment!.status),
  'a payment never goes back to CREATING': ({ payment }, after) =>
    !payment || payment.status === 'CREATING' || after.payment!.status !== ('CREATING' satisfies PaymentState),
};
const reaches = (from: World['order']['state'], to: World['order']['state']) => transitions[from].includes(to);

const isSettled = (world: World): boolean => {
  const { order, stock, cart, payment, refunds, stripe } = world;
  const inStock = stock.reservation === null || stock.reservation === 'RELEASED' || stock.reservation === 'REJECTED';
  const stockFits =
    order.state === 'PAID' || order.state === 'PARTIALLY_REFUNDED'
      ? stock.reservation === 'COMMITTED'
      : inStock || (order.state === 'REFUNDED' && stock.reservation === 'RETURNED');
  return (
    !isMoving(order.state) &&
    order.state !== 'AWAITING_PAYMENT' &&
    stockFits &&
    cart.state !== 'LOCKED' &&
    world.outbox.length === 0 &&
    world.drivers.length === 0 &&
    world.calls.length === 0 &&
    (!payment || isFinal(payment.status)) &&
    refunds.every((refund) => refund && isFinalRefund(refund.status)) &&
    stripe.refunds.every(({ status }) => status !== 'pending') &&
    order.refundedMinor === refundedAtStripe(world) &&
    order.capturedMinor === capturedAtStripe(world) &&
    world.balanceMinor === order.capturedMinor - order.refundedMinor
  );
};

const eventually: Model<World, Kind>['eventually'] = {
  'everything settles in the end': { from: () => true, to: isSettled, by: ['fair', 'time'] },
  'money that has arrived is seen before the deadline': {
    from: ({ order, stripe }) =>
      order.state === 'AWAITING_PAYMENT' && stripe.intents.some(({ status }) => status === 'succeeded'),
    to: ({ order }) => order.state !== 'AWAITING_PAYMENT',
    by: ['fair'],
  },
};

/** An order that was just placed, with its request going on inline. */
export function placedOrder(rules: Rules, left: World['left']): World {
  const world: World = {
    order: { state: 'NEW', capturedMinor: 0, refundedMinor: 0, refundRequests: [], declinesNoted: 0 },
    drivers: [],
    cart: { state: rules.carts ? 'OPEN' : 'CONVERTED', released: false },
    stock: { onHand: ON_HAND, reserved: 0, reservation: null, wasHeld: false, priceChanged: false },
    lateRequests: [],
    payment: null,
    canceled: false,
    refunds: [],
    balanceMinor: 0,
    calls: [],
    outbox: [],
    stripe: {
      intents: [],
      createKey: { age: 'fresh', saved: null },
      refunds: [],
      refundKeys: [],
      intentHints: 0,
      refundHints: [],
    },
    left: { ...left },
  };
  startDriver(world, rules);
  return world;
}

/** An order that waits for its payment. */
export function payableOrder(rules: Rules, left: World['left']): World {
  const world = placedOrder(rules, left);
  world.drivers = [];
  world.order.state = 'AWAITING_PAYMENT';
  if (rules.carts) world.cart.state = 'LOCKED';
  Object.assign(world.stock, { reserved: 1, reservation: 'HELD', wasHeld: true });
  world.payment = { status: 'REQUIRES_PAYMENT_METHOD', intent: 0, declinesTold: 0 };
  world.stripe.intents.push({ status: 'requires_payment_method', amount: TOTAL, declines: 0 });
  world.stripe.createKey.saved = { object: 0, status: 'requires_payment_method' };
  return world;
}

/** An order that was paid a moment ago: nobody has heard of it yet. */
export function paidOrder(rules: Rules, left: World['left']): World {
  const world = payableOrder(rules, left);
  world.stripe.intents[0]!.status = 'succeeded';
  world.payment!.status = 'SUCCEEDED';
  world.balanceMinor = TOTAL;
  moveOrder(world, rules, { type: 'paid' }, TOTAL);
  return world;
}
