import { isOneOf, type LoaderScope, loadMany, loadOne, rowsByKeys } from '@storegraph/kit';
import { and, asc } from 'drizzle-orm';
import { type CartWish, findCarts, heldBy, holderOf, ownCart } from './cart.access.ts';
import { quote } from './cart.quote.ts';
import { cartItems, carts, shippingMethods, taxRates } from './cart.table.ts';
import type { TaxRate } from './pricing.rules.ts';

export const keyOf = (wish: CartWish): string => JSON.stringify(wish);
const wishOf = (key: string): CartWish => JSON.parse(key) as CartWish;

export const cartLoaders = ({ db, viewer, request, service }: LoaderScope) => ({
  cart: loadOne(
    (ids) =>
      db
        .select()
        .from(carts)
        .where(and(isOneOf(carts.id, ids), heldBy(holderOf({ viewer, request })))),
    (cart) => cart.id,
  ),
  /** As `Query.cart` asks for it. */
  cartMeant: loadOne(
    async (keys) => {
      const found = await findCarts({ db, viewer, request }, keys.map(wishOf));
      return keys.map((key, index) => ({ key, cart: found[index] ?? null }));
    },
    ({ key }) => key,
  ),
  /** Only for the viewer themselves. */
  cartOfUser: loadOne(
    (userIds) =>
      viewer && userIds.includes(viewer.id) ? db.select().from(carts).where(ownCart(viewer.id)) : Promise.resolve([]),
    (cart) => cart.userId,
  ),
  /** Only for carts that were loaded through the loaders above. */
  itemsOfCart: loadMany(
    rowsByKeys(db, 'items_of_cart', cartItems.cartId, (where) =>
      db.select().from(cartItems).where(where).orderBy(asc(cartItems.addedAt), asc(cartItems.id)),
    ),
    ({ cartId }) => cartId,
  ),
  /** What products says of variants, for all carts of an operation at once. Rejects when it does not answer. */
  offer: loadOne(
    async (variantIds) => [...(await quote(service, variantIds)).values()],
    ({ variantId }) => variantId,
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
