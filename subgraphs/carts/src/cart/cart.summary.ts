import { Money } from '@storegraph/commerce';
import type { CartLoaders } from './cart.loaders.ts';
import type { CartItemRow, CartRow } from './cart.table.ts';
import { type CartProblem, CartProblemCode, type CartTotals, type ShippingOption } from './cart.type.ts';
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

/** What to look at before the order: prices that changed, and what is not filled in. */
export async function problemsOf(row: CartRow, loaders: CartLoaders): Promise<CartProblem[]> {
  const missing: CartProblem[] = [
    ...(row.email ? [] : [{ code: CartProblemCode.EMAIL_MISSING, message: 'Set an e-mail address' }]),
    ...(row.shippingAddress
      ? []
      : [{ code: CartProblemCode.SHIPPING_ADDRESS_MISSING, message: 'Set a shipping address' }]),
    ...(row.shippingMethodId
      ? []
      : [{ code: CartProblemCode.SHIPPING_METHOD_MISSING, message: 'Choose a shipping method' }]),
  ];
  const items = await loaders.itemsOfCart.load(row.id);
  const repriced = items.filter(priceChanged).map(({ id, title }) => ({
    code: CartProblemCode.PRICE_CHANGED,
    message: `The price of ${title} has changed`,
    itemId: id,
  }));
  return [...repriced, ...missing];
}

export const priceChanged = ({ unitPriceMinor, addedPriceMinor }: CartItemRow): boolean =>
  unitPriceMinor !== addedPriceMinor;
