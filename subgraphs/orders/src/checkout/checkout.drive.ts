import { crashPoint, newId, remote, type Service } from '@storegraph/kit';
import { type CartSnapshot, carts } from '@storegraph/carts/contract';
import { payments } from '@storegraph/payments/contract';
import { products } from '@storegraph/products/contract';
import { and, asc, eq, sql } from 'drizzle-orm';
import { lockOrder, moveOrder, settleRefund } from '../order/order.service.ts';
import {
  orderItems,
  orders,
  type OrderItemRow,
  type OrderRow,
  refundRequests,
  type RejectionReason,
} from '../order/order.table.ts';

/** The order can move on only later: payments has no final answer yet. */
export type DriveOutcome = 'arrived' | 'later';

/**
 * Takes the next step of an order again and again until it waits for somebody outside. Each step is: read, call another
 * service (idempotent by the order's id), then one transaction. Whoever dies in between is continued by the job runner.
 */
export async function driveOrder(service: Service, orderId: string): Promise<DriveOutcome> {
  for (;;) {
    const [order] = await service.db.select().from(orders).where(eq(orders.id, orderId));
    if (!order) return 'arrived';
    switch (order.state) {
      case 'NEW':
        await lockCart(service, order);
        break;
      case 'RESERVING':
        if (!(await reserveAndOpenPayment(service, order))) return 'later';
        break;
      case 'CANCELLING':
      case 'EXPIRING':
        if (!(await closePayment(service, order))) return 'later';
        break;
      case 'REFUNDING':
        if (!(await refund(service, order))) return 'later';
        break;
      default:
        return 'arrived';
    }
  }
}

async function lockCart(service: Service, order: OrderRow): Promise<void> {
  const { requestedCartId: cartId, cartTokenHash, userId: viewerId } = order;
  const answer = await remote(service, carts).lockCart({ orderId: order.id, viewerId, cartId, cartTokenHash });
  crashPoint('lockCart.afterCall');
  if (answer.outcome === 'REFUSED') {
    const { code, message, path } = answer;
    return reject(service, order.id, 'NEW', [{ kind: 'GENERAL', code, message, path }]);
  }
  if (answer.cart.currencyCode !== order.currencyCode)
    return reject(service, order.id, 'NEW', [
      {
        kind: 'GENERAL',
        code: 'BAD_USER_INPUT',
        message: `This cart is in ${answer.cart.currencyCode}`,
        path: ['input', 'expectedTotal', 'currencyCode'],
      },
    ]);
  await service.db.transaction(async (tx) => {
    const { cart } = answer;
    const {
      cartId,
      email,
      currencyCode,
      subtotalMinor,
      discountMinor,
      shippingMinor,
      taxMinor,
      totalMinor,
      shippingAddress,
      shippingMethod,
    } = cart;
    const moved = await moveOrder(
      service,
      tx,
      order.id,
      { type: 'cartLocked' },
      {
        cartId,
        email,
        currencyCode,
        subtotalMinor,
        discountMinor,
        shippingMinor,
        taxMinor,
        totalMinor,
        shippingAddress,
        shippingMethod,
      },
    );
    if (moved) await tx.insert(orderItems).values(cart.lines.map((line, position) => itemOf(order.id, line, position)));
  });
  crashPoint('lockCart.afterTx');
}

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

/** Every check comes before the intent, so that a rejected order was never payable. */
async function reserveAndOpenPayment(service: Service, order: OrderRow): Promise<boolean> {
  const items = await service.db
    .select()
    .from(orderItems)
    .where(eq(orderItems.orderId, order.id))
    .orderBy(asc(orderItems.position));
  if (order.totalMinor !== order.expectedTotalMinor) {
    await reject(service, order.id, 'RESERVING', [
      { kind: 'PRICE_CHANGED', expectedMinor: order.expectedTotalMinor, actualMinor: order.totalMinor },
    ]);
    return true;
  }
  const reserved = await remote(service, products).reserveStock({
    orderId: order.id,
    lines: items.map(({ variantId, quantity }) => ({ variantId, quantity })),
  });
  crashPoint('reserveStock.afterCall');
  if (reserved.outcome === 'REJECTED') {
    await reject(
      service,
      order.id,
      'RESERVING',
      reserved.shortages.map(({ variantId, available }) => ({ kind: 'INSUFFICIENT_STOCK', variantId, available })),
    );
    return true;
  }
  const difference = priceDifference(items, reserved.lines);
  if (difference !== 0) {
    await reject(service, order.id, 'RESERVING', [
      { kind: 'PRICE_CHANGED', expectedMinor: order.expectedTotalMinor, actualMinor: order.totalMinor + difference },
    ]);
    return true;
  }
  const intent = await remote(service, payments).createIntent({
    orderId: order.id,
    attempt: 1,
    amountMinor: order.totalMinor,
    currencyCode: order.currencyCode,
    userId: order.userId,
    orderTokenHash: order.orderTokenHash,
    email: order.email!,
    orderNumber: order.number,
  });
  crashPoint('createIntent.afterCall');
  // a cancel or the deadline overtook us: its driver has the order now
  if (intent.outcome === 'CANCELED') return (await stateOf(service, order.id)) !== 'RESERVING';
  await service.db.transaction((tx) =>
    moveOrder(service, tx, order.id, { type: 'readyToPay' }, { expiresAt: deadline(service) }),
  );
  crashPoint('readyToPay.afterTx');
  return true;
}

const deadline = (service: Service) =>
  sql`now() + ${service.env.PAYMENT_WINDOW_SECONDS} * interval '1 second'` as unknown as Date;

async function stateOf(service: Service, orderId: string): Promise<OrderRow['state'] | undefined> {
  const [order] = await service.db.select({ state: orders.state }).from(orders).where(eq(orders.id, orderId));
  return order?.state;
}

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

async function reject(
  service: Service,
  orderId: string,
  during: 'NEW' | 'RESERVING',
  reasons: RejectionReason[],
): Promise<void> {
  const rejection: RejectionReason[] =
    reasons.length > 0
      ? reasons
      : [{ kind: 'GENERAL', code: 'INVALID_STATE', message: 'The order was given up before it was placed', path: [] }];
  const reason = rejection.map((entry) => (entry.kind === 'GENERAL' ? entry.code : entry.kind)).join(', ');
  await service.db.transaction((tx) =>
    moveOrder(service, tx, orderId, { type: 'refused', during, reason }, { rejection, reason }),
  );
}

/** Kills the intent first; the stock is released by what follows from "intentDead". */
async function closePayment(service: Service, order: OrderRow): Promise<boolean> {
  const { outcome } = await remote(service, payments).cancelIntent({ orderId: order.id });
  crashPoint('cancelIntent.afterCall');
  if (outcome === 'PROCESSING') return false;
  await service.db.transaction((tx) =>
    outcome === 'CANCELED'
      ? moveOrder(service, tx, order.id, { type: 'intentDead' })
      : moveOrder(service, tx, order.id, { type: 'paid' }, { capturedMinor: order.totalMinor }),
  );
  crashPoint('closePayment.afterTx');
  return true;
}

async function refund(service: Service, order: OrderRow): Promise<boolean> {
  const [request] = await service.db
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.orderId, order.id), eq(refundRequests.status, 'REQUESTED')));
  if (!request) return (await stateOf(service, order.id)) !== 'REFUNDING';
  const { id: refundRequestId, amountMinor, reason } = request;
  const { outcome } = await remote(service, payments).refund({
    orderId: order.id,
    refundRequestId,
    amountMinor,
    reason,
  });
  crashPoint('refund.afterCall');
  if (outcome === 'PENDING') return false;
  await service.db.transaction((tx) => settleRefund(service, tx, order.id, refundRequestId));
  crashPoint('refund.afterTx');
  return true;
}

/** Time is up: decided by the database clock, whoever asks. */
export async function expireOrder(
  service: Service,
  orderId: string,
): Promise<{ runAgainInSeconds: number } | undefined> {
  const remaining = await service.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order || (order.state !== 'AWAITING_PAYMENT' && order.state !== 'RESERVING')) return 0;
    const [{ seconds }] = (await tx.execute(
      sql`SELECT ceil(extract(epoch FROM expires_at - now()))::int AS seconds FROM orders WHERE id = ${orderId}`,
    )) as unknown as [{ seconds: number | null }];
    if (seconds !== null && seconds > 0) return seconds;
    await moveOrder(service, tx, orderId, { type: 'timeIsUp' });
    return 0;
  });
  if (remaining > 0) return { runAgainInSeconds: remaining };
  crashPoint('expire.afterTx');
  return (await driveOrder(service, orderId)) === 'later' ? { runAgainInSeconds: 5 } : undefined;
}
