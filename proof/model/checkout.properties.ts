import { isNumbered, isTerminal, moves, type OrderState } from '../../subgraphs/orders/src/order/order.life.ts';
import { isFinal, type PaymentState } from '../../subgraphs/payments/src/payment/payment.rules.ts';
import { isFinal as isFinalRefund } from '../../subgraphs/payments/src/refund/refund.rules.ts';
import { isMoving } from './checkout.orders.ts';
import type { Kind } from './checkout.step.ts';
import { ON_HAND, TOTAL, type World } from './checkout.world.ts';
import type { Model } from './explore.ts';

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

export const always: Model<World, Kind>['always'] = {
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
  'an order has one number once it can be paid, and none before or when it was refused': ({ order }) =>
    order.numbers === (isNumbered(order.state) ? 1 : 0),
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

export const everyStep: Model<World, Kind>['everyStep'] = {
  'an order moves along its table': ({ order: before }, { order: after }) =>
    before.state === after.state || reaches(before.state, after.state),
  'an end is never left': ({ order: before, payment }, after) =>
    (!isTerminal(before.state) || before.state === after.order.state) &&
    (!payment || !isFinal(payment.status) || payment.status === after.payment!.status),
  'a payment never goes back to CREATING': ({ payment }, after) =>
    !payment || payment.status === 'CREATING' || after.payment!.status !== ('CREATING' satisfies PaymentState),
};
const ways = new Set(moves.map(({ from, to }) => `${from} ${to}`));
const reaches = (from: OrderState, to: OrderState) => ways.has(`${from} ${to}`);

const isSettled = (world: World): boolean => {
  const { order, stock, cart, payment, refunds, stripe } = world;
  const inStock = stock.reservation === null || stock.reservation === 'RELEASED' || stock.reservation === 'REJECTED';
  const stockFits =
    order.state === 'PAID' || order.state === 'PARTIALLY_REFUNDED'
      ? stock.reservation === 'COMMITTED'
      : inStock || (order.state === 'REFUNDED' && stock.reservation === 'RETURNED');
  return (
    !isMoving(world) &&
    order.state !== 'AWAITING_PAYMENT' &&
    stockFits &&
    cart.state !== 'LOCKED' &&
    world.outbox.length === 0 &&
    world.sagas.length === 0 &&
    world.calls.length === 0 &&
    (!payment || isFinal(payment.status)) &&
    refunds.every((refund) => refund && isFinalRefund(refund.status)) &&
    stripe.refunds.every(({ status }) => status !== 'pending') &&
    order.refundedMinor === refundedAtStripe(world) &&
    order.capturedMinor === capturedAtStripe(world) &&
    world.balanceMinor === order.capturedMinor - order.refundedMinor
  );
};

export const eventually: Model<World, Kind>['eventually'] = {
  'everything settles in the end': { from: () => true, to: isSettled, by: ['fair', 'time'] },
  'money that has arrived is seen before the deadline': {
    from: ({ order, stripe }) =>
      order.state === 'AWAITING_PAYMENT' && stripe.intents.some(({ status }) => status === 'succeeded'),
    to: ({ order }) => order.state !== 'AWAITING_PAYMENT',
    by: ['fair'],
  },
};
