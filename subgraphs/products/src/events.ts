export interface PriceChanged {
  variantId: string;
  /** Minor units. */
  unitPriceMinor: number;
  currencyCode: string;
}
