import { hash } from 'node:crypto';
import type { Answer, Operation } from '@storegraph/executor';
import { boundedName, Durations, type Logger, QUIET_ROUTES, traceIdOfRequest, type Viewer } from '@storegraph/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Kind, parse } from 'graphql';
import { type GatewayContext, GUEST_TOKENS } from '../context.ts';
import type { TrustedDocuments } from '../trusted.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it asks of the graph, once that is known. */
    asked: Operation<GatewayContext> | undefined;
    answered: Answer | undefined;
    /** Codes of an answer that the graph has not made. */
    refusedWith: readonly string[] | undefined;
  }
}

const operations = new Durations({
  name: 'graphql_operation_duration_seconds',
  help: 'How long operations took. operation: names of trusted documents, or "other". by: the link that made the answer, or "stale".',
  labels: ['operation', 'kind', 'code', 'by'],
});

/** One line for each request, whatever became of it, and one number for each operation. Never variables, tokens or addresses. */
export function logRequests(app: FastifyInstance, { log, trusted }: { log: Logger; trusted: TrustedDocuments }): void {
  for (const property of ['asked', 'answered', 'refusedWith'] as const) app.decorateRequest(property, undefined);
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    request.refusedWith = codesOf(payload);
    done(null, payload);
  });
  // names and numbers only: there is nothing to redact, and to look for it costs as much as the line
  const lines = log.child({}, { redact: [] });
  let names: ReadonlySet<string> | undefined;
  app.addHook('onResponse', (request, reply, done) => {
    const { answered, routeOptions } = request;
    if (answered && operations.isOn) {
      names ??= namesOf(trusted.values());
      operations.observe(labelsOf(answered, names), reply.elapsedTime);
    }
    const level = QUIET_ROUTES.has(routeOptions.url) ? 'debug' : 'info';
    if (lines.isLevelEnabled(level)) lines[level](lineOf(request, reply, routeOptions.url), 'request');
    done();
  });
}

/** What is not known is undefined, and not written. */
function lineOf(request: FastifyRequest, { statusCode, elapsedTime }: FastifyReply, route: string | undefined) {
  const { asked, answered, refusedWith, headers } = request;
  const codes = refusedWith ?? answered?.codes;
  return {
    requestId: request.id,
    traceId: traceIdOfRequest(request),
    method: request.method,
    route,
    status: statusCode,
    ms: Math.round(elapsedTime * 10) / 10,
    operation: answered && nameOf(answered),
    kind: answered?.facts?.kind,
    document: asked && documentOf(asked),
    viewer: asked && viewerKind(asked.context.viewer, headers),
    cost: answered?.facts?.cost,
    by: answered?.by,
    stale: answered?.kept?.stale || undefined,
    codes: codes && codes.length > 0 ? codes : undefined,
    client: sanitized(headers['apollographql-client-name'] ?? headers['x-client-name']),
    clientVersion: sanitized(headers['apollographql-client-version'] ?? headers['x-client-version']),
  };
}

const nameOf = ({ facts }: Answer): string => (facts?.name ? boundedName(facts.name) : 'anonymous');

/** What a span says of the operation that it answers. */
export function describeSpan({ span, asked, answered }: FastifyRequest): void {
  if (!span || !asked || !answered) return;
  const { facts, by, codes } = answered;
  const name = nameOf(answered);
  span.rename(`${facts?.kind ?? 'operation'} ${name}`);
  span.set({
    'graphql.operation.name': name,
    'graphql.operation.type': facts?.kind,
    document: documentOf(asked),
    by,
    cost: facts?.cost,
    codes: codes.length > 0 ? codes.join() : undefined,
  });
}

/** Tells documents apart, without their text: there may be values in it. */
const documentOf = ({ source }: Operation<unknown>): string => hash('sha256', source).slice(0, 16);

/** What sort of caller it is, never who. */
function viewerKind(viewer: Viewer | null, headers: FastifyRequest['headers']): string {
  if (viewer) return [...viewer.roles].sort().join('+').toLowerCase();
  return GUEST_TOKENS.some((name) => headers[name] !== undefined) ? 'token' : 'anonymous';
}

const MAX_LENGTH = 64;

/** Clients choose it. */
const sanitized = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value.slice(0, MAX_LENGTH).replace(/[^\w .+/-]/g, '_') : undefined;

function codesOf(payload: unknown): string[] | undefined {
  const { errors } = (payload ?? {}) as { errors?: unknown };
  return Array.isArray(errors) ? errors.map((error) => String(error?.extensions?.code)) : undefined;
}

const labelsOf = ({ facts, codes, by, kept }: Answer, names: ReadonlySet<string>) => ({
  operation: facts?.name && names.has(facts.name) ? facts.name : 'other',
  kind: facts?.kind ?? 'unknown',
  code: codes[0] ?? 'none',
  by: kept?.stale ? 'stale' : by,
});

function namesOf(documents: Iterable<string>): Set<string> {
  const definitions = [...documents].flatMap((text) => parse(text).definitions);
  return new Set(
    definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : [])),
  );
}
