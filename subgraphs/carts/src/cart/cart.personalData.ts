import { Money, personalList } from '@storegraph/commerce';
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { cartItems, type CartItemRow, carts, type CartRow } from './cart.table.ts';

/** The carts of an account, also those that became orders. */
export const cartsOf = personalList<CartRow & { items: CartItemRow[] }>(
  'carts',
  async ({ db }, { userId, after, limit }) => {
    const rows = await db
      .select()
      .from(carts)
      .where(and(eq(carts.userId, userId), gt(carts.id, after)))
      .orderBy(asc(carts.id))
      .limit(limit);
    const ids = rows.map(({ id }) => id);
    const items = await db.select().from(cartItems).where(inArray(cartItems.cartId, ids)).orderBy(asc(cartItems.id));
    return rows.map((cart) => ({ ...cart, items: items.filter(({ cartId }) => cartId === cart.id) }));
  },
  ({ items, currencyCode, ...cart }) => ({
    id: cart.id,
    status: cart.status,
    email: cart.email,
    shippingAddress: cart.shippingAddress,
    billingAddress: cart.billingAddress ?? cart.shippingAddress,
    items: items.map(({ id, sku, title, quantity, unitPriceMinor, addedAt, productId, variantId }) => ({
      ...{ id, sku, title, quantity, unitPrice: Money.of(unitPriceMinor, currencyCode), addedAt },
      ...{ product: { id: productId }, variant: { id: variantId } },
    })),
    createdAt: cart.createdAt,
    expiresAt: cart.expiresAt,
  }),
);
