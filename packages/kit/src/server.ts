import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { sql } from 'drizzle-orm';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { GraphQLError } from 'graphql';
import { toClientError } from './clientError.ts';
import { type Context, EVERYTHING, type RequestInfo, type Service } from './context.ts';
import { type DeadLetterCommands, deadLetterCommands } from './deadLetters.ts';
import type { SubgraphDefinition } from './definition.ts';
import { RemoteError } from './errors.ts';
import { crashPoint } from './crashPoint.ts';
import { type CompiledExecution, compiledExecution } from './executor.ts';
import { eventSchema, receiveEvent } from './events.ts';
import { addMetrics } from './metrics.ts';
import { buildSubgraph } from './schema.ts';
import type { Posted } from './post.ts';
import type { Caller, VerifyToken } from './token.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    rawBody?: boolean;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

export interface SubgraphApollo {
  apollo: ApolloServer<Context>;
  answerKnown: CompiledExecution['answerKnown'] | undefined;
}

/** Apollo Server without the plugins that instrument every field. */
export async function createApollo(
  definition: SubgraphDefinition,
  service: Pick<Service, 'log'>,
  { stockExecution = process.env.STOCK === '1' } = {},
): Promise<SubgraphApollo> {
  const { schema } = await buildSubgraph(definition);
  const execution = stockExecution ? undefined : compiledExecution(schema);
  const apollo = new ApolloServer<Context>({
    ...(execution ? { gateway: execution.gateway } : { schema }),
    stopOnTerminationSignals: false, // we also have a database to close
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    csrfPrevention: true,
    introspection: false,
    parseOptions: { maxTokens: 15_000 }, // a query plan's fetch is longer than the client's document
    formatError: (formatted, error) => toClientError(formatted, error, service.log),
    logger: service.log as never,
    plugins: [
      cleanAnswers,
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return { apollo, answerKnown: execution?.answerKnown };
}

/** Tells the gateway that there is no error in an answer, without that it has to look. */
const cleanAnswers: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    async willSendResponse({ contextValue, response: { body, http } }) {
      if (body.kind === 'single' && !body.singleResult.errors && body.singleResult.data)
        for (const [name, value] of Object.entries(marksOf(contextValue))) http.headers.set(name, value);
    },
  }),
};

const MAX_TAGS = 100;
function marksOf({ isPublic, tags }: Context): Record<string, string> {
  if (!isPublic) return { 'x-answer': 'clean' };
  const all = tags.has(EVERYTHING) || tags.size > MAX_TAGS;
  return { 'x-answer': 'clean, public', 'x-tags': all ? EVERYTHING : [...tags].join() };
}

export function createContext(
  definition: SubgraphDefinition,
  service: Service,
  viewer: Context['viewer'],
  request: RequestInfo,
): Context {
  const scope = { db: service.db, viewer, request, service };
  const isPublic = definition.isPublic?.(viewer) ?? false;
  return { ...scope, isPublic, tags: new Set(), loaders: definition.loaders(scope) };
}

export interface SubgraphServer {
  app: FastifyInstance;
  /** As POST /graphql for a query that came before, without HTTP: for who is in the same process. Null when it has to go the usual way. */
  postKnown(headers: Record<string, string>, body: string): Promise<Posted | null>;
  stopApollo(): Promise<void>;
}

/** The HTTP side of a subgraph: GraphQL and the internal endpoints behind the token check, health beside it. */
export async function createServer(
  definition: SubgraphDefinition,
  service: Service,
  verify: VerifyToken,
): Promise<SubgraphServer> {
  const { apollo, answerKnown } = await createApollo(definition, service);
  const app: FastifyInstance = Fastify({
    loggerInstance: service.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1_000_000,
    requestIdHeader: 'x-request-id',
    forceCloseConnections: 'idle',
  });
  addRawBody(app);
  addMetrics(app, definition.name);
  app.decorateRequest('caller', null);

  const authenticate = async (request: FastifyRequest, reply: FastifyReply) => {
    request.caller = await verify(request.headers.authorization);
    if (!request.caller)
      return reply.code(401).send({
        errors: [{ message: 'This service answers the gateway only', extensions: { code: 'UNAUTHENTICATED' } }],
      });
  };

  app.get('/health', () => ({ status: 'ok', service: definition.name }));
  app.get('/ready', async (_request, reply) => {
    try {
      await service.db.execute(sql`SELECT 1`);
      return { status: 'ready', service: definition.name };
    } catch {
      return reply.code(503).send({ status: 'the database does not answer', service: definition.name });
    }
  });

  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createContext(definition, service, request.caller?.viewer ?? null, requestInfo(request, reply));
  const asUsual = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  app.route({
    method: 'POST',
    url: '/graphql',
    onRequest: authenticate,
    handler: async (request, reply) => {
      let context: Context | undefined;
      const known = await answerKnown?.(request.body, () => (context = contextOf(request, reply)));
      if (known == null) return asUsual.call(app, request, reply) as never;
      return reply.headers(marksOf(context!)).type('application/json; charset=utf-8').send(known);
    },
  });

  app.post<{ Params: { name: string } }>(
    '/internal/commands/:name',
    { onRequest: authenticate },
    async (request, reply) => {
      if (request.caller!.viewer)
        return reply.code(403).send({ error: { code: 'FORBIDDEN', message: 'Commands are between services' } });
      const { name } = request.params;
      const run = definition.commands?.[name] ?? deadLetterCommands[name as keyof DeadLetterCommands];
      if (!run) return reply.code(404).send({ error: { code: 'NOT_FOUND', message: 'No such command' } });
      try {
        const result = (await run(service, request.body)) ?? null;
        crashPoint('command.beforeReply');
        return { result };
      } catch (error) {
        if (error instanceof GraphQLError) {
          const { code, ...details } = error.extensions;
          return reply.code(409).send({ error: { code, message: error.message, details } });
        }
        service.log.error({ err: error, command: request.params.name }, 'a command failed');
        return reply
          .code(error instanceof RemoteError ? 503 : 500)
          .send({ error: { code: 'INTERNAL', message: 'The command failed' } });
      }
    },
  );

  app.post('/internal/events', { onRequest: authenticate }, async (request, reply) => {
    const parsed = eventSchema.safeParse(request.body);
    if (!parsed.success)
      return reply.code(400).send({ error: { code: 'BAD_USER_INPUT', message: 'This is not an event' } });
    const outcome = await receiveEvent(service, definition.on ?? {}, parsed.data);
    crashPoint('inbox.beforeReply');
    return { outcome };
  });

  const postKnown: SubgraphServer['postKnown'] = async (given, body) => {
    const caller = await verify(given.authorization);
    if (!caller || !answerKnown) return null;
    const headers: Posted['headers'] = {};
    const context = createContext(definition, service, caller.viewer, {
      id: given['x-request-id'] ?? crypto.randomUUID(),
      address: firstAddress(given['x-forwarded-for'] ?? ''),
      header: (name) => given[name.toLowerCase()],
      appendResponseHeader(name, value) {
        headers[name] = value;
      },
    });
    const text = await answerKnown(JSON.parse(body), () => context);
    if (text === null) return null;
    return { statusCode: 200, headers: { ...headers, ...marksOf(context) }, text };
  };
  await definition.routes?.(app, service);
  return { app, postKnown, stopApollo: () => apollo.stop() };
}

/** Routes with `config: { rawBody: true }` get the bytes as they came: signatures are over bytes. */
function addRawBody(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.config.rawBody) done(null, body);
    else parseJson(request, body.toString('utf8'), done);
  });
}

const firstAddress = (addresses: string): string => addresses.split(',')[0]!.trim();

const requestInfo = (request: FastifyRequest, reply: FastifyReply): RequestInfo => ({
  id: request.id,
  address: firstAddress(String(request.headers['x-forwarded-for'] ?? request.ip)),
  header: (name) => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  },
  appendResponseHeader: (name, value) => void reply.header(name, value),
});
