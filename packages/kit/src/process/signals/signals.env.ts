import { z } from 'zod';

/** What every process tells others about itself, and whom: nobody, unless one of these says so. */
export const signalsEnvironment = {
  /** A collector that takes OTLP over HTTP; its headers by OTEL_EXPORTER_OTLP_HEADERS. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'such as http://127.0.0.1:4318' }).optional(),
  /** The share of traces that is kept, from 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  /** Of a listener of its own, for Prometheus: GET /metrics. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** A Sentry DSN, or where envelopes are posted to. */
  ERROR_SINK_URL: z.url({ protocol: /^https?$/, error: 'such as https://key@errors.example.com/1' }).optional(),
  /** What is deployed, in traces and reports of errors. */
  RELEASE: z.string().default('development'),
};
