import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { addMetrics, DomainError, type Logger, type VerifyToken, type Viewer } from '@storegraph/kit';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { request as send } from 'undici';
import type { Caches } from './cache/caches.ts';
import { lookUpAnswers, sendCached, takeEvents } from './cache/cacheRoutes.ts';
import type { GatewayContext } from './context.ts';
import type { Graph } from './graph.ts';
import { limits } from './limits.ts';
import { passThrough } from './passThrough.ts';
import type { TrustedDocuments } from './trusted.ts';
import type { ReadViewer } from './viewer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    graphContext?: GatewayContext;
  }
}

export interface GatewayServerOptions {
  graph: Graph;
  readViewer: ReadViewer;
  services: ReadonlyMap<string, string>;
  log: Logger;
  corsOrigins: string[];
  production?: boolean;
  caches: Caches;
  trusted?: TrustedDocuments;
  operationTimeoutInMs?: number;
  verifyService: VerifyToken;
  /** Built by build-playground.mjs; without it there is no playground. */
  playground?: string;
}

/** Of everything that a client may send, this reaches subgraphs. */
const FORWARDED = ['x-cart-token', 'x-order-token', 'user-agent'] as const;

export const playgroundFolder = (): string => fileURLToPath(new URL('../dist/playground', import.meta.url));

/** The one public door. */
export async function createGatewayServer({
  graph: { apollo, plans },
  readViewer,
  services,
  log,
  corsOrigins,
  production = false,
  caches,
  trusted = new Map(),
  operationTimeoutInMs = 15_000,
  verifyService,
  playground = playgroundFolder(),
}: GatewayServerOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyInBytes,
    requestTimeout: 10_000,
    genReqId: () => crypto.randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
  });
  addMetrics(app, 'gateway');
  lookUpAnswers(app, caches.answers);
  await app.register(cors, { origin: corsOrigins.length > 0 ? corsOrigins : false, credentials: true });
  await app.register(helmet, { contentSecurityPolicy: false, crossOriginResourcePolicy: { policy: 'cross-origin' } });
  shapeErrors(app);

  app.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id));
  app.get('/health', () => ({ status: 'ok', service: 'gateway' }));
  app.get('/ready', async (_request, reply) => {
    const down = await unready(services);
    return down.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', waitingFor: down });
  });

  takeEvents(app, caches.changes, verifyService);
  const contextOf = async (request: FastifyRequest, reply: FastifyReply): Promise<GatewayContext> => {
    if (request.graphContext) return request.graphContext;
    const viewer = await identify(request, readViewer);
    // for comparing and measuring: who names a way of execution gets nothing that is kept
    const way = production ? undefined : request.headers['x-execution'];
    request.graphContext = {
      viewer,
      requestId: request.id,
      forwarded: forwardedHeaders(request),
      cookie: request.headers.cookie,
      stock: way === 'stock',
      deadline: performance.now() + operationTimeoutInMs,
      ...(request.cacheKey && { keep: caches.answers.begin(request.cacheKey) }),
      ...(!way && { entities: caches.entities.for(viewer?.roles ?? []) }),
      ...(!production && { answeredBy: (way: string) => void reply.header('x-execution', way) }),
      reply,
    };
    return request.graphContext;
  };
  const asUsual = fastifyApolloHandler(apollo, { context: contextOf as never });
  /** Everything that stands before an answer stands here, too: the token, the limits of the first time, the log. */
  const answerKnown = async (request: FastifyRequest, reply: FastifyReply) =>
    request.method === 'POST' && takesJson(request)
      ? plans.answer(request.body, await contextOf(request, reply))
      : null;

  app.get('/', (_request, reply) => reply.redirect('/playground'));
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    preHandler: async (request, reply) => {
      if (request.method === 'GET' && request.headers.accept?.includes('text/html'))
        return reply.redirect('/playground');
      nameTrusted(request, trusted);
      if (request.cached) {
        if (!production) reply.header('x-execution', 'cached');
        request.log.info({ requestId: request.id, cached: true }, 'operation');
        return sendCached(request.cached, request, reply);
      }
    },
    handler: async (request, reply) => {
      const started = performance.now();
      const known = await answerKnown(request, reply).catch(() => null); // what is wrong is told by Apollo Server
      if (!known) return asUsual.call(app, request, reply) as never;
      const ms = Math.round(performance.now() - started);
      log.info({ requestId: request.id, operation: known.name ?? 'anonymous', kind: 'query', ms }, 'operation');
      return reply.type('application/json; charset=utf-8').send(known.text);
    },
  });

  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1_000_000 }, (_request, body, done) =>
      done(null, body),
    );
    raw.post('/webhooks/stripe', (request, reply) =>
      passThrough(services.get('payments')!, request, reply, {
        prefix: '/webhooks/stripe',
        headers: ['content-type', 'stripe-signature'],
        log,
      }),
    );
  });
  app.get('/media/*', (request, reply) =>
    passThrough(services.get('products')!, request, reply, { prefix: '/media/', headers: ['if-none-match'], log }),
  );

  if (existsSync(playground))
    await app.register(fastifyStatic, {
      root: playground,
      prefix: '/playground/',
      redirect: true,
      setHeaders: (reply) => void reply.setHeader('content-security-policy', PLAYGROUND_POLICY),
    });
  app.get('/playground', (_request, reply) =>
    existsSync(playground)
      ? reply.redirect('/playground/')
      : reply
          .code(404)
          .send({ errors: [{ message: 'The playground is not built', extensions: { code: 'NOT_FOUND' } }] }),
  );
  return app;
}

/** A trusted document is asked for by its hash: `{"documentId": "sha256:…", "variables": {…}}`. */
function nameTrusted({ body }: FastifyRequest, trusted: TrustedDocuments): void {
  const asked = (body ?? {}) as Record<string, unknown>;
  const { documentId } = asked;
  if (documentId === undefined || asked.query !== undefined) return;
  const text = typeof documentId === 'string' ? trusted.get(documentId.replace(/^sha256:/, '')) : undefined;
  if (!text)
    throw new DomainError('OPERATION_NOT_ALLOWED', 'No trusted document has this id', {
      field: 'documentId',
      rule: 'trusted',
    });
  asked.query = text;
}

/** Fails before there is an operation, so the id is added here. */
async function identify(request: FastifyRequest, readViewer: ReadViewer): Promise<Viewer | null> {
  try {
    return await readViewer(request.headers.authorization);
  } catch (error) {
    if (error instanceof DomainError) error.extensions.requestId = request.id;
    throw error;
  }
}

const PLAYGROUND_POLICY =
  "default-src 'self'; script-src 'self' blob: 'unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/** Another type of answer is Apollo Server's to give. */
const takesJson = ({ headers: { accept } }: FastifyRequest): boolean =>
  accept === undefined || accept === '*/*' || /\bapplication\/json\b/.test(accept);

function forwardedHeaders(request: FastifyRequest): Record<string, string> {
  const headers: Record<string, string> = { 'x-forwarded-for': request.ip };
  for (const name of FORWARDED) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

async function unready(services: ReadonlyMap<string, string>): Promise<string[]> {
  const checks = [...services].map(async ([name, url]) => {
    try {
      const { statusCode, body } = await send(`${url}/ready`, { signal: AbortSignal.timeout(1_500) });
      await body.dump();
      return statusCode === 200 ? [] : [name];
    } catch {
      return [name];
    }
  });
  return (await Promise.all(checks)).flat();
}

/** Whatever goes wrong before GraphQL is told in GraphQL's shape. */
function shapeErrors(app: FastifyInstance): void {
  const shape = (message: string, code: string, requestId: string, extra: object = {}) => ({
    errors: [{ message, extensions: { ...extra, code, requestId } }],
  });
  app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof DomainError) {
      const { code, ...extra } = error.extensions;
      return reply.code(400).send(shape(error.message, code as string, request.id, extra));
    }
    const status = error.statusCode ?? 500;
    if (status === 413)
      return reply.code(413).send(
        shape(`A request has at most ${limits.bodyInBytes} bytes`, 'PAYLOAD_TOO_LARGE', request.id, {
          limit: limits.bodyInBytes,
        }),
      );
    if (status === 415)
      return reply
        .code(415)
        .send(shape('Send application/json', 'BAD_USER_INPUT', request.id, { field: 'content-type', rule: 'json' }));
    if (status < 500)
      return reply
        .code(status)
        .send(shape('The request is not valid JSON', 'BAD_USER_INPUT', request.id, { rule: 'json' }));
    request.log.error({ err: error }, 'a request failed');
    return reply.code(500).send(shape('Something went wrong on our side', 'INTERNAL', request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(shape('There is nothing at this address', 'NOT_FOUND', request.id)),
  );
}
