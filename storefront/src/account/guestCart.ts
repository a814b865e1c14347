import {
  type MergeCartMutation,
  MeDocument,
  MergeCartDocument,
  type StorefrontClient,
  StorefrontError,
} from '@storegraph/client';
import type { PageContext } from '../server/context.ts';

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

/** Nothing to say when everything came over as it was. */
export function wordsOf({ cart, droppedVariantIds }: MergeCartMutation['mergeCart']): string | undefined {
  if (!droppedVariantIds?.length) return undefined;
  const titles = (cart?.items ?? [])
    .filter(({ variant }) => variant && droppedVariantIds.includes(variant.id))
    .map(({ variant, quantity }) => `${variant!.product.title} (now ${quantity})`);
  const others = droppedVariantIds.length - titles.length;
  if (others > 0) titles.push(others === 1 ? 'one product that is not in it' : `${others} products that are not in it`);
  return `Not everything fitted into your cart together: ${titles.join(', ')}.`;
}
