import type { LinkName, Operation } from '@storegraph/executor';
import { DomainError, type Logger, type Viewer } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import type { Graph } from '../graph.ts';
import type { TrustedDocuments } from '../trusted.ts';
import type { ReadViewer } from '../viewer.ts';
import { readOperation } from './readOperation.ts';
import { traceIdOf, traceparentOf } from './requestId.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface GraphqlRouteOptions {
  graph: Graph;
  readViewer: ReadViewer;
  trusted: TrustedDocuments;
  operationTimeoutInMs: number;
  production: boolean;
  log: Logger;
}

/** Of everything that a client may send, this reaches subgraphs. */
const FORWARDED = ['x-cart-token', 'x-order-token', 'user-agent'] as const;
/** Anything that could make an answer somebody's own. */
const PERSONAL = ['authorization', 'cookie', 'x-cart-token', 'x-order-token'];
const LINKS: readonly string[] = ['compiledPlan', 'apollo'] satisfies LinkName[];

/** POST and GET /graphql: who asks, what is asked, the answer, and a line of log, never with variables. */
export function addGraphql(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { graph, trusted, production, log } = options;
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: async (request, reply) => {
      if (request.method === 'GET' && request.headers.accept?.includes('text/html'))
        return reply.redirect('/playground');
      const started = performance.now();
      const operation = await operationOf(request, reply, options, trusted);
      const answer = await graph.execute(operation);
      if (!production) reply.header('x-execution', answer.by);
      log.info(
        {
          requestId: request.id,
          traceId: operation.context.traceId,
          operation: answer.facts?.name ?? 'anonymous',
          kind: answer.facts?.kind,
          by: answer.by,
          ms: Math.round(performance.now() - started),
          ...(answer.codes.length > 0 && { codes: answer.codes }),
        },
        'operation',
      );
      return sendAnswer(answer, request, reply);
    },
  });
}

async function operationOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { readViewer, operationTimeoutInMs, production }: GraphqlRouteOptions,
  trusted: TrustedDocuments,
): Promise<Operation<GatewayContext>> {
  const viewer = await identify(request, readViewer);
  const { source, operationName, variables } = readOperation(request, trusted);
  const { method, headers, id } = request;
  const traceparent = traceparentOf(headers);
  // for comparing and measuring: who names a link gets nothing that is kept
  const from = production ? undefined : linkOf(headers['x-execution']);
  return {
    source,
    operationName,
    variables,
    from,
    http: { method, headers },
    context: {
      viewer,
      requestId: id,
      traceId: traceparent && traceIdOf(traceparent),
      forwarded: forwardedHeaders(request, traceparent),
      cookie: headers.cookie,
      anonymous: !from && PERSONAL.every((name) => headers[name] === undefined),
      audience: from ? undefined : [...(viewer?.roles ?? [])].sort().join(),
      deadline: performance.now() + operationTimeoutInMs,
      left: leavingOf(reply),
      reply,
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

/** Fails before there is an operation, so the id is added here. */
async function identify(request: FastifyRequest, readViewer: ReadViewer): Promise<Viewer | null> {
  try {
    return await readViewer(request.headers.authorization);
  } catch (error) {
    if (error instanceof DomainError) error.extensions.requestId = request.id;
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
