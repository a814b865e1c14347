import type { IncomingHttpHeaders } from 'node:http';

/**
 * The one way to the spans of a trace. While tracing is off, which is the default, there is no tracer: work is only called,
 * and nothing of OpenTelemetry is loaded.
 */
export interface Tracer {
  /** A part of the trace that is active here, or that `from` names; otherwise a new trace. */
  start(name: string, options: SpanOptions): Span;
  /** What `work` starts becomes part of the span. */
  run<T>(span: Span, work: () => T): T;
  /** Whether there is a span to be a part of. */
  isInside(): boolean;
  /** W3C trace context of the active span, for a request to somebody else. */
  headers(): Record<string, string>;
}

export interface SpanOptions {
  kind?: 'server' | 'client' | 'internal';
  /** Never what a client sent as a value: names, numbers and texts of ours. */
  attributes?: Attributes;
  /** The request that it works on: its trace goes on. */
  from?: IncomingHttpHeaders;
}

export type Attributes = Record<string, string | number | boolean | undefined>;

export interface Span {
  readonly traceId: string;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** `reason`: a code. A message may hold values. */
  fail(reason: string): void;
  end(): void;
}

let tracer: Tracer | undefined;

/** Undefined switches tracing off. */
export const useTracer = (next: Tracer | undefined): void => {
  tracer = next;
};

export const currentTracer = (): Tracer | undefined => tracer;

/** Runs `work` as a span; ended and marked when it fails. */
export const inSpan = <T>(name: string, options: SpanOptions, work: (span?: Span) => Promise<T>): Promise<T> =>
  tracer ? traced(tracer, tracer.start(name, options), work) : work();

async function traced<T>(by: Tracer, span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    // a query of drizzle begins when it is waited for: here, and not outside
    return await by.run(span, async () => work(span));
  } catch (error) {
    span.fail(reasonOf(error));
    throw error;
  } finally {
    span.end();
  }
}

interface Coded {
  name?: string;
  code?: unknown;
  extensions?: { code?: unknown };
  cause?: { code?: unknown };
}

/** A code where there is one, otherwise the class: both are bounded and hold no values. */
export function reasonOf(error: unknown): string {
  const { name, code, extensions, cause } = (error ?? {}) as Coded;
  return String(extensions?.code ?? code ?? cause?.code ?? name ?? 'unknown');
}

const NONE: Record<string, string> = {};

/** Headers that let a request to somebody else be part of this trace; none while tracing is off. */
export const traceHeaders = (): Record<string, string> => tracer?.headers() ?? NONE;

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace that a `traceparent` header names; undefined when it is not one of W3C's form. */
export const traceIdOf = (traceparent: string | string[] | undefined): string | undefined =>
  typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
