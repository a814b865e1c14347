import type { IncomingHttpHeaders } from 'node:http';
import { type Span as ApiSpan, context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Attributes, Span, Tracer } from './tracing.ts';

export interface OpenTelemetryOptions {
  service: string;
  release: string;
  /** Base address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318. */
  endpoint: string;
  /** From 0 to 1: how many traces are kept. */
  share: number;
  /** A caller whose trace is kept gets its part kept, too. Not for the public door, where anybody could ask for it. */
  trustsCallers: boolean;
  onError(error: Error): void;
}

const MAX_TEXT_LENGTH = 4_000;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };
const propagator = new W3CTraceContextPropagator();
const getter = {
  get: (headers: IncomingHttpHeaders, name: string) => headers[name],
  keys: (headers: IncomingHttpHeaders) => Object.keys(headers),
};
const setter = {
  set(headers: Record<string, string>, name: string, value: string) {
    headers[name] = value;
  },
};

/** The only file that knows OpenTelemetry: loaded when there is a collector. Spans wait in a bounded queue and leave in batches. */
export function openTelemetry({ service, release, endpoint, share, trustsCallers, onError }: OpenTelemetryOptions) {
  const kept = new TraceIdRatioBasedSampler(share);
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.version': release }),
    sampler: new ParentBasedSampler({
      root: kept,
      remoteParentSampled: trustsCallers ? new AlwaysOnSampler() : kept,
    }),
    spanLimits: { attributeValueLengthLimit: MAX_TEXT_LENGTH },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 3_000 }),
        maxQueueSize: 4_096,
        scheduledDelayMillis: 1_000,
        exportTimeoutMillis: 5_000,
      }),
    ],
  });
  setGlobalErrorHandler((error) => onError(error as Error));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider); // Apollo Gateway has spans of its own
  return {
    tracer: tracerOf(provider.getTracer('storegraph')),
    /** Sends what is still waiting. */
    async stop() {
      await provider.shutdown().catch(onError);
      trace.disable();
      context.disable();
    },
  };
}

const tracerOf = (tracer: ReturnType<TracerProvider['getTracer']>): Tracer => ({
  start(name, { kind = 'internal', attributes, from }) {
    const parent = from ? propagator.extract(ROOT_CONTEXT, from, getter) : context.active();
    return new RunningSpan(tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent));
  },
  run: (span, work) => context.with(trace.setSpan(context.active(), (span as RunningSpan).inner), work),
  isInside: () => trace.getActiveSpan() !== undefined,
  headers() {
    const headers: Record<string, string> = {};
    propagator.inject(context.active(), headers, setter);
    return headers;
  },
});

class RunningSpan implements Span {
  readonly traceId: string;

  constructor(readonly inner: ApiSpan) {
    this.traceId = inner.spanContext().traceId;
  }

  rename(name: string): void {
    this.inner.updateName(name);
  }

  set(attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined) this.inner.setAttribute(name, value);
  }

  fail(reason: string): void {
    this.inner.setAttribute('error.type', reason).setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.inner.end();
  }
}
