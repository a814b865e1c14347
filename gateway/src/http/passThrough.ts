import { Readable } from 'node:stream';
import { EnvironmentError, type Logger, traceHeaders } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent } from 'undici';

/** Requests that a service answers itself, beside the graph. */
export interface PassThrough {
  /** With a slash at its end everything below it, without one exactly this. */
  path: string;
  method: 'GET' | 'POST' | 'PUT';
  service: string;
  /** Of a request's body; those that are put are handed on as they come, and never held as a whole. */
  maxBytes: number;
}

export interface PassThroughOptions {
  passThroughs: readonly PassThrough[];
  /** Where a service is at the moment; undefined when there is none of this name. */
  addressOf(service: string): string | undefined;
  log: Logger;
}

const POSTED_BYTES = 1_000_000;
const RETURNED = [
  'content-type',
  'content-length',
  'content-disposition',
  'cache-control',
  'etag',
  'content-security-policy',
];
const isPassedOn = (header: string): boolean =>
  header === 'content-type' || header === 'if-none-match' || header.endsWith('-signature');
const limits = { headersTimeout: 10_000, bodyTimeout: 10_000, connect: { timeout: 1_000 } };
const agents = {
  whole: new Agent({ ...limits, connections: 32 }),
  /** Somebody who sends slowly keeps a connection for as long: nobody else waits for it. */
  streamed: new Agent({ ...limits, connections: 16, headersTimeout: 15_000 }),
};

const FORM = /^(?:(PUT) )?(\/[\w./-]*)=([\w-]+)(?::(\d{1,10}))?$/;

/** "/webhooks/stripe=payments,/media/=products,PUT /uploads/users/=users:20000000" */
export function parsePassThroughs(value: string, isService: (name: string) => boolean): PassThrough[] {
  const entries = value
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  return entries.map((entry) => {
    const [, put, path, service, bytes] = FORM.exec(entry) ?? [];
    if (!path || !service || Boolean(put) !== Boolean(Number(bytes)))
      throw new EnvironmentError(`PASS_THROUGH: "${entry}" is neither /path=service nor PUT /path=service:bytes`);
    if (!isService(service)) throw new EnvironmentError(`PASS_THROUGH: SERVICES has no "${service}"`);
    if (put) return { path, method: 'PUT', service, maxBytes: Number(bytes) };
    return path.endsWith('/')
      ? { path, method: 'GET', service, maxBytes: 0 }
      : { path, method: 'POST', service, maxBytes: POSTED_BYTES };
  });
}

export function addPassThroughs(app: FastifyInstance, { passThroughs, addressOf, log }: PassThroughOptions): void {
  for (const { path, method, service, maxBytes } of passThroughs) {
    const handler = async (request: FastifyRequest, reply: FastifyReply) =>
      (await passOn(addressOf(service), path, request, reply, log)) ?? reply.callNotFound();
    const url = path.endsWith('/') ? `${path}*` : path;
    app.register(async (raw) => {
      raw.removeAllContentTypeParsers();
      if (method === 'POST')
        raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
          done(null, body),
        );
      if (method === 'PUT') {
        raw.addHook('onRequest', async (request, reply) => assertLength(request, reply, maxBytes));
        raw.addContentTypeParser('*', (_request, body, done) => done(null, body));
      }
      raw.route({ method, url, handler });
    });
  }
}

/** A body that is not held has to say before its first byte how long it is; the server sees to it that it is not longer. */
function assertLength({ id, headers }: FastifyRequest, reply: FastifyReply, maxBytes: number) {
  const length = headers['content-length'];
  if (length === undefined) {
    const extensions = { code: 'BAD_USER_INPUT', field: 'content-length', rule: 'required', requestId: id };
    return refused(reply, 411, 'Say how many bytes are sent', extensions);
  }
  if (Number(length) <= maxBytes) return undefined;
  const extensions = { code: 'PAYLOAD_TOO_LARGE', limit: maxBytes, requestId: id };
  return refused(reply, 413, `A file has at most ${maxBytes} bytes`, extensions);
}

/** What it sends beside is not read: its connection ends. */
const refused = (reply: FastifyReply, status: number, message: string, extensions: object) =>
  reply
    .code(status)
    .header('connection', 'close')
    .send({ errors: [{ message, extensions }] });

/** Hands a request on as it is, and the answer back; undefined when it leads elsewhere. */
async function passOn(
  base: string | undefined,
  allowed: string,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): Promise<FastifyReply | undefined> {
  const path = pathOf(request.url);
  if (!path?.startsWith(allowed)) return undefined;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name, value]) => isPassedOn(name) && typeof value === 'string'),
  );
  const { body } = request;
  const isStreamed = body instanceof Readable;
  try {
    if (!base) throw new Error('SERVICES does not name its service any more');
    const response = await (isStreamed ? agents.streamed : agents.whole).request({
      origin: new URL(base).origin,
      path,
      method: request.method as PassThrough['method'],
      headers: {
        ...headers,
        ...traceHeaders(),
        ...(isStreamed && { 'content-length': request.headers['content-length'] }),
        'x-request-id': request.id,
      },
      body: isStreamed || Buffer.isBuffer(body) ? body : null,
    });
    for (const name of RETURNED) {
      const value = response.headers[name];
      if (value) reply.header(name, value);
    }
    return reply.code(response.statusCode).send(response.body);
  } catch (error) {
    log.warn({ err: error, path: request.routeOptions.url }, 'a pass-through failed');
    const message = 'This part is not available at the moment';
    const extensions = { code: 'SERVICE_UNAVAILABLE', requestId: request.id };
    return reply.code(503).send({ errors: [{ message, extensions }] });
  }
}

/**
 * The path that a request line really asks for, dots resolved. Undefined when it names a host: HTTP allows a whole address
 * there, which is for proxies, and we are none. Undefined, too, with slashes that are written as %2f: whoever decodes them
 * later would resolve dots that we did not see.
 */
function pathOf(requestLine: string): string | undefined {
  if (!requestLine.startsWith('/') || /%(2f|5c)/i.test(requestLine)) return undefined;
  const nowhere = 'http://gateway.invalid';
  const url = URL.canParse(requestLine, nowhere) ? new URL(requestLine, nowhere) : undefined;
  return url?.origin === nowhere ? `${url.pathname}${url.search}` : undefined;
}
