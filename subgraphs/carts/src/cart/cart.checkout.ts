import { itemProblemMessage } from '@storegraph/commerce';
import { type Database, lockFor, type Service } from '@storegraph/kit';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { CartSnapshot, CheckoutTarget, LockCartOutcome, LockRefusalCode } from '../contract.ts';
import { holderOfOrder, lockCartHeldBy } from './cart.access.ts';
import type { CartEnvironment } from './cart.env.ts';
import { rulesBy, shippingMethodsIn } from './cart.problems.ts';
import { cartItems, type CartRow, carts, releasedOrders, taxRates } from './cart.table.ts';
import { lineTotal, priceCart, taxRateFor } from './pricing.rules.ts';
import { ENOUGH, problemsOfItem } from './problem.rules.ts';

type LockInput = CheckoutTarget & { orderId: string; defaultEmail?: string | null };

const refused = (code: LockRefusalCode, message: string, path: string[] = ['input', 'cartId']): LockCartOutcome => ({
  outcome: 'REFUSED',
  code,
  message,
  path,
});

/** Freezes the cart for one order and prices it with the stored prices. One cart, one live order. */
export async function lockCart(
  service: Service<CartEnvironment>,
  { orderId, defaultEmail, ...target }: LockInput,
): Promise<LockCartOutcome> {
  return service.db.transaction(async (tx) => {
    // serialises lock and release of one order: whichever comes second sees the other
    await lockFor(tx, 'order', orderId);
    const [held] = await tx
      .select()
      .from(carts)
      .where(and(eq(carts.orderId, orderId), inArray(carts.status, ['LOCKED', 'CONVERTED'])));
    if (held) return { outcome: 'LOCKED', cart: held.snapshot! };
    const [released] = await tx.select().from(releasedOrders).where(eq(releasedOrders.orderId, orderId));
    if (released) return refused('INVALID_STATE', 'This order was given up');

    const cart = await lockCartHeldBy(tx, holderOfOrder(target), target.cartId);
    if (!cart) return refused('NOT_FOUND', 'There is no open cart');
    if (cart.status === 'LOCKED')
      return refused('CHECKOUT_IN_PROGRESS', 'Another order of this cart waits for its payment');
    const snapshot = await takeSnapshot(tx, cart, service, defaultEmail);
    if ('outcome' in snapshot) return snapshot;
    await tx
      .update(carts)
      .set({ status: 'LOCKED', orderId, snapshot })
      .where(and(eq(carts.id, cart.id), eq(carts.status, 'OPEN')));
    return { outcome: 'LOCKED', cart: snapshot };
  });
}

async function takeSnapshot(
  tx: Database,
  cart: CartRow,
  service: Service<CartEnvironment>,
  defaultEmail: string | null | undefined,
): Promise<CartSnapshot | LockCartOutcome> {
  const items = await tx
    .select()
    .from(cartItems)
    .where(eq(cartItems.cartId, cart.id))
    .orderBy(asc(cartItems.addedAt), asc(cartItems.id));
  if (items.length === 0) return refused('EMPTY_CART', 'There is nothing in the cart');
  const email = cart.email ?? defaultEmail;
  const { shippingAddress, billingAddress, shippingMethodId, currencyCode } = cart;
  const methods = await shippingMethodsIn(tx, currencyCode);
  const rules = rulesBy(service, methods);
  const [problem] = items.flatMap((item) => problemsOfItem(item, ENOUGH, rules));
  if (problem) return refused(problem.code, itemProblemMessage(problem));
  if (!email) return refused('BAD_USER_INPUT', 'Set an e-mail address first (setCartEmail)', ['cart', 'email']);
  if (!shippingAddress)
    return refused('BAD_USER_INPUT', 'Set a shipping address first (setCartShippingAddress)', [
      'cart',
      'shippingAddress',
    ]);
  const method = methods.find(({ id }) => id === shippingMethodId);
  if (!method)
    return refused('BAD_USER_INPUT', 'Choose a shipping method first (setCartShippingMethod)', [
      'cart',
      'shippingMethod',
    ]);
  const rates = await tx.select().from(taxRates).where(eq(taxRates.countryCode, shippingAddress.countryCode));
  const { rateBasisPoints, onShipping } = taxRateFor(rates, shippingAddress);
  const totals = priceCart({
    lines: items,
    shipping: method,
    taxRateBasisPoints: rateBasisPoints,
    taxShipping: onShipping,
  });
  const lines = items.map((item) => {
    const { variantId, productId, quantity, unitPriceMinor, sku, title, imageUrl } = item;
    return { variantId, productId, quantity, unitPriceMinor, totalMinor: lineTotal(item), sku, title, imageUrl };
  });
  return {
    cartId: cart.id,
    email,
    currencyCode,
    lines,
    ...totals,
    shippingAddress,
    billingAddress,
    shippingMethod: method.name,
  };
}

/** Opens the cart again. Remembered, so that a lock that comes later is refused. */
export async function releaseCart(tx: Database, orderId: string): Promise<boolean> {
  await lockFor(tx, 'order', orderId);
  await tx.insert(releasedOrders).values({ orderId }).onConflictDoNothing();
  const [opened] = await tx
    .update(carts)
    .set({ status: 'OPEN', orderId: null, snapshot: null })
    .where(and(eq(carts.orderId, orderId), eq(carts.status, 'LOCKED')))
    .returning({ id: carts.id });
  return opened !== undefined;
}

/** The order is paid. */
export async function closeCart(tx: Database, orderId: string): Promise<boolean> {
  const [closed] = await tx
    .update(carts)
    .set({ status: 'CONVERTED' })
    .where(and(eq(carts.orderId, orderId), eq(carts.status, 'LOCKED')))
    .returning({ id: carts.id });
  return closed !== undefined;
}

/**
 * Carts that nobody used for a month. Guests' carts go; a shopper's is emptied of its claim to be the open one. One that is just
 * being changed is not idle, and not waited for: so there is no deadlock with those who lock several carts.
 */
export async function abandonIdleCarts({ db }: Service): Promise<void> {
  const idle = and(eq(carts.status, 'OPEN'), sql`${carts.expiresAt} < now()`, isNull(carts.orderId));
  const free = db.select({ id: carts.id }).from(carts).where(idle).for('update', { skipLocked: true });
  await db.update(carts).set({ status: 'ABANDONED' }).where(inArray(carts.id, free));
}
