import { type ItemProblem, shortageOf } from '@storegraph/commerce';

/** What is known of a variant when it is asked for. */
export interface Offer {
  purchasable: boolean;
  available: number;
}

/** For who has not asked what is left: then only the shop's own rules say something. */
export const ENOUGH: Offer = { purchasable: true, available: Number.POSITIVE_INFINITY };

export interface ShopRules {
  /** Of one variant in one order. */
  maxQuantity: number;
  /** There is a way of shipping, in the currency of the cart. */
  deliverable: boolean;
}

/** How many can be bought. What is archived or gone cannot, whatever is left of it. */
export const availableOf = (offer: Offer | null | undefined): number =>
  offer?.purchasable ? Math.max(0, offer.available) : 0;

/** What keeps so many of a variant from being ordered. Of stock and limit the one that leaves fewer. */
export function problemsOfItem(
  { variantId, quantity }: { variantId: string; quantity: number },
  offer: Offer | null | undefined,
  { maxQuantity, deliverable }: ShopRules,
): ItemProblem[] {
  if (!offer?.purchasable) return [{ code: 'NOT_FOR_SALE', variantId, available: 0 }];
  const problems: ItemProblem[] = [];
  const available = availableOf(offer);
  if (quantity > maxQuantity && maxQuantity < available)
    problems.push({ code: 'QUANTITY_LIMIT', variantId, available: maxQuantity });
  else if (quantity > available) problems.push({ ...shortageOf(available), variantId });
  if (!deliverable) problems.push({ code: 'NOT_DELIVERABLE', variantId, available: null });
  return problems;
}
