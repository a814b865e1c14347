import { shareOf } from '@storegraph/commerce';

/** Everything that the price of a cart depends on; amounts in minor units, rates in basis points (1900 is 19 %). */
export interface PricingInput {
  lines: readonly { quantity: number; unitPriceMinor: number }[];
  shipping: { priceMinor: number; freeFromMinor: number | null } | null;
  taxRateBasisPoints: number;
  /** Tax on shipping as well. */
  taxShipping: boolean;
}

export interface Totals {
  subtotalMinor: number;
  discountMinor: number;
  shippingMinor: number;
  taxMinor: number;
  totalMinor: number;
}

export const lineTotal = ({ quantity, unitPriceMinor }: { quantity: number; unitPriceMinor: number }): number =>
  quantity * unitPriceMinor;

/** Subtotal, discount, shipping, tax, total, in this order. Tax is rounded half up per line, so that lines and total always agree. */
export function priceCart({ lines, shipping, taxRateBasisPoints, taxShipping }: PricingInput): Totals {
  const subtotalMinor = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  const discountMinor = 0;
  const shippingMinor = shippingPrice(shipping, subtotalMinor);
  const lineTax = lines.reduce((sum, line) => sum + shareOf(lineTotal(line), taxRateBasisPoints), 0);
  const taxMinor = lineTax + (taxShipping ? shareOf(shippingMinor, taxRateBasisPoints) : 0);
  return {
    subtotalMinor,
    discountMinor,
    shippingMinor,
    taxMinor,
    totalMinor: subtotalMinor - discountMinor + shippingMinor + taxMinor,
  };
}

export function shippingPrice(shipping: PricingInput['shipping'], subtotalMinor: number): number {
  if (!shipping) return 0;
  return shipping.freeFromMinor !== null && subtotalMinor >= shipping.freeFromMinor ? 0 : shipping.priceMinor;
}

export interface TaxRate {
  countryCode: string;
  /** Null: the whole country. */
  region: string | null;
  rateBasisPoints: number;
  onShipping: boolean;
}

/** The most specific rate wins; a destination without one is not taxed. */
export function taxRateFor(
  rates: readonly TaxRate[],
  address: { countryCode: string; region?: string | null } | null,
): Pick<TaxRate, 'rateBasisPoints' | 'onShipping'> {
  const here = rates.filter(({ countryCode }) => countryCode === address?.countryCode);
  const region = address?.region?.trim().toUpperCase();
  return (
    here.find((rate) => rate.region !== null && rate.region === region) ??
    here.find((rate) => rate.region === null) ?? { rateBasisPoints: 0, onShipping: false }
  );
}
