import type { IncomingHttpHeaders } from 'node:http';

interface Shop {
  /** As the request names it. */
  host: string;
  /** Where shoppers reach the shop: a proxy before it may ask for another host. */
  origin: string;
}

/** Whether another site's page has sent this form. Browsers say from where; who says nothing is no browser, and has no cookies of one. */
export function isFromElsewhere({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, shop: Shop): boolean {
  if (origin !== undefined) {
    if (origin === shop.origin) return false;
    if (!URL.canParse(origin)) return true; // "null": a sandboxed page
    const { protocol, host } = new URL(origin);
    // a page that came without TLS may be anybody's
    return host !== shop.host || (protocol !== 'https:' && shop.origin.startsWith('https:'));
  }
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
