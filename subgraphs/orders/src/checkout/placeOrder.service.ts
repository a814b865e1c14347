import { parseMoney } from '@storegraph/commerce';
import {
  crashPoint,
  type Database,
  DomainError,
  hashToken,
  newId,
  once,
  onlyRow,
  remote,
  type Service,
  wasDone,
} from '@storegraph/kit';
import { users } from '@storegraph/users/contract';
import { and, eq, inArray } from 'drizzle-orm';
import type { Caller } from '../order/order.access.ts';
import { takeTurnOf } from '../order/order.forget.ts';
import { liveStates } from '../order/order.life.ts';
import { completeLater, note } from '../order/order.service.ts';
import { orders, type OrderRow } from '../order/order.table.ts';
import { orderTokenOf } from '../order/order.token.ts';
import { advanceInline } from './checkout.advance.ts';
import { checkCart } from './checkout.check.ts';
import { holderOf } from './checkout.limits.ts';
import { refusalOf } from './checkout.refusal.ts';
import type { PlaceOrderInput } from './checkout.type.ts';

/** One order or refusal per (shopper, key), however often it is asked for. Returns once it is payable, or when the completer has to go on. */
export async function placeOrder(
  caller: Caller,
  input: PlaceOrderInput,
): Promise<{ order: OrderRow; orderToken: string }> {
  const { service, viewer } = caller;
  const wanted = readWish(caller, input);
  const who = viewer?.id ?? wanted.cartTokenHash;
  const wish = { scope: `placeOrder:${who}`, key: input.idempotencyKey, input: wanted };
  const look = await checkCart(service, wish, { viewerId: viewer?.id ?? null, ...wanted });
  const email = viewer && !look.hasEmail ? await emailOf(service, wish, viewer.id) : null;
  let opened: OrderRow | undefined;
  const { orderId } = await once(service.db, wish, async (tx) => {
    if (viewer) await leaveRoom(tx, viewer.id);
    const guestHolder = viewer ? null : holderOf(service, caller.request.address);
    opened = await openOrder(service, tx, { userId: viewer?.id, email, guestHolder, ...wanted });
    return { orderId: opened.id };
  });
  crashPoint('placeOrder.afterTx');
  const advanced = await advanceInline(service, orderId, opened);
  crashPoint('placeOrder.beforeReply');
  const order = advanced ?? (await orderOf(service, orderId));
  if (order.state === 'REJECTED') throw refusalOf(order);
  return { order, orderToken: orderTokenOf(service.env.ORDER_TOKEN_SECRET, orderId) };
}

const orderOf = ({ db }: Service, orderId: string): Promise<OrderRow> =>
  db.select().from(orders).where(eq(orders.id, orderId)).then(onlyRow);

/** Which cart, and the total that the shopper saw: what a repeated request has to agree with. */
function readWish({ viewer, request }: Caller, input: PlaceOrderInput) {
  const cartToken = input.cartToken ?? request.header('x-cart-token');
  if (!viewer && !cartToken) {
    throw new DomainError('BAD_USER_INPUT', 'Sign in, or give the token of the cart', {
      field: 'input.cartToken',
      rule: 'required',
    });
  }
  const { minor: expectedTotalMinor, currencyCode } = parseMoney(input.expectedTotal, 'input.expectedTotal');
  const cartTokenHash = cartToken ? hashToken(cartToken) : null;
  return { cartId: input.cartId ?? null, cartTokenHash, expectedTotalMinor, currencyCode };
}
type Wish = ReturnType<typeof readWish>;

/** The address of the account, for a cart that names none. A key that is known has its order and needs no address. */
async function emailOf(service: Service, key: { scope: string; key: string }, userId: string): Promise<string | null> {
  try {
    return (await remote(service, users).contactOf({ userId }))?.email ?? null;
  } catch (error) {
    if (await wasDone(service.db, key)) return null;
    throw error;
  }
}

const MAX_UNPAID_ORDERS = 5;

/** Orders of one shopper take turns here, so that two at once are not both the fifth. */
async function leaveRoom(tx: Database, userId: string): Promise<void> {
  await takeTurnOf(tx, userId);
  const live = await tx.$count(orders, and(eq(orders.userId, userId), inArray(orders.state, liveStates)));
  if (live >= MAX_UNPAID_ORDERS)
    throw new DomainError('RATE_LIMITED', `At most ${MAX_UNPAID_ORDERS} orders may wait for their payment`, {
      limit: MAX_UNPAID_ORDERS,
    });
}

/** The order exists, and goes on even if whoever asked for it dies now. */
async function openOrder(
  service: Service,
  tx: Database,
  {
    cartId: requestedCartId,
    ...rest
  }: Wish & {
    userId: string | undefined;
    email: string | null;
    guestHolder: string | null;
  },
): Promise<OrderRow> {
  const id = newId('ord');
  const orderTokenHash = hashToken(orderTokenOf(service.env.ORDER_TOKEN_SECRET, id));
  const opened = await tx
    .insert(orders)
    .values({ id, orderTokenHash, requestedCartId, ...rest })
    .returning()
    .then(onlyRow);
  await note(tx, id, 'placeRequested', { toState: 'NEW' });
  await completeLater(tx, id);
  return opened;
}
