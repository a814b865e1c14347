export interface VariantQuote {
  variantId: string;
  productId: string;
  sku: string;
  /** The variant's own title, such as "Blue / Large". */
  title: string;
  productTitle: string;
  imageUrl: string | null;
  /** Minor units. */
  unitPriceMinor: number;
  /** As in PriceChanged. */
  priceVersion: number;
  currencyCode: string;
  available: number;
  purchasable: boolean;
}

export type ReserveStockOutcome =
  | { outcome: 'RESERVED'; lines: { variantId: string; unitPriceMinor: number; currencyCode: string }[] }
  | { outcome: 'REJECTED'; shortages: { variantId: string; available: number }[] };

export interface ProductsCommands {
  /** Price and availability of now. Unknown variants are left out. */
  quoteVariants(input: { variantIds: string[] }): Promise<{ variants: VariantQuote[] }>;
  /** Takes all lines or none. The same order again: the stored outcome. After a release: rejected without shortages. */
  reserveStock(input: {
    orderId: string;
    lines: { variantId: string; quantity: number }[];
  }): Promise<ReserveStockOutcome>;
  /** Frees what the order holds; remembered, so that a late reservation is rejected. */
  releaseStock(input: { orderId: string }): Promise<{ outcome: 'RELEASED' | 'UNCHANGED' }>;
  /** The order is paid: what it holds leaves the warehouse. */
  commitStock(input: { orderId: string }): Promise<{ outcome: 'COMMITTED' | 'UNCHANGED' }>;
}
