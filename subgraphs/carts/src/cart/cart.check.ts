import type { Service } from '@storegraph/kit';
import { asc, eq } from 'drizzle-orm';
import type { CartCheck, CheckoutTarget } from '../contract.ts';
import { cartHeldBy, holderOfOrder } from './cart.access.ts';
import type { CartEnvironment } from './cart.env.ts';
import { followPrice } from './cart.prices.ts';
import { rulesBy, shippingMethodsIn } from './cart.problems.ts';
import { quote } from './cart.quote.ts';
import { cartItems } from './cart.table.ts';
import { problemsOfItem } from './problem.rules.ts';

/**
 * What is known of a cart before an order is made of it. Reads without a lock, so that a crowd that cannot get what it
 * wants hears so at once; nothing is promised by it. Prices that products has newer are taken over.
 */
export async function checkCart(service: Service<CartEnvironment>, input: CheckoutTarget): Promise<CartCheck | null> {
  const { db } = service;
  const cart = await cartHeldBy(db, holderOfOrder(input), input.cartId);
  if (!cart) return null;
  const known = { currencyCode: cart.currencyCode, hasEmail: cart.email !== null };
  if (cart.status !== 'OPEN') return { ...known, problems: [] }; // lockCart says what becomes of it
  const items = await db
    .select({ variantId: cartItems.variantId, quantity: cartItems.quantity, priceVersion: cartItems.priceVersion })
    .from(cartItems)
    .where(eq(cartItems.cartId, cart.id))
    .orderBy(asc(cartItems.addedAt), asc(cartItems.id));
  const quotes = await quote(
    service,
    items.map(({ variantId }) => variantId),
  );
  const newer = items.flatMap(({ variantId, priceVersion }) => {
    const quote = quotes.get(variantId);
    return quote && quote.priceVersion > priceVersion ? quote : [];
  });
  if (newer.length > 0)
    await db.transaction(async (tx) => {
      for (const quote of newer) await followPrice(tx, quote, cart.id);
    });
  const rules = rulesBy(service, await shippingMethodsIn(db, cart.currencyCode));
  const problems = items.flatMap((item) => problemsOfItem(item, quotes.get(item.variantId), rules));
  return { ...known, problems };
}
