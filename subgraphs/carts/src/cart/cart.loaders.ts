import { isOneOf, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc } from 'drizzle-orm';
import { heldBy, holderOf, ownCart } from './cart.access.ts';
import { cartItems, carts, shippingMethods, taxRates } from './cart.table.ts';
import type { TaxRate } from './pricing.rules.ts';

export const cartLoaders = ({ db, viewer, request }: LoaderScope) => ({
  cart: loadOne(
    (ids) =>
      db
        .select()
        .from(carts)
        .where(and(isOneOf(carts.id, ids), heldBy(holderOf({ viewer, request })))),
    (cart) => cart.id,
  ),
  /** Only for the viewer themselves. */
  cartOfUser: loadOne(
    (userIds) =>
      viewer && userIds.includes(viewer.id) ? db.select().from(carts).where(ownCart(viewer.id)) : Promise.resolve([]),
    (cart) => cart.userId!,
  ),
  /** Only for carts that were loaded through the loaders above. */
  itemsOfCart: loadMany(
    rowsByKeys(db, 'items_of_cart', cartItems.cartId, (where) =>
      db.select().from(cartItems).where(where).orderBy(asc(cartItems.addedAt), asc(cartItems.id)),
    ),
    ({ cartId }) => cartId,
  ),
  shippingMethods: loadMany(
    rowsByKeys(db, 'shipping_methods', shippingMethods.currencyCode, (where) =>
      db.select().from(shippingMethods).where(where).orderBy(asc(shippingMethods.position)),
    ),
    ({ currencyCode }) => currencyCode,
  ),
  taxRates: loadMany<TaxRate>(
    rowsByKeys(db, 'tax_rates', taxRates.countryCode, (where) => db.select().from(taxRates).where(where)),
    ({ countryCode }) => countryCode,
  ),
});
export type CartLoaders = ReturnType<typeof cartLoaders>;
