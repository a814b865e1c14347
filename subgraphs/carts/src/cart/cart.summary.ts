import { Money } from '@storegraph/commerce';
import type { CartLoaders } from './cart.loaders.ts';
import type { CartRow } from './cart.table.ts';
import type { CartTotals, ShippingOption } from './cart.type.ts';
import { lineTotal, priceCart, shippingPrice, taxRateFor } from './pricing.rules.ts';

/** What each way of shipping costs this cart. */
export async function shippingOptionsOf(row: CartRow, loaders: CartLoaders): Promise<ShippingOption[]> {
  const [items, methods] = await Promise.all([
    loaders.itemsOfCart.load(row.id),
    loaders.shippingMethods.load(row.currencyCode),
  ]);
  const subtotal = items.reduce((sum, item) => sum + lineTotal(item), 0);
  return methods.map((method) => ({
    id: method.id,
    name: method.name,
    description: method.description,
    price: Money.of(shippingPrice(method, subtotal), row.currencyCode),
  }));
}

/** What an order of the cart costs as of now. */
export async function totalsOf(row: CartRow, loaders: CartLoaders): Promise<CartTotals> {
  const { shippingAddress, currencyCode } = row;
  const [lines, methods, rates] = await Promise.all([
    loaders.itemsOfCart.load(row.id),
    row.shippingMethodId ? loaders.shippingMethods.load(currencyCode) : [],
    shippingAddress ? loaders.taxRates.load(shippingAddress.countryCode) : [],
  ]);
  const { rateBasisPoints, onShipping } = taxRateFor(rates, shippingAddress);
  const shipping = methods.find(({ id }) => id === row.shippingMethodId) ?? null;
  const totals = priceCart({ lines, shipping, taxRateBasisPoints: rateBasisPoints, taxShipping: onShipping });
  const money = (minor: number) => Money.of(minor, currencyCode);
  return {
    subtotal: money(totals.subtotalMinor),
    discount: money(totals.discountMinor),
    shipping: money(totals.shippingMinor),
    tax: money(totals.taxMinor),
    total: money(totals.totalMinor),
  };
}
