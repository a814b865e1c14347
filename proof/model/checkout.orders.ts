import { isCancellable } from '../../subgraphs/orders/src/order/order.axes.ts';
import { decide, type OrderMessage, type OrderTrigger } from '../../subgraphs/orders/src/order/order.decide.ts';
import { movingStates, type OrderState } from '../../subgraphs/orders/src/order/order.states.ts';
import { decideStock, type StockTrigger } from '../../subgraphs/products/src/stock/stock.rules.ts';
import { type Delivery, type Driver, newCall, type Rules, TOTAL, type World } from './checkout.world.ts';

const subscribersOf: Record<OrderMessage, readonly Delivery['to'][]> = {
  OrderPlaced: [],
  OrderPaid: ['carts', 'products'],
  OrderCancelled: ['carts', 'products'],
  OrderExpired: ['carts', 'products'],
  OrderRejected: ['carts', 'products'],
  StockFreed: ['carts', 'products'],
  OrderRefunded: ['products'],
};

/** One transaction of orders: `moveOrder` of the service. Returns whether the order moved. */
export function moveOrder(world: World, rules: Rules, trigger: OrderTrigger, capturedMinor?: number): boolean {
  const { order } = world;
  const decision = decide(order.state, trigger);
  if (!decision) {
    if (rules.mistake === 'loser of a race compensates' && trigger.type === 'paid') compensate(world);
    return false;
  }
  order.state = decision.to;
  order.capturedMinor = capturedMinor ?? order.capturedMinor;
  if (decision.work.includes('refundInFull')) requestRefund(world, order.capturedMinor - order.refundedMinor);
  const restock = order.refundedMinor === order.capturedMinor;
  for (const message of decision.messages) {
    for (const to of subscribersOf[message])
      if (to !== 'carts' || rules.carts)
        world.outbox.push({ to, type: message, applied: false, ...(message === 'OrderRefunded' && { restock }) });
  }
  if (rules.mistake === 'stock released by time' && trigger.type === 'timeIsUp')
    settleStock(world, rules, { type: 'release' });
  return true;
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
  moveOrder(world, rules, { type: 'refunded', inFull: order.refundedMinor === order.capturedMinor });
}

/** Reads the order and asks whoever has to be asked next; `driveOrder` between two of its transactions. */
function goOn(world: World, driver: Driver): void {
  driver.answer = null;
  driver.call = null;
  const next = nextCommand[world.order.state];
  if (next) ask(world, driver, next);
  else end(world, driver);
}

/** Whom `driveOrder` asks in which state; in all others it has arrived. */
const nextCommand: Partial<Record<OrderState, Driver['doing']>> = {
  NEW: 'lockCart',
  RESERVING: 'reserve',
  CANCELLING: 'cancel',
  EXPIRING: 'cancel',
  REFUNDING: 'refund',
};

function ask({ order }: World, driver: Driver, doing: Driver['doing']): void {
  driver.doing = doing;
  if (doing === 'refund') driver.refundRequest = order.refundRequests.findIndex(({ settled }) => !settled);
  if (doing === 'lockCart' || doing === 'reserve') driver.at = doing;
  else {
    driver.at = 'call';
    driver.call = newCall(doing, 'begin', { refundRequest: driver.refundRequest });
  }
}

export function end(world: World, driver: Driver): void {
  world.drivers.splice(world.drivers.indexOf(driver), 1);
}

export function startDriver(world: World, rules: Rules): void {
  if (world.drivers.length >= rules.drivers) return;
  const driver: Driver = { at: 'answered', doing: 'lockCart', refundRequest: 0, call: null, answer: null };
  world.drivers.push(driver);
  goOn(world, driver);
}

export const isMoving = (state: OrderState): boolean => (movingStates as readonly OrderState[]).includes(state);
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

/** What another service answered, and the transaction of orders that follows. */
export function takeAnswer(world: World, rules: Rules, driver: Driver): void {
  const { doing, answer } = driver;
  // a cancel or the deadline overtook us, or Stripe has not decided yet: later
  const isLater = answer === 'PROCESSING' || answer === 'PENDING';
  if (isLater || (doing === 'create' && answer === 'CANCELED' && world.order.state === 'RESERVING')) {
    end(world, driver);
    return;
  }
  if (doing === 'refund') settleRefund(world, rules, driver.refundRequest);
  else if (doing === 'lockCart' && answer === 'LOCKED') moveOrder(world, rules, { type: 'cartLocked' });
  else if (doing === 'lockCart') moveOrder(world, rules, refused(world, rules, 'NEW'));
  else if (doing === 'reserve') moveOrder(world, rules, refused(world, rules, 'RESERVING'));
  else if (doing === 'create' && answer === 'CREATED') moveOrder(world, rules, { type: 'readyToPay' });
  else if (doing === 'cancel' && answer === 'CANCELED') moveOrder(world, rules, { type: 'intentDead' });
  else if (doing === 'cancel') moveOrder(world, rules, { type: 'paid' }, TOTAL);
  goOn(world, driver);
}

function refused(world: World, { mistake }: Rules, during: 'NEW' | 'RESERVING'): OrderTrigger {
  const { state } = world.order;
  const counts = mistake === 'late refusal of the cart counts' && state === 'RESERVING';
  return { type: 'refused', during: counts ? state : during, reason: 'refused' };
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
  if (type === 'PaymentSucceeded') moveOrder(world, rules, { type: 'paid' }, TOTAL);
  if (type === 'PaymentCanceled') moveOrder(world, rules, { type: 'intentDead' });
  if (type === 'PaymentFailed') world.order.declinesNoted++;
  if (type === 'RefundSucceeded') settleRefund(world, rules, refundRequest);
}
