import type { SavedCardFragment } from '@storegraph/client';

/** Stripe's name of a brand, such as `visa`, as it stands on the card. */
export const cardName = (brand: string): string => brand.charAt(0).toUpperCase() + brand.slice(1);

/** "Visa ending in 4242, valid until 12/2034" */
export function SavedCard({ card: { brand, last4, expMonth, expYear } }: { card: SavedCardFragment }) {
  return (
    <>
      <span>
        {cardName(brand)} ending in {last4}
      </span>
      <small>
        Valid until {String(expMonth).padStart(2, '0')}/{expYear}
      </small>
    </>
  );
}
