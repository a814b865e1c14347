import { type CartSnapshot, carts } from '@storegraph/carts/contract';
import { crashPoint, type Database, newId, remote, type Service } from '@storegraph/kit';
import { payments } from '@storegraph/payments/contract';
import { products, type ReserveStockOutcome } from '@storegraph/products/contract';
import { and, asc, eq } from 'drizzle-orm';
import type { AnswerTo, Ask, Fact } from '../order/order.life.ts';
import { settleRefund } from '../order/order.service.ts';
import {
  orderItems,
  type OrderItemRow,
  type OrderRow,
  refundRequests,
  type RejectionReason,
} from '../order/order.table.ts';
import { overAddressLimit, overGuestLimit } from './checkout.limits.ts';
import { NO_REASON } from './checkout.refusal.ts';

/** What was answered, and what is written with it. Without `take` the order only moves. */
interface Heard<A extends Ask> {
  answer: AnswerTo<A>;
  /** In the transaction that moves the order; `move` returns null when the answer came too late. `instead`: what only this transaction could know. */
  take?(tx: Database, move: (changes: Partial<OrderRow>, instead?: Fact) => Promise<OrderRow | null>): Promise<unknown>;
}
interface Step<A extends Ask> {
  ask(service: Service, order: OrderRow): Promise<Heard<A>>;
  committed(): void;
}

/** How each thing is asked that the table of an order names. */
export const steps: { [A in Ask]: Step<A> } = {
  lockCart: { ask: lockCart, committed: () => crashPoint('lockCart.afterTx') },
  reserveAndOpenPayment: { ask: reserveAndOpenPayment, committed: () => crashPoint('readyToPay.afterTx') },
  cancelIntent: { ask: cancelIntent, committed: () => crashPoint('closePayment.afterTx') },
  refund: { ask: refund, committed: () => crashPoint('refund.afterTx') },
};

async function lockCart(service: Service, order: OrderRow): Promise<Heard<'lockCart'>> {
  const {
    id: orderId,
    userId: viewerId,
    requestedCartId: cartId,
    cartTokenHash,
    currencyCode,
    email: defaultEmail,
  } = order;
  const answer = await remote(service, carts).lockCart({ orderId, viewerId, cartId, cartTokenHash, defaultEmail });
  crashPoint('lockCart.afterCall');
  if (answer.outcome === 'REFUSED') {
    const { code, message, path } = answer;
    return { answer: 'REFUSED', take: rejection({ kind: 'GENERAL', code, message, path }) };
  }
  const { cart } = answer;
  if (cart.currencyCode !== currencyCode)
    return { answer: 'REFUSED', take: rejection(otherCurrency(cart.currencyCode)) };
  return {
    answer: 'LOCKED',
    async take(tx, move) {
      const tooMany = await overGuestLimit(service, tx, order, cart);
      if (tooMany) await move(rejected(tooMany), 'refused');
      else if (await move(columnsOf(cart)))
        await tx.insert(orderItems).values(cart.lines.map((line, position) => itemOf(orderId, line, position)));
    },
  };
}

/** Every check comes before the intent, so that a rejected order was never payable. */
async function reserveAndOpenPayment(service: Service, order: OrderRow): Promise<Heard<'reserveAndOpenPayment'>> {
  const { id: orderId, totalMinor, expectedTotalMinor } = order;
  if (totalMinor !== expectedTotalMinor) return { answer: 'REJECTED', take: rejection(otherPrice(order, totalMinor)) };
  const items = await itemsOf(service, orderId);
  const reserved = await remote(service, products).reserveStock({
    orderId,
    lines: items.map(({ variantId, quantity }) => ({ variantId, quantity })),
    holder: order.guestHolder ? { key: order.guestHolder, atMost: service.env.GUEST_UNITS_PER_ADDRESS } : null,
  });
  crashPoint('reserveStock.afterCall');
  if (reserved.outcome === 'REJECTED')
    return { answer: 'REJECTED', take: rejection(...reasonsOf(service, items, reserved)) };
  const totalOfToday = totalMinor + priceDifference(items, reserved.lines);
  if (totalOfToday !== totalMinor) return { answer: 'REJECTED', take: rejection(otherPrice(order, totalOfToday)) };

  const { outcome } = await remote(service, payments).createIntent({
    orderId,
    attempt: 1,
    amountMinor: totalMinor,
    currencyCode: order.currencyCode,
    userId: order.userId,
    orderTokenHash: order.orderTokenHash,
    email: order.email!,
  });
  crashPoint('createIntent.afterCall');
  return { answer: outcome };
}

/** Kills the intent; what was reserved is released by what follows from that. */
async function cancelIntent(service: Service, order: OrderRow): Promise<Heard<'cancelIntent'>> {
  const { outcome } = await remote(service, payments).cancelIntent({ orderId: order.id });
  crashPoint('cancelIntent.afterCall');
  const changes = outcome === 'SUCCEEDED' ? { capturedMinor: order.totalMinor } : {};
  return { answer: outcome, take: (_, move) => move(changes) };
}

async function refund(service: Service, { id: orderId }: OrderRow): Promise<Heard<'refund'>> {
  const [request] = await service.db
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.orderId, orderId), eq(refundRequests.status, 'REQUESTED')));
  if (!request) return { answer: 'PENDING' }; // it was settled since the order was read
  const { id: refundRequestId, amountMinor, reason } = request;
  const { outcome } = await remote(service, payments).refund({ orderId, refundRequestId, amountMinor, reason });
  crashPoint('refund.afterCall');
  return { answer: outcome, take: (tx) => settleRefund(service, tx, orderId, refundRequestId) };
}

const itemsOf = ({ db }: Service, orderId: string): Promise<OrderItemRow[]> =>
  db.select().from(orderItems).where(eq(orderItems.orderId, orderId)).orderBy(asc(orderItems.position));

/** The cart as it was locked is what the order is over. */
const columnsOf = (cart: CartSnapshot): Partial<OrderRow> => ({
  cartId: cart.cartId,
  email: cart.email,
  currencyCode: cart.currencyCode,
  subtotalMinor: cart.subtotalMinor,
  discountMinor: cart.discountMinor,
  shippingMinor: cart.shippingMinor,
  taxMinor: cart.taxMinor,
  totalMinor: cart.totalMinor,
  shippingAddress: cart.shippingAddress,
  billingAddress: cart.billingAddress ?? null,
  shippingMethod: cart.shippingMethod,
});

const itemOf = (
  orderId: string,
  line: CartSnapshot['lines'][number],
  position: number,
): typeof orderItems.$inferInsert => ({
  id: newId('item'),
  orderId,
  position,
  productId: line.productId,
  variantId: line.variantId,
  sku: line.sku,
  title: line.title,
  imageUrl: line.imageUrl,
  quantity: line.quantity,
  unitPriceMinor: line.unitPriceMinor,
  totalMinor: line.totalMinor,
});

const otherCurrency = (currencyCode: string): RejectionReason => ({
  kind: 'GENERAL',
  code: 'BAD_USER_INPUT',
  message: `This cart is in ${currencyCode}`,
  path: ['input', 'expectedTotal', 'currencyCode'],
});
const otherPrice = ({ expectedTotalMinor }: OrderRow, actualMinor: number): RejectionReason => ({
  kind: 'PRICE_CHANGED',
  expectedMinor: expectedTotalMinor,
  actualMinor,
});
/** What there is not enough of; if there is, what the guest may not have so many of. */
function reasonsOf(
  service: Service,
  items: readonly OrderItemRow[],
  { shortages, overLimit = [] }: Extract<ReserveStockOutcome, { outcome: 'REJECTED' }>,
): RejectionReason[] {
  if (shortages.length > 0)
    return shortages.map(({ variantId, available }) => ({ kind: 'INSUFFICIENT_STOCK', variantId, available }));
  const over = items.filter(({ variantId }) => overLimit.includes(variantId));
  return over.length > 0
    ? [
        overAddressLimit(
          service,
          over.map(({ title }) => title),
        ),
      ]
    : [];
}

/** A repeated placeOrder is answered with the same reasons. */
const rejection = (...reasons: RejectionReason[]): Heard<'lockCart' | 'reserveAndOpenPayment'>['take'] => {
  return (_, move) => move(rejected(...reasons));
};

const rejected = (...reasons: RejectionReason[]) => {
  const rejection = reasons.length > 0 ? reasons : [NO_REASON];
  return {
    rejection,
    reason: rejection.map((entry) => (entry.kind === 'GENERAL' ? entry.code : entry.kind)).join(', '),
  };
};

function priceDifference(
  items: readonly OrderItemRow[],
  today: readonly { variantId: string; unitPriceMinor: number }[],
): number {
  const prices = new Map(today.map(({ variantId, unitPriceMinor }) => [variantId, unitPriceMinor]));
  return items.reduce(
    (sum, { variantId, unitPriceMinor, quantity }) =>
      sum + ((prices.get(variantId) ?? unitPriceMinor) - unitPriceMinor) * quantity,
    0,
  );
}
