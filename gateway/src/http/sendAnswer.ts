import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answer, KeptBytes } from '@storegraph/executor';
import type { FastifyReply, FastifyRequest } from 'fastify';

const WORTH_COMPRESSING_IN_BYTES = 1_400;
const VARIES = 'accept-encoding, authorization, cookie, x-cart-token, x-order-token';

const compressors = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
} as const;
type Encoding = keyof typeof compressors;

/** Sends an answer: bytes that are kept with their ETag, in the best encoding that the client takes. */
export async function sendAnswer(answer: Answer, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.code(answer.status).headers(answer.headers);
  if (!reply.hasHeader('content-type')) reply.type('application/json; charset=utf-8');
  if (!answer.kept) return reply.send(answer.text);
  const known = reply.getHeader('vary');
  reply.headers({ etag: answer.kept.etag, vary: [known, VARIES].filter(Boolean).join(', ') });
  if (answer.kept.stale)
    reply.headers({ 'x-stale': 'true', age: Math.floor((Date.now() - answer.kept.keptAt) / 1_000) });
  if (request.headers['if-none-match'] === answer.kept.etag) return reply.code(304).send();
  const { body, encoding } = await encode(answer.kept, request.headers['accept-encoding']);
  if (encoding) reply.header('content-encoding', encoding);
  return reply.send(body);
}

/** Compressed once. */
async function encode({ body, compressed }: KeptBytes, accepted = ''): Promise<{ body: Buffer; encoding?: Encoding }> {
  const encoding = body.length < WORTH_COMPRESSING_IN_BYTES ? undefined : encodingOf(accepted);
  if (!encoding) return { body };
  let encoded = compressed.get(encoding);
  if (!encoded) {
    encoded = compressors[encoding](body);
    compressed.set(encoding, encoded);
  }
  return { body: await encoded, encoding };
}

function encodingOf(accepted: string): Encoding | undefined {
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(accepted) ? 'gzip' : undefined;
}
