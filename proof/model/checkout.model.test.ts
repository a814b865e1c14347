import { expect, test } from 'vitest';
import { moves, orderStates } from '../../subgraphs/orders/src/order/order.life.ts';
import { paymentStates } from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { refundStates } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import { reservationStates } from '../../subgraphs/products/src/stock/stock.rules.ts';
import { isThorough } from '../../test/thorough.ts';
import { checkoutModel, paidOrder, payableOrder, placedOrder } from './checkout.model.ts';
import type { Kind } from './checkout.step.ts';
import { type Budget, type Mistake, mistakes, type Rules, type World } from './checkout.world.ts';
import { type Exploration, explore } from './explore.ts';

interface Scenario {
  start: (rules: Rules, left: Budget) => World | World[];
  rules?: Partial<Rules>;
  left?: Partial<Budget>;
  /** More states than a quick run has time for. Its mistakes are looked for all the same. */
  large?: true;
}

const quietRules: Rules = {
  sagas: 2,
  workers: 1,
  carts: false,
  slowRefunds: false,
  failingRefunds: false,
  keysAge: false,
  webhooks: false,
  lostWebhooks: false,
  reconcile: true,
  tamperedIntents: false,
};
const nothingLeft: Budget = { crashes: 0, duplicates: 0, declines: 0, slowPayments: 0, errors: 0, partialRefunds: 0 };

/** One cart that is complete, one that becomes so; a unit that is sold out; a price that has changed. */
const placedOrders = (rules: Rules, left: Budget): World[] => {
  const complete = placedOrder(rules, left);
  return [
    complete,
    { ...complete, cart: { ...complete.cart, state: 'INCOMPLETE' } },
    { ...complete, stock: { ...complete.stock, onHand: 0 } },
    { ...complete, stock: { ...complete.stock, priceChanged: true } },
  ];
};

/** Each looks at one part of checkout with all that can go wrong there: together they would be too many states. */
const scenarios = {
  'placing, by two sagas at once': { start: placedOrders, rules: { carts: true } },
  'placing, and whoever does it dies': { start: placedOrder, left: { crashes: 1 }, large: true },
  'placing, while Stripe fails and forgets': {
    start: placedOrder,
    rules: { sagas: 1, keysAge: true },
    left: { errors: 1 },
  },
  'placing, while calls die and Stripe forgets': {
    start: placedOrder,
    rules: { sagas: 1, keysAge: true },
    left: { crashes: 1 },
    large: true,
  },
  'paying, with a decline and events that come again': { start: payableOrder, left: { declines: 1, duplicates: 1 } },
  'paying slowly': { start: payableOrder, rules: { sagas: 1 }, left: { slowPayments: 1, crashes: 1 } },
  'paying, with webhooks that are lost, late and doubled': {
    start: payableOrder,
    rules: { sagas: 1, webhooks: true, lostWebhooks: true },
    left: { duplicates: 1 },
  },
  'paying, told by webhooks alone': {
    start: payableOrder,
    rules: { sagas: 1, webhooks: true, reconcile: false },
    left: { declines: 1, crashes: 1 },
  },
  'paying another amount than agreed': { start: payableOrder, rules: { tamperedIntents: true } },
  'refunding in parts, by two sagas, with events that come again': {
    start: paidOrder,
    left: { partialRefunds: 1, duplicates: 1 },
  },
  'refunding in parts, slowly, with webhooks that are lost and late': {
    start: paidOrder,
    rules: { sagas: 1, slowRefunds: true, webhooks: true, lostWebhooks: true },
    left: { partialRefunds: 1 },
  },
  'refunding, while Stripe fails and forgets, and whoever asks dies': {
    start: paidOrder,
    rules: { sagas: 1, keysAge: true },
    left: { partialRefunds: 1, errors: 1, crashes: 1 },
    large: true,
  },
} satisfies Record<string, Scenario>;

function run({ start, rules, left }: Scenario, mistake?: Mistake): Exploration {
  const all: Rules = { ...quietRules, ...rules, ...(mistake && { mistake }) };
  const initial = [start(all, { ...nothingLeft, ...left })].flat();
  return explore<World, Kind>(checkoutModel(all, initial));
}

test.for(Object.entries<Scenario>(scenarios))('nothing goes wrong: %s', ([name, scenario], { skip }) => {
  skip(scenario.large === true && !isThorough, 'Only with THOROUGH=1, as the check has it');
  const began = performance.now();
  const { states, transitions, depth, violation } = run(scenario);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.info(`${name}: ${states} states, ${transitions} transitions, depth ${depth}, ${seconds} s`);
  expect(violation).toBeUndefined();
});

/** Where each planted mistake shows, and what it breaks. */
const shows: Record<Mistake, [keyof typeof scenarios, property: string]> = {
  'event applied without inbox': ['paying, with a decline and events that come again', 'each decline is told once'],
  'reservation without stored outcome': ['placing, by two sagas at once', 'reserved equals held'],
  'fresh Stripe key at each try': [
    'placing, while calls die and Stripe forgets',
    'an order has at most one live intent at Stripe',
  ],
  'stock released by time': ['placing, by two sagas at once', 'stock is free only when no intent can succeed any more'],
  'no tombstone at release before reserve': ['placing, by two sagas at once', 'everything settles in the end'],
  'no tombstone at cancel before create': [
    'placing, by two sagas at once',
    'a dead order has no money and cannot be paid',
  ],
  'loser of a race compensates': [
    'paying, with a decline and events that come again',
    'each refund at Stripe has its own request',
  ],
  'amount of the intent ignored': ['paying another amount than agreed', 'a paid order has the whole money'],
  'refund found by amount': [
    'refunding in parts, by two sagas, with events that come again',
    'what is told to be refunded is refunded at Stripe',
  ],
  'key reused when Stripe has forgotten it': [
    'refunding, while Stripe fails and forgets, and whoever asks dies',
    'no more is refunded than was captured',
  ],
  'given up while the key may still be in use': [
    'placing, while calls die and Stripe forgets',
    'a dead order has no money and cannot be paid',
  ],
  'webhook acknowledged before commit': [
    'paying, told by webhooks alone',
    'money that has arrived is seen before the deadline',
  ],
  'no completer': ['placing, and whoever does it dies', 'everything settles in the end'],
  'no reconcile': [
    'paying, with webhooks that are lost, late and doubled',
    'money that has arrived is seen before the deadline',
  ],
  'late refusal of the cart counts': ['placing, by two sagas at once', 'a dead order has no money and cannot be paid'],
};

test.each(mistakes)('a planted mistake is found: %s', (mistake) => {
  const [scenario, property] = shows[mistake];
  const { states, violation } = run(scenarios[scenario], mistake);
  if (violation)
    console.info(
      [`${mistake}: found among ${states} states`, ...violation.trace, `=> not so: ${violation.property}`].join('\n  '),
    );
  expect(violation?.property).toBe(property);
});

test('the model reaches every state of orders, payments, refunds and stock, and goes every way of an order: nothing holds idly', () => {
  const reached = new Set<string | null | undefined>();
  const remember = ({ order, stock, payment, refunds }: World) => {
    for (const state of [order.state, stock.reservation, payment?.status]) reached.add(state);
    for (const refund of refunds) reached.add(refund?.status);
    return true;
  };
  const gone = new Set<string>();
  const follow = ({ order: { state } }: World, { order }: World) => {
    gone.add(`${state} ${order.state}`);
    return true;
  };
  const rules: Rules = { ...quietRules, sagas: 1, slowRefunds: true };
  for (const initial of [
    placedOrders(rules, nothingLeft),
    [payableOrder(rules, { ...nothingLeft, slowPayments: 1 })],
    [paidOrder(rules, { ...nothingLeft, partialRefunds: 1 })],
  ])
    explore<World, Kind>({
      ...checkoutModel(rules, initial),
      always: { remember },
      everyStep: { follow },
      eventually: {},
    });
  // the first is to the rest of checkout as REQUIRES_PAYMENT_METHOD is; of the second see below
  const outside = ['REQUIRES_ACTION', 'FAILED'];
  const all = new Set<string>([...orderStates, ...reservationStates, ...paymentStates, ...refundStates]);
  expect([...all].filter((state) => !reached.has(state))).toEqual(outside);
  const ways = moves.map(({ from, to }) => `${from} ${to}`);
  // in the table, but `isCancellable` keeps shoppers from it: what is being placed is not cancelled
  expect(ways.filter((way) => !gone.has(way))).toEqual(['RESERVING CANCELLING']);
});

test('a known limit: a refund that fails for good at Stripe leaves its order in REFUNDING, for people to solve', () => {
  const { violation } = run({ start: paidOrder, rules: { sagas: 1, slowRefunds: true, failingRefunds: true } });
  expect(violation?.property).toBe('everything settles in the end');
  expect(violation?.trace.at(-1)).toBe('the pending refund has failed');
});
