import { badInput, type Database, refuse } from '@storegraph/kit';
import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { heldBy, holderOf } from './cart.access.ts';
import { type Caller, type CartChange, type CartTarget, changeCart, changed, lockOrOpenTarget } from './cart.change.ts';
import type { AddCartItemsInput, UpdateCartItemsInput } from './cart.input.ts';
import { addLines, assertBuyable, insufficientStock, lineOf, quantitiesIn, sumOf, tooMany } from './cart.lines.ts';
import { quote } from './cart.quote.ts';
import { cartItems, type CartRow, carts } from './cart.table.ts';
import { availableOf } from './problem.rules.ts';

export const MAX_LINES = 50;

/** Asks products once for all variants, then writes the lines with the price of now. All lines or none. */
export async function addCartItems(
  caller: Caller,
  input: AddCartItemsInput,
): Promise<{ cart: CartRow; cartToken?: string }> {
  const wanted = sumOf(input.items);
  const most = caller.service.env.MAX_QUANTITY_PER_VARIANT;
  const quotes = await quote(caller.service, [...wanted.keys()]);
  return caller.service.db.transaction(async (tx) => {
    const { cart, cartToken } = await lockOrOpenTarget(tx, caller, input);
    const inCart = await quantitiesIn(tx, cart.id);
    if (new Set([...inCart.keys(), ...wanted.keys()]).size > MAX_LINES)
      refuse('BAD_USER_INPUT', `At most ${MAX_LINES} different variants fit into a cart`, ['input', 'items']);
    const lines = [...wanted].map(([variantId, quantity]) => {
      const path = ['input', 'items', String(input.items.findIndex((item) => item.variantId === variantId))];
      const total = quantity + (inCart.get(variantId) ?? 0);
      return lineOf(cart, assertBuyable(cart, quotes.get(variantId), { variantId, total, most }, path), quantity);
    });
    await addLines(tx, lines);
    return { cart: await changed(tx, cart, { items: true }), cartToken };
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
    const inCart = await tx.select().from(cartItems).where(eq(cartItems.cartId, cart.id));
    const known = new Map(inCart.map((item) => [item.id, item]));
    const most = caller.service.env.MAX_QUANTITY_PER_VARIANT;
    let items = false;
    for (const [index, { itemId, quantity }] of input.items.entries()) {
      const item = known.get(itemId);
      if (!item) refuse('NOT_FOUND', 'This item is not in the cart', ['input', 'items', String(index), 'itemId']);
      const path = ['input', 'items', String(index), 'quantity'];
      if (quantity > most) throw tooMany(most, path);
      const available = availableOf(quotes.get(item.variantId));
      if (quantity > available) throw insufficientStock(item.variantId, available, path);
      if (quantity === item.quantity) continue;
      await tx.update(cartItems).set({ quantity }).where(eq(cartItems.id, itemId));
      items = true;
    }
    return { items };
  });
}

/** Removing what is not there is done already. */
export const removeCartItems = (
  caller: Caller,
  { itemIds, ...target }: CartTarget & { itemIds: string[] },
): Promise<CartRow> =>
  changeCart(caller, target, (tx, cart) =>
    takeOut(tx, and(eq(cartItems.cartId, cart.id), inArray(cartItems.id, itemIds))),
  );

export const clearCart = (caller: Caller, target: CartTarget): Promise<CartRow> =>
  changeCart(caller, target, (tx, cart) => takeOut(tx, eq(cartItems.cartId, cart.id)));

async function takeOut(tx: Database, items: SQL | undefined): Promise<CartChange> {
  const gone = await tx.delete(cartItems).where(items).returning({ id: cartItems.id });
  return { items: gone.length > 0 };
}
