import type { Database } from '@storegraph/kit';
import type { VariantQuote } from '@storegraph/products/contract';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
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
  // carts before their items and in one order, as every change of a cart does: no deadlock
  await tx.execute(
    sql`SELECT id FROM carts WHERE status IN ('OPEN', 'LOCKED') AND id IN (SELECT cart_id FROM cart_items WHERE variant_id = ${variantId})
      ${cartId ? sql`AND id = ${cartId}` : sql``} ORDER BY id FOR UPDATE`,
  );
  const changed = await tx
    .update(cartItems)
    .set({ unitPriceMinor, priceVersion })
    .from(carts)
    .where(
      and(
        eq(carts.id, cartItems.cartId),
        inArray(carts.status, ['OPEN', 'LOCKED']),
        eq(cartItems.variantId, variantId),
        lt(cartItems.priceVersion, priceVersion),
        cartId ? eq(carts.id, cartId) : undefined,
      ),
    )
    .returning({ cartId: cartItems.cartId });
  if (changed.length === 0) return;
  const ids = changed.map(({ cartId }) => cartId);
  await tx
    .update(carts)
    .set({ version: sql`${carts.version} + 1` })
    .where(inArray(carts.id, ids));
}

/** Of two prices of one variant the one that products published last. */
export const newerPrice = (one: VersionedPrice, other: VersionedPrice): VersionedPrice => {
  const { unitPriceMinor, priceVersion } = other.priceVersion > one.priceVersion ? other : one;
  return { unitPriceMinor, priceVersion };
};
