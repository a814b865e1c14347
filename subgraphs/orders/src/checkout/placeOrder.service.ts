import { type Context, crashPoint, DomainError, enqueueJob, lockFor, newId, once, type Service } from '@storegraph/kit';
import { parseMoney } from '@storegraph/commerce';
import { and, count, eq, inArray } from 'drizzle-orm';
import { DRIVE, note } from '../order/order.service.ts';
import { liveStates } from '../order/order.states.ts';
import { orders, type OrderRow } from '../order/order.table.ts';
import { hashToken, orderTokenOf } from '../order/order.token.ts';
import { checkCart } from './checkout.check.ts';
import { driveOrder } from './checkout.drive.ts';
import type { PlaceOrderInput } from './checkout.type.ts';

const MAX_UNPAID_ORDERS = 5;

/** One order per (shopper, key), however often it is asked for. Answers once it is payable, rejected, or when the completer has to go on. */
export async function placeOrder(
  { viewer, request, service }: Pick<Context, 'viewer' | 'request' | 'service'>,
  input: PlaceOrderInput,
): Promise<{ order: OrderRow; orderToken: string }> {
  const cartToken = input.cartToken ?? request.header('x-cart-token');
  if (!viewer && !cartToken) {
    throw new DomainError('BAD_USER_INPUT', 'Sign in, or give the token of the cart', {
      field: 'input.cartToken',
      rule: 'required',
    });
  }
  const cartTokenHash = cartToken ? hashToken(cartToken) : null;
  const { minor: expectedTotalMinor, currencyCode } = parseMoney(input.expectedTotal, 'input.expectedTotal');
  const who = viewer ? viewer.id : cartTokenHash!;
  const wanted = { cartId: input.cartId ?? null, cartTokenHash, expectedTotalMinor, currencyCode };

  const wish = { scope: `placeOrder:${who}`, key: input.idempotencyKey, input: wanted };
  await checkCart(service, wish, { viewerId: viewer?.id ?? null, ...wanted });

  const { orderId } = await once(service.db, wish, async (tx) => {
    if (viewer) {
      await lockFor(tx, 'orders of', viewer.id);
      const [live] = await tx
        .select({ orders: count() })
        .from(orders)
        .where(and(eq(orders.userId, viewer.id), inArray(orders.state, [...liveStates])));
      if (live!.orders >= MAX_UNPAID_ORDERS) {
        throw new DomainError('RATE_LIMITED', `At most ${MAX_UNPAID_ORDERS} orders may wait for their payment`, {
          limit: MAX_UNPAID_ORDERS,
        });
      }
    }
    const id = newId('ord');
    const orderTokenHash = hashToken(orderTokenOf(service.env.ORDER_TOKEN_SECRET, id));
    await tx.insert(orders).values({
      id,
      userId: viewer?.id,
      orderTokenHash,
      cartTokenHash,
      requestedCartId: wanted.cartId,
      currencyCode,
      expectedTotalMinor,
    });
    await note(tx, id, 'placeRequested', { toState: 'NEW' });
    await enqueueJob(tx, DRIVE, id, { orderId: id }, { delaySeconds: 3 });
    return { orderId: id };
  });

  crashPoint('placeOrder.afterTx');
  await driveInline(service, orderId);
  crashPoint('placeOrder.beforeReply');
  const [order] = await service.db.select().from(orders).where(eq(orders.id, orderId));
  return { order: order!, orderToken: orderTokenOf(service.env.ORDER_TOKEN_SECRET, orderId) };
}

/** The fast way. When a service does not answer, the order is safe and the job runner goes on with it. */
export async function driveInline(service: Service, orderId: string): Promise<void> {
  try {
    await driveOrder(service, orderId);
  } catch (error) {
    service.log.warn({ err: error, orderId }, 'an order goes on in the background');
  }
}
