const SHOP = 'http://shop.invalid';
export const LONGEST_RETURN_TO = 1_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const UNFIT = /[\u0000-\u0020\u007f-\u009f\\]/;

/** Whether this leads to a page of the shop, however a browser reads it: an address can be made by anybody. */
export function isOwnPath(given: string): boolean {
  if (!given.startsWith('/') || given.length > LONGEST_RETURN_TO || UNFIT.test(given) || !given.isWellFormed())
    return false;
  if (!URL.canParse(given, SHOP)) return false;
  const { origin, pathname } = new URL(given, SHOP);
  // "/.//elsewhere" is a path here, and becomes another site when a browser reads it again
  return origin === SHOP && !pathname.startsWith('//');
}
