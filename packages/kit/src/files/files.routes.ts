import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable, Transform } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { leaveBodiesUnread, type Service } from '../process/index.ts';
import { isKey, type PromisedFile, type ReadLasts } from './fileStore.ts';
import type { FilesEnvironment } from './files.env.ts';
import { openFiles } from './openFiles.ts';

const YEAR_IN_SECONDS = 31_536_000;
type Asked = { Params: { '*': string }; Querystring: Record<string, unknown> };

/** Sent bytes are not those that were promised. */
class NotAsPromised extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What signed addresses lead to: `GET /media/<service>/…`, and `PUT /uploads/<service>/…` where files are kept in a folder. `isAwaited`
 * says whether anybody still wants what has this key: a signature outlives that.
 */
export function serveFiles(
  app: FastifyInstance,
  service: Pick<Service<FilesEnvironment>, 'name' | 'env'>,
  isAwaited: (key: string) => Promise<boolean>,
): void {
  const { store, urls, uploads } = openFiles(service);

  app.get<Asked>(`/media/${service.name}/*`, async ({ params, query }, reply) => {
    const key = params['*'];
    const lasts = isKey(key) ? urls.readBy(key, query) : null;
    const file = lasts && (await store.get(key));
    if (!file) return refuse(reply, 404, 'NOT_FOUND', 'There is no such file, or its address has ended');
    const { stream, contentType, bytes } = file;
    return reply
      .headers({
        'content-type': contentType,
        'content-length': bytes,
        'cache-control': cacheControlOf(lasts),
        'content-security-policy': "default-src 'none'",
        'x-content-type-options': 'nosniff',
        ...(!contentType.startsWith('image/') && {
          'content-disposition': `attachment; filename="${key.split('/').at(-1)}"`,
        }),
      })
      .send(stream);
  });

  if (!uploads) return;
  const folder = `/uploads/${service.name}/`;
  leaveContinueToRoutes(app, folder);
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    leaveBodiesUnread(scope);
    scope.put<Asked>(`${folder}*`, async (request, reply) => {
      const { params, query, headers, body } = request;
      const key = params['*'];
      const promised = isKey(key) ? urls.uploadBy(key, query) : null;
      if (!promised || !(await isAwaited(key)))
        return refuse(reply, 403, 'FORBIDDEN', 'Nothing can be sent to this address, or not any more');
      try {
        if (headers['content-length'] !== String(promised.bytes))
          throw new NotAsPromised('content-length', `The file has ${promised.bytes} bytes, as was promised`);
        if (headers['content-type'] !== promised.contentType)
          throw new NotAsPromised('content-type', `The file is ${promised.contentType}, as was promised`);
        sayContinue(request, reply);
        await uploads.receive(key, checked(body as Readable, promised), promised);
        return reply.code(204).send();
      } catch (error) {
        if (!(error instanceof NotAsPromised)) throw error;
        const { field, message } = error;
        return refuse(reply, 400, 'BAD_USER_INPUT', message, { field, rule: 'promised' });
      }
    });
  });
}

/** Who asks before it sends (`Expect: 100-continue`) hears from what is below this folder whether to go on. Node would say yes to all of them. */
function leaveContinueToRoutes({ server }: FastifyInstance, folder: string): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith(folder)) response.writeContinue();
    server.emit('request', request, response);
  });
}

function sayContinue({ headers }: FastifyRequest, { raw }: FastifyReply): void {
  if (headers.expect) raw.writeContinue();
}

const cacheControlOf = (lasts: ReadLasts | null): string =>
  lasts === 'immutable' ? `public, max-age=${YEAR_IN_SECONDS}, immutable` : 'private, no-store';

const refuse = (reply: FastifyReply, status: number, code: string, message: string, extra: object = {}) =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions: { ...extra, code } }] });

/** Fails when the last byte has come and they are others than promised: so nothing of them is kept. */
function checked(body: Readable, { sha256 }: PromisedFile): Readable {
  const hash = createHash('sha256');
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const isIt = hash.digest('hex') === sha256;
      done(isIt ? null : new NotAsPromised('body', 'The file has the SHA-256 that was promised'));
    },
  });
  // whoever writes it learns of errors by the last of the two
  return pipeline(body, check, () => {});
}
