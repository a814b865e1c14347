const SITE = 'http://site.invalid';
export const LONGEST_PATH = 1_000;

/**
 * The path of a page of the same site, as a browser writes it; null for what leads elsewhere or nowhere, however a browser reads it:
 * an address can be made by anybody.
 */
export function ownPath(given: string): string | null {
  if (!given.startsWith('/') || given.length > LONGEST_PATH || !given.isWellFormed() || !URL.canParse(given, SITE))
    return null;
  const { origin, pathname, search, hash } = new URL(given, SITE);
  // "/.//elsewhere" is a path here, and becomes another site when a browser reads it again
  if (origin !== SITE || pathname.startsWith('//')) return null;
  const path = `${pathname}${search}${hash}`.replaceAll('\\', '%5C');
  return path.length > LONGEST_PATH ? null : path; // letters of other scripts are longer in it
}
