import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Durations } from './metrics.ts';
import { boundedName, inScope } from './scope.ts';
import { currentTracer, type Span, traceIdOf } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its part of a trace, while tracing is on. */
    span: Span | undefined;
  }
}

const requests = new Durations({
  name: 'http_request_duration_seconds',
  help: 'How long HTTP requests took, by route.',
  labels: ['service', 'method', 'route', 'status'],
});

/** Whoever looks whether a process is well leaves no trace. */
export const QUIET_ROUTES: ReadonlySet<string | undefined> = new Set(['/health', '/ready']);

export interface RequestObservation {
  service: string;
  /** What a request asks for, once its body is there, such as the name of an operation. */
  nameOf?(request: FastifyRequest): string | undefined;
}

/** The scope that lines of log belong to; the trace and the duration of every request, when somebody wants to know. */
export function observeRequests(app: FastifyInstance, { service, nameOf }: RequestObservation): void {
  app.decorateRequest('span', undefined);
  // reading a body leaves what was active before: everything of interest comes after it
  app.addHook('preValidation', (request, _reply, done) => {
    const { span, id } = request;
    const name = nameOf?.(request);
    const operation = name === undefined ? undefined : boundedName(name);
    if (operation !== undefined) span?.rename(operation);
    const scope = { requestId: id, traceId: traceIdOfRequest(request), operation };
    inScope(scope, () => (span ? currentTracer()?.run(span, done) : done()));
  });
  if (currentTracer()) traceRequests(app, service);
  if (requests.isOn) measureRequests(app, service);
}

function traceRequests(app: FastifyInstance, service: string): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const { url: route = 'unknown' } = request.routeOptions;
    const attributes = { service, 'http.request.method': method, 'http.route': route };
    if (!QUIET_ROUTES.has(route))
      request.span = currentTracer()?.start(`${method} ${route}`, { kind: 'server', attributes, from: headers });
    done();
  });
  app.addHook('onResponse', ({ span }, { statusCode }, done) => {
    span?.set({ 'http.response.status_code': statusCode });
    if (statusCode >= 500) span?.fail(String(statusCode));
    span?.end();
    done();
  });
}

function measureRequests(app: FastifyInstance, service: string): void {
  app.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    requests.observe(
      { service, method, route: routeOptions.url ?? 'unknown', status: String(statusCode) },
      elapsedTime,
    );
    done();
  });
}

/** Of our own trace, or of the client's when we make none. */
export const traceIdOfRequest = ({ span, headers }: FastifyRequest): string | undefined =>
  span?.traceId ?? traceIdOf(headers.traceparent);
