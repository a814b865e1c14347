import { type Database, newId } from '@storegraph/kit';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { MergeStrategyName } from '../contract.ts';
import { hashToken } from './cart.access.ts';
import { MAX_QUANTITY } from './cart.lines.ts';
import { newerPrice } from './cart.prices.ts';
import { lockOwnCart, MAX_LINES } from './cart.service.ts';
import { cartItems, type CartRow, carts } from './cart.table.ts';

/** How many of a variant that is in both carts. */
export const mergedQuantity = (strategy: MergeStrategyName, mine: number, guest: number): number => {
  switch (strategy) {
    case 'SUM':
      return Math.min(MAX_QUANTITY, mine + guest);
    case 'MAX':
      return Math.max(mine, guest);
    case 'KEEP_MINE':
      return mine;
    case 'KEEP_GUEST':
      return guest;
  }
};

export interface MergeReport {
  cart: CartRow | null;
  merged: number;
  dropped: string[];
}

/** The guest's cart joins the user's and ends. A repeated call finds it ended and changes nothing. */
export async function mergeGuestCart(
  tx: Database,
  userId: string,
  cartToken: string,
  strategy: MergeStrategyName,
): Promise<MergeReport> {
  const guests = and(eq(carts.tokenHash, hashToken(cartToken)), isNull(carts.userId), eq(carts.status, 'OPEN'));
  const [known] = await tx.select({ id: carts.id }).from(carts).where(guests);
  const { own: mine, other: guest } = known ? await lockOwnCart(tx, userId, { other: guests }) : {};
  if (!mine || !guest) return { cart: null, merged: 0, dropped: [] };
  if (mine.status === 'LOCKED') return { cart: mine, merged: 0, dropped: [] }; // its order is being paid; the guest's cart stays

  const rows = await tx
    .select()
    .from(cartItems)
    .where(inArray(cartItems.cartId, [guest.id, mine.id]));
  const myItems = new Map(rows.filter(({ cartId }) => cartId === mine.id).map((item) => [item.variantId, item]));
  const dropped: string[] = [];
  let [merged, lines] = [0, myItems.size];
  for (const item of rows.filter(({ cartId }) => cartId === guest.id)) {
    const same = myItems.get(item.variantId);
    if (same) {
      const quantity = mergedQuantity(strategy, same.quantity, item.quantity);
      if (strategy === 'SUM' && quantity < same.quantity + item.quantity) dropped.push(item.variantId);
      await tx
        .update(cartItems)
        .set({ quantity, ...newerPrice(same, item) })
        .where(eq(cartItems.id, same.id));
      merged++;
    } else if (lines < MAX_LINES) {
      await tx.insert(cartItems).values({ ...item, id: newId('item'), cartId: mine.id });
      lines++;
      merged++;
    } else {
      dropped.push(item.variantId);
    }
  }
  await tx.update(carts).set({ status: 'MERGED' }).where(eq(carts.id, guest.id));
  const [cart] = await tx
    .update(carts)
    .set({
      version: sql`${carts.version} + 1`,
      email: mine.email ?? guest.email,
      shippingAddress: mine.shippingAddress ?? guest.shippingAddress,
      shippingMethodId: mine.shippingMethodId ?? guest.shippingMethodId,
    })
    .where(eq(carts.id, mine.id))
    .returning();
  return { cart: cart!, merged, dropped };
}
