const SHOP = 'http://shop.invalid';
const LONGEST = 1_000;

/** Where a page that signs somebody in leads to when it is done. */
export const backTo = (request: Request): string => ownPath(new URL(request.url).searchParams.get('to'), '/account');

/** Where the shopper was, as long as that is a page of this shop: an address can be made by anybody. */
export function ownPath(given: string | null, otherwise: string): string {
  if (!given?.startsWith('/') || given.length > LONGEST || !URL.canParse(given, SHOP)) return otherwise;
  const { origin, pathname, search, hash } = new URL(given, SHOP);
  // "/.//elsewhere" is a path here, and becomes another site when a browser reads it again
  if (origin !== SHOP || pathname.startsWith('//')) return otherwise;
  const path = `${pathname}${search}${hash}`;
  return path.length > LONGEST ? otherwise : path; // letters of other scripts are longer in it
}
