import {
  badInput,
  cleanText,
  type Context,
  type Database,
  DomainError,
  newId,
  notFound,
  refuse,
} from '@storegraph/kit';
import type { PostalAddress } from '@storegraph/commerce';
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { type CartHolder, heldBy, holderOf, newToken, hashToken, ownCart } from './cart.access.ts';
import { availableOf, quote } from './cart.quote.ts';
import { addLines, assertBuyable, insufficientStock, lineOf, quantitiesIn, sumOf } from './cart.lines.ts';
import { cartItems, type CartRow, carts, shippingMethods } from './cart.table.ts';
import type { AddCartItemsInput, UpdateCartItemsInput } from './cart.input.ts';

export const MAX_LINES = 50;

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;
export interface CartTarget {
  cartId?: string;
  expectedVersion?: number;
}

/** The cart that a change means, with its row locked. A signed-in shopper's own cart comes before a guest's token. */
async function lockTarget(
  tx: Database,
  holder: CartHolder,
  { cartId, expectedVersion }: CartTarget,
): Promise<CartRow | undefined> {
  const [cart] = await tx
    .select()
    .from(carts)
    .where(and(heldBy(holder), inArray(carts.status, ['OPEN', 'LOCKED']), cartId ? eq(carts.id, cartId) : undefined))
    .orderBy(sql`${carts.userId} NULLS LAST`)
    .limit(1)
    .for('update');
  if (!cart) {
    if (cartId) throw notFound('This cart');
    return undefined;
  }
  if (expectedVersion != null && expectedVersion !== cart.version) {
    throw new DomainError('VERSION_CONFLICT', 'The cart has changed meanwhile', {
      field: 'input.expectedVersion',
      rule: 'version',
      actual: cart.version,
    });
  }
  if (cart.status === 'LOCKED')
    refuse('CHECKOUT_IN_PROGRESS', 'This cart is being paid: pay or cancel its order first', ['input', 'cartId']);
  return cart;
}

/** Every change of a cart: one transaction, one new version. Returns the cart after it. */
export async function changeCart(
  caller: Caller,
  target: CartTarget,
  change: (tx: Database, cart: CartRow) => Promise<Partial<CartRow> | void>,
): Promise<CartRow> {
  return caller.service.db.transaction(async (tx) => {
    const cart = await lockTarget(tx, holderOf(caller), target);
    if (!cart)
      throw new DomainError('NOT_FOUND', 'There is no cart yet: create one, or add something to it', {
        field: 'input.cartId',
      });
    return touch(tx, cart.id, await change(tx, cart));
  });
}

async function touch(tx: Database, cartId: string, changes: Partial<CartRow> | void): Promise<CartRow> {
  const [cart] = await tx
    .update(carts)
    .set({
      ...changes,
      version: sql`${carts.version} + 1`,
      expiresAt: sql`now() + interval '30 days'`,
    })
    .where(eq(carts.id, cartId))
    .returning();
  return cart!;
}

/** A new cart. Guests get a token; only its hash is kept. A signed-in shopper has one open cart: the same is answered again. */
export async function createCart(
  tx: Database,
  viewer: Context['viewer'],
  email?: string,
): Promise<{ cart: CartRow; cartToken?: string }> {
  const values = { email: email && cleanText(email) };
  if (viewer) return { cart: (await lockOwnCart(tx, viewer.id, values)).own };
  const cartToken = newToken();
  const [cart] = await tx
    .insert(carts)
    .values({ ...values, id: newId('cart'), tokenHash: hashToken(cartToken) })
    .returning();
  return { cart: cart!, cartToken };
}

/**
 * The shopper's own cart, made when there is none, and `other` beside it. Both rows are locked: like every change, the one that
 * follows takes carts before their items and in one order, so that there is no deadlock.
 */
export async function lockOwnCart(
  tx: Database,
  userId: string,
  { email, other }: { email?: string; other?: SQL },
): Promise<{ own: CartRow; other?: CartRow }> {
  for (;;) {
    await tx
      .insert(carts)
      .values({ id: newId('cart'), userId, email })
      .onConflictDoNothing();
    const locked = await tx
      .select()
      .from(carts)
      .where(or(ownCart(userId), other))
      .orderBy(asc(carts.id))
      .for('update');
    const own = locked.find((cart) => cart.userId === userId);
    if (own) return { own, other: locked.find((cart) => cart !== own) }; // otherwise its order was paid while this waited
  }
}

/** Asks products once for all variants, then writes the lines with the price of now. All lines or none. */
export async function addCartItems(
  caller: Caller,
  input: AddCartItemsInput,
): Promise<{ cart: CartRow; cartToken?: string }> {
  const wanted = sumOf(input.items);
  const quotes = await quote(caller.service, [...wanted.keys()]);
  return caller.service.db.transaction(async (tx) => {
    const known = await lockTarget(tx, holderOf(caller), input);
    const created = known ? undefined : await createCart(tx, caller.viewer);
    const cart = known ?? created!.cart;
    const inCart = await quantitiesIn(tx, cart.id);
    if (new Set([...inCart.keys(), ...wanted.keys()]).size > MAX_LINES)
      refuse('BAD_USER_INPUT', `At most ${MAX_LINES} different variants fit into a cart`, ['input', 'items']);
    const lines = [...wanted].map(([variantId, quantity]) => {
      const path = ['input', 'items', String(input.items.findIndex((item) => item.variantId === variantId))];
      const total = quantity + (inCart.get(variantId) ?? 0);
      return lineOf(cart, assertBuyable(cart, quotes.get(variantId), variantId, total, path), quantity);
    });
    await addLines(tx, lines);
    return { cart: await touch(tx, cart.id), cartToken: created?.cartToken };
  });
}

/** Asks products first, so that nothing waits for HTTP while the cart is locked. */
export async function updateCartItems(caller: Caller, input: UpdateCartItemsInput): Promise<CartRow> {
  if (new Set(input.items.map(({ itemId }) => itemId)).size < input.items.length)
    throw badInput('input.items', 'unique', 'Name every item once');
  const itemIds = input.items.map(({ itemId }) => itemId);
  const rows = await caller.service.db
    .select({ id: cartItems.id, variantId: cartItems.variantId })
    .from(cartItems)
    .innerJoin(carts, eq(carts.id, cartItems.cartId))
    .where(and(inArray(cartItems.id, itemIds), heldBy(holderOf(caller))));
  const quotes = await quote(
    caller.service,
    rows.map(({ variantId }) => variantId),
  );
  return changeCart(caller, input, async (tx, cart) => {
    for (const [index, { itemId, quantity }] of input.items.entries()) {
      const [item] = await tx
        .update(cartItems)
        .set({ quantity })
        .where(and(eq(cartItems.id, itemId), eq(cartItems.cartId, cart.id)))
        .returning();
      if (!item) refuse('NOT_FOUND', 'This item is not in the cart', ['input', 'items', String(index), 'itemId']);
      const available = availableOf(quotes.get(item.variantId));
      if (quantity > available)
        throw insufficientStock(item.variantId, available, ['input', 'items', String(index), 'quantity']);
    }
  });
}

/** Removing what is not there is done already. */
export const removeCartItems = (
  caller: Caller,
  { itemIds, ...target }: CartTarget & { itemIds: string[] },
): Promise<CartRow> =>
  changeCart(
    caller,
    target,
    async (tx, cart) =>
      void (await tx.delete(cartItems).where(and(eq(cartItems.cartId, cart.id), inArray(cartItems.id, itemIds)))),
  );

export const clearCart = (caller: Caller, target: CartTarget): Promise<CartRow> =>
  changeCart(
    caller,
    target,
    async (tx, cart) => void (await tx.delete(cartItems).where(eq(cartItems.cartId, cart.id))),
  );

export const setCartEmail = (caller: Caller, { email, ...target }: CartTarget & { email: string }): Promise<CartRow> =>
  changeCart(caller, target, async () => ({ email: cleanText(email) }));

export const setCartShippingAddress = (
  caller: Caller,
  { address, ...target }: CartTarget & { address: PostalAddress },
): Promise<CartRow> => changeCart(caller, target, async () => ({ shippingAddress: cleanAddress(address) }));

const cleanAddress = (address: PostalAddress): PostalAddress =>
  Object.fromEntries(
    Object.entries(address).map(([name, value]) => [
      name,
      typeof value === 'string' ? cleanText(value) : (value ?? null),
    ]),
  ) as unknown as PostalAddress;

export const setCartShippingMethod = (
  caller: Caller,
  { shippingOptionId, ...target }: CartTarget & { shippingOptionId: string },
): Promise<CartRow> =>
  changeCart(caller, target, async (tx, cart) => {
    const [method] = await tx
      .select()
      .from(shippingMethods)
      .where(and(eq(shippingMethods.id, shippingOptionId), eq(shippingMethods.currencyCode, cart.currencyCode)));
    if (!method)
      refuse('NOT_FOUND', 'This is not one of the shipping options of the cart', ['input', 'shippingOptionId']);
    return { shippingMethodId: method.id };
  });

/** The viewer's own cart, or the guest's of the token. */
export async function findCart(
  caller: Caller,
  { id, token }: { id?: string; token?: string },
): Promise<CartRow | null> {
  const holder = token ? { userId: caller.viewer?.id ?? null, tokenHash: hashToken(token) } : holderOf(caller);
  const [cart] = await caller.service.db
    .select()
    .from(carts)
    .where(and(heldBy(holder), id ? eq(carts.id, id) : inArray(carts.status, ['OPEN', 'LOCKED'])))
    .orderBy(token ? asc(sql`${carts.userId} IS NOT NULL`) : sql`${carts.userId} NULLS LAST`)
    .limit(1);
  return cart ?? null;
}
