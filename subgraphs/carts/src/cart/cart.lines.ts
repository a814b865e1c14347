import { itemProblemMessage, shortageOf } from '@storegraph/commerce';
import { type Database, newId, Refusal, refuse, userError } from '@storegraph/kit';
import type { VariantQuote } from '@storegraph/products/contract';
import { eq, sql } from 'drizzle-orm';
import type { AddCartItemsInput } from './cart.input.ts';
import { cartItems, type CartRow } from './cart.table.ts';
import { InsufficientStock } from './cart.type.ts';

/** A variant that is named twice is one line. */
export function sumOf(items: AddCartItemsInput['items']): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { variantId, quantity } of items) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  return sums;
}

export async function quantitiesIn(tx: Database, cartId: string): Promise<Map<string, number>> {
  const items = await tx.select().from(cartItems).where(eq(cartItems.cartId, cartId));
  return new Map(items.map(({ variantId, quantity }) => [variantId, quantity]));
}

/** `total`: so many would be in the cart then; `most`: so many may be. */
export function assertBuyable(
  cart: CartRow,
  offer: VariantQuote | undefined,
  { variantId, total, most }: { variantId: string; total: number; most: number },
  path: string[],
): VariantQuote {
  if (!offer?.purchasable) refuse('NOT_FOUND', 'This variant is not for sale', [...path, 'variantId']);
  if (offer.currencyCode !== cart.currencyCode)
    refuse('BAD_USER_INPUT', `This cart is in ${cart.currencyCode}`, [...path, 'variantId']);
  if (total > most) throw tooMany(most, [...path, 'quantity']);
  if (total > offer.available) throw insufficientStock(variantId, offer.available, [...path, 'quantity']);
  return offer;
}

export function lineOf(cart: CartRow, offer: VariantQuote, quantity: number): typeof cartItems.$inferInsert {
  const { variantId, productId, sku, productTitle, title, imageUrl, unitPriceMinor, priceVersion } = offer;
  return {
    id: newId('item'),
    cartId: cart.id,
    variantId,
    productId,
    sku,
    title: title && title !== productTitle ? `${productTitle}, ${title}` : productTitle,
    imageUrl,
    quantity,
    unitPriceMinor,
    addedPriceMinor: unitPriceMinor,
    priceVersion,
  };
}

/** A price that changed after products was asked may be here already. */
const priceOfNow = sql`CASE WHEN excluded.price_version < ${cartItems.priceVersion} THEN ${cartItems.unitPriceMinor} ELSE excluded.unit_price_minor END`;

/** What is in the cart already grows, at the price of now. */
export const addLines = (tx: Database, lines: (typeof cartItems.$inferInsert)[]) =>
  tx
    .insert(cartItems)
    .values(lines)
    .onConflictDoUpdate({
      target: [cartItems.cartId, cartItems.variantId],
      set: {
        quantity: sql`${cartItems.quantity} + excluded.quantity`,
        unitPriceMinor: priceOfNow,
        addedPriceMinor: priceOfNow,
        priceVersion: sql`greatest(${cartItems.priceVersion}, excluded.price_version)`,
      },
    });

export const tooMany = (most: number, path: string[]) =>
  new Refusal(userError('BAD_USER_INPUT', itemProblemMessage({ code: 'QUANTITY_LIMIT', available: most }), path));

export const insufficientStock = (variantId: string, available: number, path: string[]) =>
  new Refusal(
    Object.assign(new InsufficientStock(), {
      code: 'INSUFFICIENT_STOCK',
      message: itemProblemMessage(shortageOf(available)),
      path,
      variant: { id: variantId },
      available: Math.max(0, available),
    }),
  );
