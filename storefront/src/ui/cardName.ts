/** Stripe's name of a brand, such as `visa`, as it stands on the card. */
export const cardName = (brand: string): string => brand.charAt(0).toUpperCase() + brand.slice(1);
