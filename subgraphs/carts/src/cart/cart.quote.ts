import { remote, type Service } from '@storegraph/kit';
import { products, type VariantQuote } from '@storegraph/products/contract';

/** As many as products takes at once. */
const MOST_AT_ONCE = 200;

/** Price and availability of now, by variant. One call for as many as fit into a cart. */
export async function quote(service: Service, variantIds: readonly string[]): Promise<Map<string, VariantQuote>> {
  const parts = Array.from({ length: Math.ceil(variantIds.length / MOST_AT_ONCE) }, (_, part) =>
    variantIds.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE),
  );
  const quoted = await Promise.all(parts.map((part) => remote(service, products).quoteVariants({ variantIds: part })));
  return new Map(quoted.flatMap(({ variants }) => variants.map((variant) => [variant.variantId, variant])));
}
