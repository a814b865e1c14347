import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** For a client to read its answer, wherever it is. */
const READ_WITHIN_MS = 2_000;

/**
 * For routes that answer before they read what they are sent: the rest of it is not read. The answer is whole at once, and its
 * connection ends a moment later: one that is closed while bytes of the client wait is reset, and the answer may be lost with it.
 */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.addHook('onSend', async ({ raw }, reply, payload) => {
    if (raw.complete || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return payload;
    reply.headers({ connection: 'close', 'content-length': Buffer.byteLength(payload) });
    return lasting(payload, reply);
  });
}

/** Ends a while after its last byte, or when the client has closed its connection. */
function lasting(payload: string | Buffer, { raw }: FastifyReply): PassThrough {
  const answer = new PassThrough();
  answer.write(payload);
  const end = setTimeout(() => answer.end(), READ_WITHIN_MS);
  raw.once('close', () => clearTimeout(end));
  return answer;
}
