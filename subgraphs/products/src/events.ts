export interface PriceChanged {
  variantId: string;
  /** Minor units. */
  unitPriceMinor: number;
  currencyCode: string;
  /** Events overtake one another: a lower one than what is known is old. */
  priceVersion: number;
}
