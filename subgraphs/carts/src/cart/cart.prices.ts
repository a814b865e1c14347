import { type Database, isOneOf } from '@storegraph/kit';
import type { VariantQuote } from '@storegraph/products/contract';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { isLive } from './cart.access.ts';
import { cartItems, carts } from './cart.table.ts';

/** A price, and which one of its variant it is: products counts them. */
export type VersionedPrice = Pick<VariantQuote, 'unitPriceMinor' | 'priceVersion'>;

/**
 * Carts follow the price and their lines show that it changed. A locked one too: its order has the snapshot, and it may
 * open again. An event that was overtaken by a later one changes nothing. `cartId`: only this cart.
 */
export async function followPrice(
  tx: Database,
  { variantId, unitPriceMinor, priceVersion }: VersionedPrice & { variantId: string },
  cartId?: string,
): Promise<void> {
  // carts before their items and in the order of their ids, as every change of a cart does: no deadlock
  const withVariant = tx.select({ id: cartItems.cartId }).from(cartItems).where(eq(cartItems.variantId, variantId));
  const taken = await tx
    .select({ id: carts.id })
    .from(carts)
    .where(and(isLive, inArray(carts.id, withVariant), cartId ? eq(carts.id, cartId) : undefined))
    .orderBy(carts.id)
    .for('update');
  const takenIds = taken.map(({ id }) => id);
  // of these alone: one that the variant goes into just now is not taken
  const changed = await tx
    .update(cartItems)
    .set({ unitPriceMinor, priceVersion })
    .where(
      and(
        isOneOf(cartItems.cartId, takenIds),
        eq(cartItems.variantId, variantId),
        lt(cartItems.priceVersion, priceVersion),
      ),
    )
    .returning({ cartId: cartItems.cartId });
  if (changed.length === 0) return;
  const changedIds = changed.map((item) => item.cartId);
  await tx
    .update(carts)
    .set({ version: sql`${carts.version} + 1` })
    .where(isOneOf(carts.id, changedIds));
}

/** Of two prices of one variant the one that products published last. */
export const newerPrice = (one: VersionedPrice, other: VersionedPrice): VersionedPrice => {
  const { unitPriceMinor, priceVersion } = other.priceVersion > one.priceVersion ? other : one;
  return { unitPriceMinor, priceVersion };
};
