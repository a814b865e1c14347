import { EnvironmentError, type Logger, traceHeaders } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agent } from 'undici';

/** Requests that a service answers itself, beside the graph. */
export interface PassThrough {
  /** With a slash at its end: GET of everything below it. Without: POST of exactly this, bytes included. */
  path: string;
  service: string;
}

export interface PassThroughOptions {
  passThroughs: readonly PassThrough[];
  /** Where a service is at the moment; undefined when there is none of this name. */
  addressOf(service: string): string | undefined;
  log: Logger;
}

const BODY_LIMIT_IN_BYTES = 1_000_000;
const RETURNED = ['content-type', 'cache-control', 'etag', 'content-security-policy'];
const isPassedOn = (header: string): boolean =>
  header === 'content-type' || header === 'if-none-match' || header.endsWith('-signature');
const agent = new Agent({ connections: 32, headersTimeout: 10_000, bodyTimeout: 10_000, connect: { timeout: 1_000 } });

/** "/webhooks/stripe=payments,/media/=products" */
export function parsePassThroughs(value: string, isService: (name: string) => boolean): PassThrough[] {
  const pairs = value
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean);
  return pairs.map((pair) => {
    const [, path, service] = /^(\/[\w./-]*)=([\w-]+)$/.exec(pair) ?? [];
    if (!path || !service) throw new EnvironmentError(`PASS_THROUGH: "${pair}" is not /path=service`);
    if (!isService(service)) throw new EnvironmentError(`PASS_THROUGH: SERVICES has no "${service}"`);
    return { path, service };
  });
}

export function addPassThroughs(app: FastifyInstance, { passThroughs, addressOf, log }: PassThroughOptions): void {
  for (const { path, service } of passThroughs) {
    const handle = async (request: FastifyRequest, reply: FastifyReply) =>
      (await passOn(addressOf(service), path, request, reply, log)) ?? reply.callNotFound();
    if (path.endsWith('/')) app.get(`${path}*`, handle);
    else
      app.register(async (raw) => {
        raw.removeAllContentTypeParsers();
        raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_IN_BYTES }, (_request, body, done) =>
          done(null, body),
        );
        raw.post(path, handle);
      });
  }
}

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
  try {
    if (!base) throw new Error('SERVICES does not name its service any more');
    const response = await agent.request({
      origin: new URL(base).origin,
      path,
      method: request.method as 'GET' | 'POST',
      headers: { ...headers, ...traceHeaders(), 'x-request-id': request.id },
      body: Buffer.isBuffer(request.body) ? request.body : null,
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
