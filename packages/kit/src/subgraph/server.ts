import type { Answer, Operation } from '@storegraph/executor/subgraph';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { GraphQLError } from 'graphql';
import { type Context, EVERYTHING, type Viewer } from '../graph/context.ts';
import { type RequestInfo, requestInfo } from '../graph/request.ts';
import { type Service } from '../process/service.ts';
import { crashPoint } from '../process/crashPoint.ts';
import { handleDeadLetters } from '../messaging/deadLetters.ts';
import { addBodies } from './body.ts';
import type { SubgraphDefinition } from './definition.ts';
import { DomainError, RemoteError } from '../graph/errors.ts';
import { eventSchema, receiveEvent } from '../messaging/events.ts';
import { createSubgraphGraph } from './execute.ts';
import { closeSilentConnections } from '../process/lifecycle.ts';
import type { TransportAnswer } from '../messaging/transport.ts';
import { addHealth } from './ready.ts';
import { observeRequests } from '../process/signals/observeRequests.ts';
import { inSpan } from '../process/signals/tracing.ts';
import { type Caller, GATEWAY, type VerifyToken } from '../messaging/token.ts';
import { type LoadLimits, loadLimitsFor, nobodyWaits, RequestWork } from '../graph/work.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

const MAX_TAGS = 100;
/** Says of an answer without errors that everybody with these roles gets it, and what it shows. */
function marksOf({ answer, tags }: Context, { codes }: Answer): Record<string, string> {
  if (codes.length > 0 || !answer.isPublic) return {};
  const all = tags.has(EVERYTHING) || tags.size > MAX_TAGS;
  return { 'x-answer': 'public', 'x-tags': all ? EVERYTHING : [...tags].join() };
}

export function createContext(
  definition: SubgraphDefinition,
  service: Service,
  viewer: Context['viewer'],
  request: RequestInfo,
): Context {
  const scope = { db: service.db, viewer, request, service };
  const loadersFor = (other: Viewer) => definition.loaders({ ...scope, viewer: other });
  const isPublic = definition.isPublic?.(viewer) ?? definition.forEverybody !== undefined;
  return { ...scope, answer: { isPublic }, tags: new Set(), loaders: definition.loaders(scope), loadersFor };
}

export interface SubgraphServer {
  app: FastifyInstance;
  /** As POST /graphql, without HTTP: for who is in the same process. */
  postGraphql(headers: Record<string, string>, body: string): Promise<TransportAnswer>;
  stopGraph(): Promise<void>;
}

/** The HTTP side of a subgraph: GraphQL and the internal endpoints behind the token check, health beside it. */
export async function createServer(
  definition: SubgraphDefinition,
  service: Service,
  verify: VerifyToken,
): Promise<SubgraphServer> {
  const graph = await createSubgraphGraph(definition, service);
  const commands = { ...definition.commands, ...handleDeadLetters };
  const limits = loadLimitsFor(service.env.REQUEST_COST_LIMIT);
  const app: FastifyInstance = Fastify({
    loggerInstance: service.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_000_000,
    requestIdHeader: 'x-request-id',
    forceCloseConnections: 'idle',
  });
  closeSilentConnections(app);
  addBodies(app);
  shapeErrors(app, service);
  observeRequests(app, { service: definition.name, nameOf });
  app.decorateRequest('caller', null);

  const fromGateway = async (request: FastifyRequest, reply: FastifyReply) => {
    request.caller = await verify(request.headers.authorization);
    if (request.caller?.service !== GATEWAY) return reply.code(401).send(UNAUTHENTICATED);
  };
  const betweenServices = async (request: FastifyRequest, reply: FastifyReply) => {
    request.caller = await verify(request.headers.authorization);
    if (!request.caller) return reply.code(401).send(UNAUTHENTICATED);
    if (request.caller.viewer)
      return reply.code(403).send({ error: { code: 'FORBIDDEN', message: 'This is between services' } });
  };

  addHealth(app, service);

  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createContext(definition, service, request.caller?.viewer ?? null, requestOf(request, reply));
  app.route({
    method: 'POST',
    url: '/graphql',
    onRequest: fromGateway,
    handler: (request, reply) =>
      workOf(request, reply, limits).run(async () => {
        const context = contextOf(request, reply);
        const answer = await graph.execute(operationOf(request.body, context));
        reply.code(answer.status).headers({ ...answer.headers, ...marksOf(context, answer) });
        return reply.type('application/json; charset=utf-8').send(answer.text);
      }),
  });

  app.post<{ Params: { name: string } }>(
    '/internal/commands/:name',
    { onRequest: betweenServices },
    async (request, reply) => {
      const { name } = request.params;
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (!command) return reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'No such command' } });
      const { service: from } = request.caller!;
      if (!command.from.includes(from))
        return reply.code(403).send({ error: { code: 'FORBIDDEN', message: `${name} is not for ${from} to order` } });
      try {
        const result = await command.run(service, request.body);
        crashPoint('command.beforeReply');
        return { result };
      } catch (error) {
        if (error instanceof GraphQLError) {
          const { code, ...details } = error.extensions;
          return reply.code(409).send({ error: { code, message: error.message, details } });
        }
        service.log.error({ err: error, command: name }, 'a command failed');
        return reply
          .code(error instanceof RemoteError ? 503 : 500)
          .send({ error: { code: 'INTERNAL', message: 'The command failed' } });
      }
    },
  );

  app.post('/internal/events', { onRequest: betweenServices }, async (request, reply) => {
    const parsed = eventSchema.safeParse(request.body);
    if (!parsed.success)
      return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: 'This is not an event' } });
    const { service: from } = request.caller!;
    try {
      const outcome = await receiveEvent(service, definition.on ?? [], parsed.data, from);
      crashPoint('inbox.beforeReply');
      return { outcome };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { type, version } = parsed.data;
      service.log.error({ err: error, event: type, version, from }, 'an event is not taken');
      const { code, ...details } = error.extensions;
      return reply.code(code === 'FORBIDDEN' ? 403 : 422).send({ error: { code, message: error.message, details } });
    }
  });

  const postGraphql: SubgraphServer['postGraphql'] = async (given, body) => {
    const caller = await verify(given.authorization);
    if (caller?.service !== GATEWAY) return { statusCode: 401, headers: {}, text: JSON.stringify(UNAUTHENTICATED) };
    const headers: TransportAnswer['headers'] = {};
    const asked = requestInfo({
      id: given['x-request-id'] ?? crypto.randomUUID(),
      address: firstAddress(given['x-forwarded-for'] ?? ''),
      header: (name) => given[name],
      appendResponseHeader(name, value) {
        headers[name] = value;
      },
    });
    const context = createContext(definition, service, caller.viewer, asked);
    const work = new RequestWork(limits);
    const deadline = work.stopAfter(given['x-deadline-ms']);
    const operation = operationOf(JSON.parse(body), context);
    const execute = () => work.run(() => graph.execute(operation));
    const attributes = { service: definition.name };
    const answer = await inSpan(operation.operationName ?? 'anonymous', { attributes }, execute).finally(() =>
      clearTimeout(deadline),
    );
    return { statusCode: answer.status, headers: { ...headers, ...marksOf(context, answer) }, text: answer.text };
  };
  await definition.routes?.(app, service);
  return { app, postGraphql, stopGraph: graph.stop };
}

const UNAUTHENTICATED = {
  errors: [{ message: 'This service answers the gateway only', extensions: { code: 'UNAUTHENTICATED' } }],
};

/** What fails beside a route's own answers. Its cause is for the log: it may carry SQL and values. */
function shapeErrors(app: FastifyInstance, { log }: Service): void {
  app.setErrorHandler((error: FastifyError | GraphQLError, request, reply) => {
    if (hasGone(request, error)) {
      log.debug({ err: error }, 'a client went away before its request had come');
      return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: 'The request ends before its end' } });
    }
    const status = error instanceof GraphQLError ? 400 : (error.statusCode ?? 500);
    if (status >= 500) {
      log.error({ err: error }, 'a request failed');
      return reply.code(500).send({ error: { code: 'INTERNAL', message: 'Something went wrong on our side' } });
    }
    const code = status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_USER_INPUT';
    return reply.code(status).send({ error: { code, message: error.message } });
  });
}

/** Its connection broke while we read what it sends: nothing of ours has failed, and nobody reads an answer. */
const hasGone = ({ raw }: FastifyRequest, error: Error & { code?: string }): boolean =>
  error === raw.errored && error.code === 'ECONNRESET';

function operationOf(body: unknown, context: Context): Operation<Context> {
  const { query, operationName, variables } = (body ?? {}) as Record<string, unknown>;
  return {
    source: typeof query === 'string' ? query : '',
    operationName: typeof operationName === 'string' ? operationName : null,
    variables: variables !== null && typeof variables === 'object' ? (variables as Record<string, unknown>) : {},
    readOnly: false,
    context,
  };
}

/** It is stopped at the deadline that the gateway has set, and when the connection closes before the answer has left. */
function workOf(request: FastifyRequest, reply: FastifyReply, limits: LoadLimits): RequestWork {
  const work = new RequestWork(limits);
  const deadline = work.stopAfter(request.headers['x-deadline-ms'] as string | undefined);
  reply.raw.once('close', () => {
    clearTimeout(deadline);
    if (!reply.raw.writableFinished) work.stop(nobodyWaits());
  });
  return work;
}

/** For traces and lines of log. */
function nameOf({ routeOptions, body, params }: FastifyRequest): string | undefined {
  const { operationName, type } = (body ?? {}) as { operationName?: unknown; type?: unknown };
  if (routeOptions.url === '/graphql') return typeof operationName === 'string' ? operationName : 'anonymous';
  if (routeOptions.url === '/internal/commands/:name') return `command ${(params as { name: string }).name}`;
  if (routeOptions.url === '/internal/events') return `event ${typeof type === 'string' ? type : 'unknown'}`;
  return undefined;
}

const firstAddress = (addresses: string): string => addresses.split(',')[0]!.trim();

const requestOf = (request: FastifyRequest, reply: FastifyReply): RequestInfo =>
  requestInfo({
    id: request.id,
    address: firstAddress(String(request.headers['x-forwarded-for'] ?? request.ip)),
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    appendResponseHeader: (name, value) => void reply.header(name, value),
  });
