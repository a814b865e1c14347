import type { Answer } from '@storegraph/executor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JSON_ANSWER, mediaTypeOf } from './negotiate.ts';
import { sendKept, sendOnce, varyBy } from './sendBytes.ts';

const VARIES = 'accept, accept-encoding, authorization, cookie, x-cart-token, x-order-token';
/** For browsers and caches on the way, which nobody tells that something has changed. */
const PUBLIC = 'public, max-age=10';
const ASK_AGAIN = 'no-cache';
const PRIVATE = 'private, no-store';

/** Sends an answer: in the media type and encoding that the client takes, and as long as it may be kept on the way. */
export function sendAnswer(answer: Answer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { kept, text, status, headers } = answer;
  const mayBeKept = kept && (request.method === 'GET' && !kept.stale ? PUBLIC : ASK_AGAIN);
  varyBy(reply, VARIES);
  reply
    .code(status)
    .headers(headers)
    .headers({
      'content-type': mediaTypeOf(request.headers.accept) ?? JSON_ANSWER,
      'cache-control': mayBeKept ?? PRIVATE,
    });
  if (kept?.stale) reply.headers({ 'x-stale': 'true', age: Math.floor((Date.now() - kept.keptAt) / 1_000) });
  return kept ? sendKept(kept, request, reply) : sendOnce(text, request, reply);
}
