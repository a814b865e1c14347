import { remote, type Service } from '@storegraph/kit';
import { products, type VariantQuote } from '@storegraph/products/contract';

/** Price and availability of now, by variant. */
export async function quote(service: Service, variantIds: string[]): Promise<Map<string, VariantQuote>> {
  if (variantIds.length === 0) return new Map();
  const { variants } = await remote(service, products).quoteVariants({ variantIds });
  return new Map(variants.map((variant) => [variant.variantId, variant]));
}

/** How many can be bought. What is archived or gone cannot, whatever is left of it. */
export const availableOf = (offer: VariantQuote | undefined): number =>
  offer?.purchasable ? Math.max(0, offer.available) : 0;
