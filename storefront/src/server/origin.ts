import type { IncomingHttpHeaders } from 'node:http';

/** Whether another site's page has sent this form. Browsers say from where; who says nothing is no browser, and has no cookies of one. */
export function isFromElsewhere({ origin, 'sec-fetch-site': site }: IncomingHttpHeaders, host: string): boolean {
  if (origin !== undefined) {
    if (!URL.canParse(origin)) return true; // "null": a sandboxed page
    return new URL(origin).host !== host;
  }
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
