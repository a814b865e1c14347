import type { IncomingHttpHeaders } from 'node:http';
import type { IsAllowedOrigin } from './cors.ts';

/** Headers that no page of another site can send before its browser has asked us: Apollo's rule. */
const PREFLIGHTED = ['x-apollo-operation-name', 'apollo-require-preflight'];
const SIMPLE_TYPES = /^\s*(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i;
const OWN = new Set<unknown>(['same-origin', 'none', undefined]);

/**
 * Whether a page of another site could make a browser send this, with its cookies and without asking us. As Apollo Server tells
 * it, by headers that need a preflight; beside that, a client that asks for GraphQL's media type is no image and no form, and is
 * let in when its browser says that the page is ours or of an allowed site.
 */
export function couldBeCrossSite(headers: IncomingHttpHeaders, isAllowed: IsAllowedOrigin): boolean {
  const type = headers['content-type'];
  if (type !== undefined && !SIMPLE_TYPES.test(type)) return false;
  if (PREFLIGHTED.some((name) => headers[name])) return false;
  if (!headers.accept?.includes('application/graphql-response+json')) return true;
  return headers.origin === undefined ? !OWN.has(headers['sec-fetch-site']) : !isAllowed(headers.origin);
}
