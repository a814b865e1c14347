import {
  type MergeCartMutation,
  MeDocument,
  MergeCartDocument,
  type StorefrontClient,
  StorefrontError,
} from '@storegraph/client';
import type { PageContext } from '../server/context.ts';
import { variantName } from '../ui/variantName.ts';

const NOT_NOW =
  'What was in your cart before you signed in could not be added now. It is kept for the next time you sign in.';

/** After signing in: what was in the cart before is in the account's. Returns what the shopper should know about it. */
export async function takeCartAlong(shop: StorefrontClient, page: PageContext): Promise<string | undefined> {
  const token = shop.cartToken;
  try {
    if (!token) {
      page.rememberPieces((await shop.query(MeDocument)).cart?.totalQuantity ?? 0);
      return undefined;
    }
    const { mergeCart } = await shop.mutate(MergeCartDocument, { input: { token } });
    const [refusal] = mergeCart.userErrors;
    if (refusal) return `${NOT_NOW} ${refusal.message}.`;
    shop.cartToken = undefined;
    page.rememberPieces(mergeCart.cart?.totalQuantity ?? 0);
    return wordsOf(mergeCart);
  } catch (error) {
    // signed in all the same
    if (error instanceof StorefrontError) return token && NOT_NOW;
    throw error;
  }
}

const MOST_NAMED = 5;

/** Nothing to say when everything came over as it was. */
export function wordsOf({
  cart,
  droppedVariantIds,
  droppedVariants,
}: MergeCartMutation['mergeCart']): string | undefined {
  if (!droppedVariantIds?.length) return undefined;
  const named = droppedVariantIds.map((id, index) => {
    const item = cart?.items.find(({ variant }) => variant?.id === id);
    const variant = item?.variant ?? droppedVariants?.[index];
    return `${variant ? variantName(variant) : 'a product'} (${item ? `now ${item.quantity}` : 'left out'})`;
  });
  const others = named.length - MOST_NAMED;
  const all = others > 0 ? [...named.slice(0, MOST_NAMED), `${others} more`] : named;
  return `Not everything fitted into your cart together: ${all.join(', ')}.`;
}
