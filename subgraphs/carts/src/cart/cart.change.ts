import {
  cleanText,
  type Context,
  type Database,
  DomainError,
  hashToken,
  newId,
  newSecret,
  onlyRow,
  notFound,
  refuse,
  type Service,
  wouldChange,
} from '@storegraph/kit';
import { eq, sql } from 'drizzle-orm';
import { type CartHolder, holderOf, lockCartHeldBy } from './cart.access.ts';
import type { CartEnvironment } from './cart.env.ts';
import { takeTurnOf } from './cart.forget.ts';
import { type CartRow, carts } from './cart.table.ts';

export type Caller = Pick<Context, 'viewer' | 'request'> & { service: Service<CartEnvironment> };
export interface CartTarget {
  cartId?: string;
  expectedVersion?: number;
}

const versionConflict = (actual?: number) =>
  new DomainError('VERSION_CONFLICT', 'The cart has changed meanwhile', {
    field: 'input.expectedVersion',
    rule: 'version',
    actual,
  });

/** The cart that a change means, with its row locked. */
async function lockTarget(tx: Database, holder: CartHolder, target: CartTarget): Promise<CartRow | undefined> {
  const { cartId, expectedVersion } = target;
  const cart = await lockCartHeldBy(tx, holder, cartId);
  if (!cart) {
    if (cartId) throw notFound('This cart');
    return undefined;
  }
  if (expectedVersion != null && expectedVersion !== cart.version) throw versionConflict(cart.version);
  if (cart.status === 'LOCKED')
    refuse('CHECKOUT_IN_PROGRESS', 'This cart is being paid: pay or cancel its order first', ['input', 'cartId']);
  return cart;
}

/** As `lockTarget`, or a new cart when there is none. */
export async function lockOrOpenTarget(
  tx: Database,
  caller: Caller,
  target: CartTarget,
): Promise<{ cart: CartRow; cartToken?: string }> {
  for (;;) {
    const known = await lockTarget(tx, holderOf(caller), target);
    if (known) return { cart: known };
    if (target.expectedVersion != null) throw versionConflict(); // the one that was seen has ended
    if (!caller.viewer) return openGuestCart(tx);
    const opened = await openCart(tx, caller.viewer.id);
    if (opened) return { cart: opened };
    // another request has opened one: it may be locked by now, or have ended
  }
}

/** What was done to a cart: to fields of its own, and whether to its items. */
export interface CartChange {
  fields?: Partial<CartRow>;
  items?: boolean;
}

/** Every change of a cart: one transaction, one new version. Returns the cart after it. */
export async function changeCart(
  caller: Caller,
  target: CartTarget,
  change: (tx: Database, cart: CartRow) => Promise<CartChange>,
): Promise<CartRow> {
  return caller.service.db.transaction(async (tx) => {
    const cart = await lockTarget(tx, holderOf(caller), target);
    if (!cart)
      throw new DomainError('NOT_FOUND', 'There is no cart yet: create one, or add something to it', {
        field: 'input.cartId',
      });
    return changed(tx, cart, await change(tx, cart));
  });
}

/** The cart after a change: a new version, for another month. Where everything was so already it is as it was. */
export async function changed(
  tx: Database,
  cart: CartRow,
  { fields = {}, items = false }: CartChange,
): Promise<CartRow> {
  if (!items && !wouldChange(cart, fields)) return cart;
  return tx
    .update(carts)
    .set({
      ...fields,
      version: sql`${carts.version} + 1`,
      expiresAt: sql`now() + interval '30 days'`,
    })
    .where(eq(carts.id, cart.id))
    .returning()
    .then(onlyRow);
}

/** A shopper's own cart, unless there is one already: then none. Waits for another request that is opening it. */
export async function openCart(tx: Database, userId: string, email?: string): Promise<CartRow | undefined> {
  await takeTurnOf(tx, userId);
  const values = { id: newId('cart'), userId, email: email && cleanText(email) };
  const [cart] = await tx.insert(carts).values(values).onConflictDoNothing().returning();
  return cart;
}

async function openGuestCart(tx: Database, email?: string): Promise<{ cart: CartRow; cartToken: string }> {
  const cartToken = newSecret();
  const values = { id: newId('cart'), tokenHash: hashToken(cartToken), email: email && cleanText(email) };
  return { cart: await tx.insert(carts).values(values).returning().then(onlyRow), cartToken };
}

/** A new cart. Guests get a token; only its hash is kept. A signed-in shopper has one open cart: the same is answered again. */
export async function createCart(
  tx: Database,
  viewer: Context['viewer'],
  email?: string,
): Promise<{ cart: CartRow; cartToken?: string }> {
  if (!viewer) return openGuestCart(tx, email);
  const own: CartHolder = { userId: viewer.id, tokenHash: null };
  // one that another request has opened may have ended before it is found
  for (;;) {
    const cart = (await openCart(tx, viewer.id, email)) ?? (await lockCartHeldBy(tx, own));
    if (cart) return { cart };
  }
}
