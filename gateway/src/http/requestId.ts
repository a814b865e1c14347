import type { IncomingHttpHeaders } from 'node:http';

const REQUEST_ID = /^[\w-]{8,128}$/;
/** Version 00 of W3C's Trace Context; ids of zeros only are not valid. */
const TRACEPARENT = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** The id that a client or a proxy gave its request, so that both sides find it in their logs. A new one where it is not well-formed. */
export function requestIdOf({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : crypto.randomUUID();
}

/** The trace that a request is part of, as subgraphs may see it; undefined where there is none. */
export function traceparentOf({ traceparent }: IncomingHttpHeaders): string | undefined {
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined;
}

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
