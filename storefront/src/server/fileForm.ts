import type { FastifyInstance } from 'fastify';

/** As forms with a file are sent. */
export const FILE_FORM = 'multipart/form-data';
/** What is around the file in its form. */
const FORM_IN_BYTES = 64 * 1024;
/** Each is held in memory, and its file once more while it is sent on. */
const AT_ONCE = 2;

export interface FileForms {
  /** Of the file. */
  maxBytes: number;
  busy: string;
}

/**
 * Takes forms with a file, a few at the same time. One that is too large is read to its end all the same, without being kept: a
 * browser that is still sending shows no answer. Its body is null.
 */
export function takeFileForms(app: FastifyInstance, { maxBytes, busy }: FileForms): void {
  let underWay = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST') return undefined;
    if (underWay >= AT_ONCE)
      return reply.code(503).headers({ 'retry-after': '5', connection: 'close' }).type('text/plain').send(busy);
    underWay++;
    reply.raw.once('close', () => underWay--);
    return undefined;
  });
  app.addContentTypeParser(FILE_FORM, async (_request: unknown, body: AsyncIterable<Buffer>) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of body) {
      bytes += part.length;
      if (bytes <= maxBytes + FORM_IN_BYTES) parts.push(part);
      else parts.length = 0;
    }
    return bytes <= maxBytes + FORM_IN_BYTES ? Buffer.concat(parts) : null;
  });
}
