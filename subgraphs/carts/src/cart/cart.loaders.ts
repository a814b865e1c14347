import { type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { heldBy, holderOf } from './cart.access.ts';
import { cartItems, carts, shippingMethods, taxRates } from './cart.table.ts';
import type { TaxRate } from './pricing.rules.ts';

const LIVE = ['OPEN', 'LOCKED'] as const;

export const cartLoaders = ({ db, viewer, request }: LoaderScope) => ({
  cart: loadOne(
    (ids) =>
      db
        .select()
        .from(carts)
        .where(and(inArray(carts.id, [...ids]), heldBy(holderOf({ viewer, request })))),
    (cart) => cart.id,
  ),
  /** Only for the viewer themselves. */
  cartOfUser: loadOne(
    (userIds) =>
      viewer && userIds.includes(viewer.id)
        ? db
            .select()
            .from(carts)
            .where(and(eq(carts.userId, viewer.id), inArray(carts.status, [...LIVE])))
        : Promise.resolve([]),
    (cart) => cart.userId!,
  ),
  /** Only for carts that were loaded through the loaders above. */
  itemsOfCart: loadMany(
    (cartIds) =>
      db
        .select()
        .from(cartItems)
        .where(inArray(cartItems.cartId, [...cartIds]))
        .orderBy(asc(cartItems.addedAt), asc(cartItems.id)),
    (item) => item.cartId,
  ),
  shippingMethods: loadMany(
    (currencies) =>
      db
        .select()
        .from(shippingMethods)
        .where(inArray(shippingMethods.currencyCode, [...currencies]))
        .orderBy(asc(shippingMethods.position)),
    (method) => method.currencyCode,
  ),
  taxRates: loadMany<TaxRate>(
    (countries) =>
      db
        .select()
        .from(taxRates)
        .where(inArray(taxRates.countryCode, [...countries])),
    (rate) => rate.countryCode,
  ),
});
export type CartLoaders = ReturnType<typeof cartLoaders>;
