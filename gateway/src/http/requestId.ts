import type { IncomingHttpHeaders } from 'node:http';
import { traceIdOf } from '@storegraph/kit';

const REQUEST_ID = /^[\w-]{8,128}$/;

/** The id that a client or a proxy gave its request, so that both sides find it in their logs. A new one where it is not well-formed. */
export function requestIdOf({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : crypto.randomUUID();
}

/** The trace that a request is part of, as subgraphs may see it; undefined where there is none. */
export function traceparentOf({ traceparent }: IncomingHttpHeaders): string | undefined {
  return traceIdOf(traceparent) === undefined ? undefined : String(traceparent);
}
