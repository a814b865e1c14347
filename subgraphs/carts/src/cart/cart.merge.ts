import { type Database, hashToken, newId, wouldChange } from '@storegraph/kit';
import { eq, inArray } from 'drizzle-orm';
import type { MergeStrategyName } from '../contract.ts';
import { lockCartsHeldBy } from './cart.access.ts';
import { changed, openCart } from './cart.change.ts';
import { newerPrice } from './cart.prices.ts';
import { MAX_LINES } from './cart.service.ts';
import { cartItems, type CartRow, carts, MAX_QUANTITY } from './cart.table.ts';

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

/** A guest's cart that can be merged: not one whose order waits for its payment. */
const guestsOf = (held: CartRow[]) => held.find(({ userId, status }) => userId === null && status === 'OPEN');

/** The guest's cart joins the user's and ends. A repeated call finds it ended and changes nothing. */
export async function mergeGuestCart(
  tx: Database,
  userId: string,
  cartToken: string,
  strategy: MergeStrategyName,
): Promise<MergeReport> {
  const nothing: MergeReport = { cart: null, merged: 0, dropped: [] };
  const holder = { userId, tokenHash: hashToken(cartToken) };
  // before both are taken at once: another request may be opening the own one just now
  const opened = await openCart(tx, userId);
  const held = await lockCartsHeldBy(tx, holder);
  const guest = guestsOf(held);
  if (!guest) {
    // for nothing none is opened
    if (opened) await tx.delete(carts).where(eq(carts.id, opened.id));
    return nothing;
  }
  // the one that was there may have been paid meanwhile
  const mine = held.find((cart) => cart.userId === userId) ?? (await openCart(tx, userId));
  if (!mine || mine.status === 'LOCKED') return { ...nothing, cart: mine ?? null }; // its order is being paid; the guest's cart stays
  const { merged, dropped, items } = await mergeItems(tx, { guest, mine, strategy });
  // who it was for is in the other one now
  await tx
    .update(carts)
    .set({ status: 'MERGED', email: null, shippingAddress: null, billingAddress: null })
    .where(eq(carts.id, guest.id));
  const cart = await changed(tx, mine, {
    items,
    fields: {
      email: mine.email ?? guest.email,
      shippingAddress: mine.shippingAddress ?? guest.shippingAddress,
      // with where it goes to: who has said that already has also said that the bill goes there
      billingAddress: mine.billingAddress ?? (mine.shippingAddress ? null : guest.billingAddress),
      shippingMethodId: mine.shippingMethodId ?? guest.shippingMethodId,
    },
  });
  return { cart, merged, dropped };
}

async function mergeItems(
  tx: Database,
  { guest, mine, strategy }: { guest: CartRow; mine: CartRow; strategy: MergeStrategyName },
): Promise<{ merged: number; dropped: string[]; items: boolean }> {
  const rows = await tx
    .select()
    .from(cartItems)
    .where(inArray(cartItems.cartId, [guest.id, mine.id]));
  const myItems = new Map(rows.filter(({ cartId }) => cartId === mine.id).map((item) => [item.variantId, item]));
  const dropped: string[] = [];
  let [merged, lines, items] = [0, myItems.size, false];
  for (const item of rows.filter(({ cartId }) => cartId === guest.id)) {
    const same = myItems.get(item.variantId);
    if (same) {
      const quantity = mergedQuantity(strategy, same.quantity, item.quantity);
      if (strategy === 'SUM' && quantity < same.quantity + item.quantity) dropped.push(item.variantId);
      const after = { quantity, ...newerPrice(same, item) };
      if (wouldChange(same, after)) {
        await tx.update(cartItems).set(after).where(eq(cartItems.id, same.id));
        items = true;
      }
      merged++;
    } else if (lines < MAX_LINES) {
      await tx.insert(cartItems).values({ ...item, id: newId('item'), cartId: mine.id });
      items = true;
      lines++;
      merged++;
    } else {
      dropped.push(item.variantId);
    }
  }
  return { merged, dropped, items };
}
