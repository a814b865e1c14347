import type { LinkName, Operation } from '@storegraph/executor';
import { DomainError, type Logger, type Viewer } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { audienceOf, type GatewayContext, GUEST_TOKENS } from '../context.ts';
import type { Graph } from '../graph.ts';
import { type ExplainRules, explained, explainFor } from '../signals/explain.ts';
import { describeSpan } from '../signals/requestLog.ts';
import type { ReadViewer } from '../viewer.ts';
import { allowedOrigins, type CorsOptions } from './cors.ts';
import type { Documents } from './document.ts';
import { GRAPHQL_ANSWER, mediaTypeOf } from './negotiate.ts';
import { type Asked, readOperation } from './readOperation.ts';
import { refuseOtherMethods, refuseUnreadable } from './refusals.ts';
import { traceparentOf } from './requestId.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface GraphqlRouteOptions extends Documents, CorsOptions, ExplainRules {
  graph: Graph;
  readViewer: ReadViewer;
  operationTimeoutInMs: number;
  log: Logger;
}

const METHODS = ['GET', 'POST'] as const;
/** Of everything that a client may send, this reaches subgraphs. */
const FORWARDED = [...GUEST_TOKENS, 'user-agent'] as const;
/** Anything that could make an answer somebody's own. */
const PERSONAL = ['authorization', 'cookie', ...GUEST_TOKENS];
const LINKS: readonly string[] = ['compiledPlan', 'apollo'] satisfies LinkName[];

/** POST and GET /graphql: who asks, what is asked, and the answer. */
export function addGraphql(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { graph, persisted, production, readViewer } = options;
  const isAllowed = allowedOrigins(options);
  refuseOtherMethods(app, '/graphql', METHODS);
  app.route({
    method: [...METHODS],
    url: '/graphql',
    onRequest: async (request, reply) =>
      isForPeople(request) ? reply.redirect('/playground') : refuseUnreadable(request),
    handler: async (request, reply) => {
      const viewer = await identify(request, readViewer);
      const asked = readOperation(request, options, isAllowed);
      const operation = operationOf(asked, viewer, request, reply, options);
      request.asked = operation;
      const answer = await graph.execute(operation);
      request.answered = answer;
      describeSpan(request);
      if (asked.register && answer.facts && answer.status === 200) persisted?.register(asked.register, asked.source);
      if (!production) reply.header('x-execution', answer.by);
      const { explain } = operation.context;
      return sendAnswer(explain ? explained(answer, explain, graph.maxCost) : answer, request, reply);
    },
  });
}

/** A browser's address bar. */
const isForPeople = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers.accept !== undefined && headers.accept.includes('text/html');

function operationOf(
  { source, operationName, variables }: Asked,
  viewer: Viewer | null,
  request: FastifyRequest,
  reply: FastifyReply,
  { operationTimeoutInMs, ...rules }: GraphqlRouteOptions,
): Operation<GatewayContext> {
  const { method, headers, id } = request;
  const traceparent = traceparentOf(headers);
  const explain = explainFor(headers['x-explain'], viewer, rules);
  // for comparing, measuring and explaining: who names a link gets nothing that is kept
  const from = explain ? 'apollo' : rules.production ? undefined : linkOf(headers['x-execution']);
  return {
    source,
    operationName,
    variables,
    from,
    readOnly: method === 'GET',
    context: {
      viewer,
      requestId: id,
      forwarded: forwardedHeaders(request, traceparent),
      cookie: headers.cookie,
      anonymous: !from && PERSONAL.every((name) => headers[name] === undefined),
      audience: from ? undefined : audienceOf(viewer),
      deadline: performance.now() + operationTimeoutInMs,
      left: leavingOf(reply),
      reply,
      explain,
    },
  };
}

const linkOf = (header: string | string[] | undefined): LinkName | undefined =>
  LINKS.includes(String(header)) ? (header as LinkName) : undefined;

/** Ends when the client closes its connection before it has its answer. */
function leavingOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** Fails before there is an operation, so the id is added here. HTTP 200 is for clients that know HTTP only. */
async function identify(request: FastifyRequest, readViewer: ReadViewer): Promise<Viewer | null> {
  try {
    return await readViewer(request.headers.authorization);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    error.extensions.requestId = request.id;
    if (error.extensions.code === 'UNAUTHENTICATED' && mediaTypeOf(request.headers.accept) === GRAPHQL_ANSWER)
      error.extensions.http = { status: 401 };
    throw error;
  }
}

function forwardedHeaders(request: FastifyRequest, traceparent: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'x-forwarded-for': request.ip };
  if (traceparent) headers.traceparent = traceparent;
  for (const name of FORWARDED) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
