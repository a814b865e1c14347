import { orders as contract } from '../../subgraphs/orders/src/contract.ts';
import {
  asks,
  type Ask,
  decide,
  isAsked,
  type Fact,
  leftToRefund,
  life,
  type LifeEvent,
  meaningOf,
  paymentEvents,
} from '../../subgraphs/orders/src/order/order.life.ts';
import { isCancellable, isRestocked } from '../../subgraphs/orders/src/order/order.status.ts';
import { decideStock, type StockTrigger } from '../../subgraphs/products/src/stock/stock.rules.ts';
import { type Delivery, type Saga, newCall, type Rules, TOTAL, type World } from './checkout.world.ts';

/** The model has no mails. */
const isModelled = (to: string, { carts }: Rules): to is Delivery['to'] =>
  to === 'products' || (to === 'carts' && carts);
const subscribersOf = (event: LifeEvent, rules: Rules): Delivery['to'][] =>
  contract[event].to.filter((to) => isModelled(to, rules));

/** One transaction of orders: `moveOrder` of the service, along the same table. */
export function moveOrder(world: World, rules: Rules, fact: Fact, capturedMinor?: number, asked?: Ask): void {
  const { order } = world;
  const move = decide(order, fact, asked);
  if (!move) {
    if (rules.mistake === 'loser of a race compensates' && fact === 'paid') compensate(world);
    return;
  }
  order.state = move.to;
  if (move.takesNumber) order.numbers++;
  order.capturedMinor = capturedMinor ?? order.capturedMinor;
  if (move.later === 'refundInFull') requestRefund(world, leftToRefund(order));
  const restock = isRestocked({ ...order, fulfillment: 'UNFULFILLED' });
  for (const type of move.publish ?? []) {
    for (const to of subscribersOf(type, rules))
      world.outbox.push({ to, type, applied: false, ...(type === 'OrderRefunded' && { restock }) });
  }
  if (rules.mistake === 'stock released by time' && fact === 'timeIsUp') settleStock(world, rules, { type: 'release' });
}

export function requestRefund(world: World, amountMinor: number): void {
  world.order.refundRequests.push({ amountMinor, settled: false });
  world.refunds.push(null);
  world.stripe.refundKeys.push({ age: 'fresh', saved: null });
  world.stripe.refundHints.push(0);
}

/** The planted mistake: whoever finds the race lost gives the money back by himself. */
const NO_REQUEST = -1;
function compensate({ stripe }: World): void {
  stripe.refunds.push({ refundRequest: NO_REQUEST, amount: TOTAL, status: 'succeeded' });
}

export function settleRefund(world: World, rules: Rules, refundRequest: number): void {
  const { order } = world;
  const request = order.refundRequests[refundRequest]!;
  if (request.settled) return;
  request.settled = true;
  order.refundedMinor += request.amountMinor;
  moveOrder(world, rules, 'refunded');
}

/** Reads the order and asks whoever has to be asked next; `advanceOrder` between two of its transactions. */
function goOn(world: World, saga: Saga): void {
  const { asks: ask } = life[world.order.state];
  saga.answer = null;
  saga.call = null;
  if (!ask) {
    end(world, saga);
    return;
  }
  saga.ask = ask;
  if (ask === 'refund') saga.refundRequest = world.order.refundRequests.findIndex(({ settled }) => !settled);
  const [first] = asks[ask].of;
  if (first === 'payments') callPayments(saga, ask === 'refund' ? 'refund' : 'cancel');
  else saga.at = first;
}

export function callPayments(saga: Saga, about: 'create' | 'cancel' | 'refund'): void {
  saga.at = 'call';
  saga.call = newCall(about, 'begin', { refundRequest: saga.refundRequest });
}

export function end(world: World, saga: Saga): void {
  world.sagas.splice(world.sagas.indexOf(saga), 1);
}

export function startSaga(world: World, rules: Rules): void {
  if (world.sagas.length >= rules.sagas) return;
  const saga: Saga = { at: 'answered', ask: 'lockCart', refundRequest: 0, call: null, answer: null };
  world.sagas.push(saga);
  goOn(world, saga);
}

export const isMoving = ({ order }: World): boolean => life[order.state].asks !== undefined;
export const canCancel = ({ order }: World): boolean => isCancellable({ ...order, fulfillment: 'UNFULFILLED' });

/** The remote transaction of carts: `lockCart`. */
export function lockCart({ cart }: World): 'LOCKED' | 'REFUSED' {
  if (cart.state === 'LOCKED' || cart.state === 'CONVERTED') return 'LOCKED';
  if (cart.released || cart.state === 'INCOMPLETE') return 'REFUSED';
  cart.state = 'LOCKED';
  return 'LOCKED';
}

/** The remote transaction of products: `reserveStock`. The stored outcome is what a repeated call answers. */
export function reserve({ stock }: World, rules: Rules): 'RESERVED' | 'REJECTED' {
  const naive = rules.mistake === 'reservation without stored outcome';
  if (stock.reservation !== null && !naive) return stock.wasHeld ? 'RESERVED' : 'REJECTED';
  if (stock.onHand - stock.reserved < 1) {
    stock.reservation ??= 'REJECTED';
    return 'REJECTED';
  }
  stock.reserved++;
  stock.reservation = 'HELD';
  stock.wasHeld = true;
  return 'RESERVED';
}

function settleStock({ stock }: World, rules: Rules, trigger: StockTrigger): void {
  if (stock.reservation === null && rules.mistake === 'no tombstone at release before reserve') return;
  const decision = decideStock(stock.reservation, trigger);
  if (!decision) return;
  stock.reservation = decision.to;
  stock.reserved += decision.reserved;
  stock.onHand += decision.onHand;
}

/** What another service answered, and the transaction of orders that follows; `advanceOrder` after its call. */
export function takeAnswer(world: World, rules: Rules, saga: Saga, instead?: Fact): void {
  const { ask, answer } = saga;
  const meaning = instead ?? meaningOf(ask, answer!);
  if (meaning === 'wait' && isAsked(world.order.state, ask)) {
    end(world, saga);
    return;
  }
  if (meaning === 'refunded') settleRefund(world, rules, saga.refundRequest);
  else if (meaning !== 'wait') {
    const countsLate = rules.mistake === 'late refusal of the cart counts' && answer === 'REFUSED';
    moveOrder(world, rules, meaning, meaning === 'paid' ? TOTAL : undefined, countsLate ? undefined : ask);
  }
  goOn(world, saga);
}

/** The handler of an event, in the inbox transaction of whom it is for. */
export function handle(world: World, rules: Rules, { to, type, refundRequest, restock }: Delivery): void {
  if (to === 'orders') handleInOrders(world, rules, type, refundRequest!);
  if (to === 'products') {
    const trigger = type === 'OrderPaid' ? 'commit' : type === 'OrderRefunded' ? 'return' : 'release';
    if (trigger !== 'return' || restock) settleStock(world, rules, { type: trigger });
  }
  if (to === 'carts') {
    const { cart } = world;
    if (type !== 'OrderPaid') cart.released = true;
    if (cart.state === 'LOCKED') cart.state = type === 'OrderPaid' ? 'CONVERTED' : 'OPEN';
  }
}

function handleInOrders(world: World, rules: Rules, type: string, refundRequest: number): void {
  if (type === 'PaymentSucceeded') moveOrder(world, rules, paymentEvents.PaymentSucceeded, TOTAL);
  if (type === 'PaymentCanceled') moveOrder(world, rules, paymentEvents.PaymentCanceled);
  if (type === 'PaymentFailed') world.order.declinesNoted++;
  if (type === 'RefundSucceeded') settleRefund(world, rules, refundRequest);
}
