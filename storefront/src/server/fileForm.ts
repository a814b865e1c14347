import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { addressGroup, allowSlowBody, Slots } from '@storegraph/kit/process';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** As forms with a file are sent. */
export const FILE_FORM = 'multipart/form-data';
/** What is around the file in its form. */
const FORM_IN_BYTES = 64 * 1024;
/** On their way at the same time: of one account or one address, and of everybody. They may take minutes, and are on disk. */
const UNDER_WAY = { each: 2, inAll: 32 };

export interface FileForms {
  /** Of the file. */
  maxBytes: number;
  busy: string;
  /** Which account sends it; null for nobody. */
  senderOf(request: FastifyRequest, reply: FastifyReply): Promise<string | null>;
  /** Where somebody signs in who wanted to send this. */
  signInPath(request: FastifyRequest): string;
}

/**
 * Takes forms with a file of who is signed in, however slowly they come. Of all others nothing is kept; what they send beside is read away
 * for as long as every body, because a browser that is still sending shows no answer. The body is what is read from disk, and null of a
 * form that is too large.
 */
export function takeFileForms(app: FastifyInstance, { maxBytes, busy, senderOf, signInPath }: FileForms): void {
  const slots = new Slots(UNDER_WAY);
  const isTooLarge = ({ headers }: FastifyRequest) => Number(headers['content-length']) > maxBytes + FORM_IN_BYTES;
  const later = (reply: FastifyReply, status: 429 | 503, words: string) =>
    reply.code(status).header('retry-after', '5').type('text/plain').send(words);

  app.addHook('onRequest', async (request, reply) => {
    if (!isFileForm(request) || isTooLarge(request)) return undefined;
    if (request.headers['content-length'] === undefined)
      return reply.code(411).type('text/plain').send('A form says how many bytes it has.');
    const sender = await senderOf(request, reply).catch((error) => {
      request.log.warn({ err: error, requestId: request.id }, 'nobody knows who sends a form');
    });
    if (sender === undefined) return later(reply, 503, busy);
    if (sender === null) return reply.redirect(signInPath(request), 303);
    const giveBack = slots.take(addressGroup(request.ip), sender);
    if (giveBack === 'all') return later(reply, 503, busy);
    if (giveBack === 'own')
      return later(reply, 429, 'Files of yours are on their way already. Wait until they are here.');
    whenOver(reply, giveBack);
    allowSlowBody(request.raw);
    return undefined;
  });
  app.addHook('preParsing', async (request, reply, body) => {
    if (!isFileForm(request) || isTooLarge(request)) return body;
    try {
      const file = await openNameless();
      whenOver(reply, () => void file.close());
      await file.writeFile((body as Readable).iterator({ destroyOnReturn: false }));
      return file.createReadStream({ start: 0 });
    } catch (error) {
      if (!reply.raw.destroyed) request.log.error({ err: error, requestId: request.id }, 'a form was not kept');
      return later(reply, 503, busy);
    }
  });
  app.addContentTypeParser(FILE_FORM, (request, body, done) => done(null, isTooLarge(request) ? null : body));
}

const isFileForm = ({ method, headers }: FastifyRequest): boolean =>
  method === 'POST' && mediaTypeOf(headers['content-type']) === FILE_FORM;

export const mediaTypeOf = (contentType = ''): string => contentType.split(';')[0]!.trim().toLowerCase();

/** Answered, or left; also when that was before. */
function whenOver({ raw }: FastifyReply, end: () => void): void {
  if (raw.destroyed) end();
  else raw.once('close', end);
}

/** It goes with the process, or when it is closed: nothing else leads to it. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `storegraph-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
