import { callsOfNobody, deliveries, sagaSteps } from './checkout.actors.ts';
import { moveOrder, startSaga } from './checkout.orders.ts';
import { peopleAndTime, stripeSteps } from './checkout.outside.ts';
import { always, eventually, everyStep } from './checkout.properties.ts';
import type { Kind } from './checkout.step.ts';
import { cloneWorld, keyOf, ON_HAND, type Rules, TOTAL, type World } from './checkout.world.ts';
import type { Model } from './explore.ts';

/** Checkout as a system to explore. Nobody promises that an order ends whose intent somebody else has changed: it alarms. */
export const checkoutModel = (rules: Rules, initial: readonly World[]): Model<World, Kind> => ({
  initial,
  steps: (world) => [
    ...sagaSteps(world, rules),
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

/** An order that was just placed, with its request going on inline. */
export function placedOrder(rules: Rules, left: World['left']): World {
  const world: World = {
    order: { state: 'NEW', numbers: 0, capturedMinor: 0, refundedMinor: 0, refundRequests: [], declinesNoted: 0 },
    sagas: [],
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
  startSaga(world, rules);
  return world;
}

/** An order that waits for its payment. */
export function payableOrder(rules: Rules, left: World['left']): World {
  const world = placedOrder(rules, left);
  world.sagas = [];
  Object.assign(world.order, { state: 'AWAITING_PAYMENT', numbers: 1 });
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
  moveOrder(world, rules, 'paid', TOTAL);
  return world;
}
