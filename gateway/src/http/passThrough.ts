import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import {
  addressGroup,
  badInput,
  DomainError,
  EnvironmentError,
  type Full,
  leaveBodiesUnread,
  type Logger,
  Slots,
  traceHeaders,
} from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent } from 'undici';
import { countRefusal } from '../signals/refusals.ts';
import { sendFile } from './sendFile.ts';

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
const agent = new Agent({
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
  connect: { timeout: 1_000 },
  connections: 32,
});

/** Files on their way, which may take minutes: what one address has at the same time, and all together. */
const FILES = { each: 4, inAll: 128 };
/** When the first of those that stand in the way may be there. */
const FILES_AGAIN_AFTER_SECONDS = 10;

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
  const files = new Slots(FILES);
  for (const { path: allowed, method, service, maxBytes } of passThroughs) {
    const send = method === 'PUT' ? sendFileOf : sendWhole;
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const path = pathOf(request.url);
      if (!path?.startsWith(allowed)) return reply.callNotFound();
      const passed = () => passOn(send, addressOf(service), path, request, reply, log);
      return method === 'PUT' ? inSlot(files, request, passed) : passed();
    };
    const url = allowed.endsWith('/') ? `${allowed}*` : allowed;
    app.register(async (raw) => {
      raw.removeAllContentTypeParsers();
      if (method === 'POST')
        raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
          done(null, body),
        );
      if (method === 'PUT') {
        leaveBodiesUnread(raw);
        raw.addHook('onRequest', async (request) => assertLength(request, maxBytes));
        raw.addContentTypeParser('*', (_request, body, done) => done(null, body));
      }
      raw.route({ method, url, handler });
    });
  }
}

/** A body that is not held has to say before its first byte how long it is; the server sees to it that it is not longer. */
function assertLength({ headers }: FastifyRequest, maxBytes: number): void {
  const length = headers['content-length'];
  if (length === undefined)
    throw badInput('content-length', 'required', 'Say how many bytes are sent', { http: { status: 411 } });
  if (Number(length) <= maxBytes) return;
  const message = `A file has at most ${maxBytes} bytes`;
  throw new DomainError('PAYLOAD_TOO_LARGE', message, { limit: maxBytes, http: { status: 413 } });
}

/** A file that comes slowly is in the way of others of its address, and not of everybody's. */
async function inSlot<T>(files: Slots, { ip }: FastifyRequest, run: () => Promise<T>): Promise<T> {
  const giveBack = files.take(addressGroup(ip));
  if (typeof giveBack === 'string') throw noSlot(giveBack);
  return run().finally(giveBack);
}

function noSlot(full: Full): DomainError {
  const headers = new Map([['retry-after', String(FILES_AGAIN_AFTER_SECONDS)]]);
  if (full === 'all')
    return new DomainError('SERVICE_UNAVAILABLE', 'Very many files are on their way: try again in a moment', {
      http: { status: 503, headers },
    });
  countRefusal('files');
  return new DomainError('RATE_LIMITED', `At most ${FILES.each} files of one address are taken at the same time`, {
    retryAfterInSeconds: FILES_AGAIN_AFTER_SECONDS,
    http: { status: 429, headers },
  });
}

interface Passed {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: Readable | Buffer;
}
type Send = (origin: string, path: string, request: FastifyRequest, headers: Headers) => Promise<Passed>;
type Headers = Record<string, string>;

const sendWhole: Send = (origin, path, { method, body }, headers) =>
  agent.request({
    origin,
    path,
    method: method as PassThrough['method'],
    headers,
    body: Buffer.isBuffer(body) ? body : null,
  });

const sendFileOf: Send = (origin, path, { raw, headers: given }, headers) =>
  sendFile(raw, origin, path, { ...headers, 'content-length': given['content-length']! });

/** Hands a request on as it is, and the answer back. */
async function passOn(
  send: Send,
  base: string | undefined,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): Promise<FastifyReply> {
  try {
    if (!base) throw new Error('SERVICES does not name its service any more');
    const answer = await send(new URL(base).origin, path, request, headersOf(request));
    for (const name of RETURNED) {
      const value = answer.headers[name];
      if (value) reply.header(name, value);
    }
    return reply.code(answer.statusCode).send(answer.body);
  } catch (error) {
    const hasLeft = reply.raw.destroyed;
    if (!hasLeft) log.warn({ err: error, path: request.routeOptions.url }, 'a pass-through failed');
    throw new DomainError('SERVICE_UNAVAILABLE', 'This part is not available at the moment', { http: { status: 503 } });
  }
}

const headersOf = ({ id, headers }: FastifyRequest): Headers => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(
      (header): header is [string, string] => isPassedOn(header[0]) && typeof header[1] === 'string',
    ),
  ),
  ...traceHeaders(),
  'x-request-id': id,
});

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
