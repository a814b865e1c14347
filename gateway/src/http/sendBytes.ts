import type { KeptBytes } from '@storegraph/executor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { compressKept, compressOnce, WORTH_COMPRESSING_IN_BYTES } from './compress.ts';
import { encodingOf } from './negotiate.ts';

/** Says what decides which answer a client gets, beside what CORS says. */
export function varyBy(reply: FastifyReply, names: string): void {
  const known = reply.getHeader('vary');
  reply.header('vary', known ? `${known}, ${names}` : names);
}

/** Sends a text in the best encoding that the client takes. */
export async function sendOnce(text: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const encoding =
    text.length < WORTH_COMPRESSING_IN_BYTES ? undefined : encodingOf(request.headers['accept-encoding']);
  if (!encoding) return reply.send(text);
  const body = await compressOnce(Buffer.from(text), encoding);
  return reply.header('content-encoding', encoding).send(body);
}

/** Sends what is kept in the best encoding that the client takes; 304 without a body to who has it already. */
export async function sendKept(
  { body, etag, compressed }: KeptBytes,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.header('etag', etag);
  // fetch adds "cache-control: no-cache" to every if-none-match: that is for caches on the way
  if (fresh({ 'if-none-match': request.headers['if-none-match'] }, { etag }))
    return reply.code(304).removeHeader('content-type').send();
  const encoding =
    body.length < WORTH_COMPRESSING_IN_BYTES ? undefined : encodingOf(request.headers['accept-encoding']);
  if (!encoding) return reply.send(body);
  let encoded = compressed.get(encoding);
  if (!encoded) {
    encoded = compressKept(body, encoding);
    compressed.set(encoding, encoded);
  }
  const bytes = await encoded;
  return reply.header('content-encoding', encoding).send(bytes);
}
