import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as delay } from 'node:timers/promises';
import * as build from 'virtual:react-router/server-build';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { cookiesOf } from '@storegraph/client';
import {
  closeSilentConnections,
  connectionLimits,
  createBoundedServer,
  createLogger,
  readEnvironment,
} from '@storegraph/kit/process';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import pLimit from 'p-limit';
import { createRequestHandler, type RouterContextProvider } from 'react-router';
import { storefrontEnvironment } from '../storefront.env.ts';
import { signInPath, viewerId } from '../account/mine.ts';
import { MOST_PICTURE_BYTES } from '../account/picture.ts';
import { contextOf, visitorHeaders } from './context.server.ts';
import { tooLargeContext } from './context.ts';
import { FILE_FORM, mediaTypeOf, takeFileForms } from './fileForm.ts';
import { isFromElsewhere } from './origin.ts';
import { policyOf, sourcesOf } from './policy.ts';
import { SettingsInMemory } from './shopSettings.ts';

/** As every form of the shop without a file is sent; anything else is 415. */
const FORM = 'application/x-www-form-urlencoded';
/** A form of the shop is small. */
const BODY_LIMIT = 64 * 1024;
/** What is rendered at the same time. More would be no quicker, and each page has its memory. */
const PAGES_AT_ONCE = 50;
/** What waits for its turn: some seconds' worth. */
const PAGES_WAITING = 1_000;
/** Forms with a file are in memory while they are read, and their file once more while it is sent on. */
const FILE_FORMS_AT_ONCE = 2;
const BUSY = 'Very many people are here at the moment. Try again in a few seconds.';
/** Pages that have a way to Google. */
const WITH_GOOGLE = ['/sign-in', '/register', '/account/sign-in'];
/** In production `/ready` says no for so long before connections are closed: nobody is sent here any more. */
const DRAINS_FOR_MS = 5_000;
/** Who has been asking by then has this long. */
const ANSWERS_WITHIN_MS = 20_000;
/** Names of files have a hash of what is in them. */
const ASSETS_KEPT_IN_SECONDS = 365 * 24 * 3600;

export interface StorefrontOptions {
  /** Instead of the process's own. */
  environment?: Record<string, string | undefined>;
  /** The folder of what browsers load. Default: beside that of this bundle. */
  client?: string;
}

export async function runStorefront({
  environment = process.env,
  client = join(import.meta.dirname, '../client'),
}: StorefrontOptions = {}) {
  const env = readEnvironment(storefrontEnvironment, environment);
  const isProduction = env.NODE_ENV === 'production';
  const log = createLogger('storefront', env.LOG_LEVEL);
  const connections = connectionLimits(env);
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: connections.isTrustedProxy ?? false,
    genReqId: () => crypto.randomUUID(),
    // an address that is not even one, such as /%E0
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void notHere(reply);
    },
    serverFactory: (handle) => createBoundedServer(handle, connections),
    forceCloseConnections: 'idle',
  });
  closeSilentConnections(app);
  let isDraining = false;
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining) reply.header('connection', 'close');
  });
  const { origin } = new URL(env.STOREFRONT_URL);
  const stripe = { scriptUrl: env.STRIPE_SCRIPT_URL, publishableKey: env.STRIPE_PUBLISHABLE_KEY };
  const settings = new SettingsInMemory();
  const answer = createRequestHandler(build, isProduction ? 'production' : 'development');
  const contexts = new WeakMap<FastifyRequest, RouterContextProvider>();
  const contextFor = (request: FastifyRequest, reply: FastifyReply): RouterContextProvider => {
    const known = contexts.get(request);
    if (known) return known;
    const cookies = cookiesOf(request.headers.cookie, (cookie) => reply.header('set-cookie', cookie));
    const context = contextOf(request, cookies, {
      gateway: env.GATEWAY_URL,
      origin,
      nonce: reply.cspNonce.script,
      stripe,
      settings,
      report: (err) => request.log.error({ err, requestId: request.id }, 'a page failed'),
    });
    contexts.set(request, context);
    return context;
  };

  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: policyOf(),
    hsts: isProduction,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(fastifyStatic, {
    root: join(client, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    immutable: true,
    maxAge: ASSETS_KEPT_IN_SECONDS * 1000,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(FORM, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', async (request, reply) => {
    // a whole address, as for a proxy
    if (!request.url.startsWith('/')) return notHere(reply);
    if (request.method === 'POST' && isFromElsewhere(request.headers, { host: request.host, origin }))
      return reply.code(403).type('text/plain').send('This form was sent from another site.');
    return undefined;
  });

  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    if (isDraining) return reply.code(503).send({ status: 'draining' });
    const ready = await fetch(new URL('/health', env.GATEWAY_URL), { signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', gateway: ready });
  });
  app.get<{ Params: { '*': string } }>('/media/*', (request, reply) => sendPicture(env.GATEWAY_URL, request, reply));
  const turns = pLimit(PAGES_AT_ONCE);
  const fileFormTurns = pLimit(FILE_FORMS_AT_ONCE);
  const pages = {
    method: ['GET', 'HEAD', 'POST'],
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      if (request.method === 'POST' && !isForm(request))
        return reply.code(415).type('text/plain').send('This is not a form of this shop.');
      if (turns.pendingCount >= PAGES_WAITING)
        return reply.code(503).header('retry-after', '5').type('text/plain').send(BUSY);
      const context = contextFor(request, reply);
      if (request.body === null) context.set(tooLargeContext, true);
      const asked = webRequest(request, reply, origin);
      const answerInTurn = () => turns(() => answer(asked, context));
      const response = await (request.body instanceof Readable ? fileFormTurns(answerInTurn) : answerInTurn());
      reply.code(response.status).header('x-request-id', request.id);
      for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
      // what is somebody's own is kept by nobody
      if (!response.headers.has('cache-control')) reply.header('cache-control', 'private, no-store');
      for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie);
      return reply.send(response.body ? nodeStream(response.body) : null);
    },
  };
  app.route({ ...pages, url: '/*' });
  await app.register(async (scope) => {
    takeFileForms(scope, {
      maxBytes: MOST_PICTURE_BYTES,
      busy: BUSY,
      senderOf: (request, reply) => viewerId(contextFor(request, reply)),
      signInPath: ({ url }) => signInPath(new Request(`${origin}${url}`)),
    });
    scope.route({ ...pages, url: '/account/picture' });
  });
  // these alone load something of another site
  app.route({ ...pages, url: '/pay/*', helmet: { contentSecurityPolicy: policyOf(sourcesOf(stripe.scriptUrl)) } });
  // browsers that look where a form is led on to want the other site to be named
  const contentSecurityPolicy = policyOf({ form: [new URL(env.GOOGLE_ORIGIN).origin] });
  for (const url of WITH_GOOGLE) app.route({ ...pages, url, helmet: { contentSecurityPolicy } });

  await app.listen({ port: env.PORT, host: env.HOST });
  log.info({ url: `http://${env.HOST}:${env.PORT}` }, 'listening');
  const drainsForMs = isProduction ? DRAINS_FOR_MS : 0;
  return {
    app,
    stopsWithinMs: drainsForMs + ANSWERS_WITHIN_MS,
    async stop() {
      isDraining = true;
      await delay(drainsForMs);
      await app.close();
    },
  };
}

const notHere = (reply: FastifyReply) => reply.code(404).type('text/plain').send('This page is not here.');

/** What is none cannot be read as one. With a file only where one is taken: elsewhere it was refused before. */
function isForm({ headers: { 'content-type': type } }: FastifyRequest): boolean {
  const name = mediaTypeOf(type);
  return name === FORM || name === FILE_FORM;
}

/**
 * Asked for at the shop's own address, whatever stands in `host`: a proxy ends TLS, and a client may write anything. Where a form came
 * from is known by now, and React Router, which would compare it with this address, is not asked again.
 */
function webRequest(request: FastifyRequest, reply: FastifyReply, origin: string): Request {
  const { origin: _checked, ...headers } = request.headers;
  const { method, body } = request;
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return new Request(`${origin}${request.url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name.startsWith(':') ? [] : [[name, String(value)] as [string, string]],
    ),
    signal: left.signal,
    ...(method === 'POST' && body !== null && { body: webBody(body), duplex: 'half' }),
  });
}

const webBody = (body: unknown): BodyInit =>
  body instanceof Readable ? (Readable.toWeb(body) as BodyInit) : (body as Buffer<ArrayBuffer>);

/** The web's streams and Node's of the same name are one thing under two types. */
const nodeStream = (body: unknown): Readable => Readable.fromWeb(body as ReadableStream);

/** Pictures come from the shop's own address; the gateway has them. */
async function sendPicture(gateway: string, request: FastifyRequest, reply: FastifyReply) {
  const { pathname, search } = new URL(request.url, 'http://storefront');
  // what leads out of the pictures, such as /media/%2e%2e/graphql
  if (!pathname.startsWith('/media/')) return reply.code(404).send();
  const answer = await fetch(new URL(`${pathname}${search}`, gateway), {
    headers: visitorHeaders(request),
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  if (!answer?.ok || !answer.body) return reply.code(answer && answer.status < 500 ? 404 : 503).send();
  for (const name of [
    'content-type',
    'content-disposition',
    'content-security-policy',
    'cache-control',
    'etag',
    'content-length',
  ])
    if (answer.headers.has(name)) reply.header(name, answer.headers.get(name)!);
  return reply.send(nodeStream(answer.body));
}
