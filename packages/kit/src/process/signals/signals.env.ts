import { z } from 'zod';

/** What every process tells others about itself, and whom: nobody, unless one of these says so. */
export const signalsEnvironment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'such as http://127.0.0.1:4318' })
    .optional()
    .describe(
      'A collector of traces that takes OTLP over HTTP, such as `http://127.0.0.1:4318`. Other `OTEL_EXPORTER_OTLP_*` as OpenTelemetry has them.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('The share of traces that is kept, from 0 to 1.'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('The port of a listener of its own for Prometheus: `GET /metrics`. Without it there is none.'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('The address of that listener.'),
  ERROR_SINK_URL: z
    .url({ protocol: /^https?$/, error: 'such as https://key@errors.example.com/1' })
    .optional()
    .describe(
      'Where errors that are our fault are reported, without values: a Sentry DSN, or an address that takes envelopes.',
    ),
  RELEASE: z.string().default('development').describe('What is deployed, in traces and in reports of errors.'),
};
