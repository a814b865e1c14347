import { z } from 'zod';
import { EnvironmentError, readEnvironment } from '../environment.ts';
import { createLogger, type Logger } from '../logger.ts';
import { useErrorSink } from './errorSink.ts';
import { signalsEnvironment } from './signals.env.ts';
import { useTracer } from './tracing.ts';

export interface SignalOptions {
  /** Name of the process. */
  service: string;
  /** Whether strangers may call it. */
  isPublic?: boolean;
  environment?: Record<string, string | undefined>;
}

export interface Signals {
  /** Where metrics are served, when they are. */
  metricsPort?: number;
  /** Sends what is still waiting, for two seconds at most. */
  stop(): Promise<void>;
}

const shape = { ...signalsEnvironment, NODE_ENV: z.string().default('development') };
type SignalsEnvironment = z.infer<z.ZodObject<typeof shape>>;

const LAST_WORDS_IN_MS = 2_000;

/** Traces, metrics and reports of errors of this process, each when its variable is set; what is not asked for is not even loaded. */
export async function startSignals({
  service,
  isPublic = false,
  environment = process.env,
}: SignalOptions): Promise<Signals> {
  const env = readEnvironment(shape, environment);
  const log = createLogger(service, environment.LOG_LEVEL);
  const stops = [await startTracing(env, { service, isPublic, log }), await startErrorSink(env, log)];
  const metrics = await startMetrics(env);
  stops.push(metrics?.stop);
  return {
    metricsPort: metrics?.port,
    async stop() {
      await Promise.all(stops.map((stop) => stop?.()));
    },
  };
}

async function startTracing(
  env: SignalsEnvironment,
  { service, isPublic, log }: { service: string; isPublic: boolean; log: Logger },
): Promise<(() => Promise<void>) | undefined> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  const { openTelemetry } = await import('./openTelemetry.ts');
  const { tracer, stop } = openTelemetry({
    service,
    release: env.RELEASE,
    endpoint,
    share: env.OTEL_TRACES_SAMPLER_ARG,
    trustsCallers: !isPublic,
    onError: oncePerMinute(() => log.warn({ endpoint: hostOf(endpoint) }, 'traces cannot be delivered')),
  });
  useTracer(tracer);
  return async () => {
    useTracer(undefined);
    await atMost(LAST_WORDS_IN_MS, stop());
  };
}

async function startMetrics(env: SignalsEnvironment) {
  if (env.METRICS_PORT === undefined) return undefined;
  const { servePrometheus } = await import('./prometheus.ts');
  try {
    return await servePrometheus({ host: env.METRICS_HOST, port: env.METRICS_PORT });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new EnvironmentError(`Port ${env.METRICS_PORT} is taken: set METRICS_PORT to a free one, or to none`);
  }
}

async function startErrorSink(env: SignalsEnvironment, log: Logger): Promise<(() => Promise<void>) | undefined> {
  if (env.ERROR_SINK_URL === undefined) return undefined;
  const { openErrorSink } = await import('./sentry.ts');
  const sink = openErrorSink({ url: env.ERROR_SINK_URL, release: env.RELEASE, environment: env.NODE_ENV });
  useErrorSink(sink.report);
  // an error that nobody catches ends the process, as without this, but not before it was reported
  const end = async (error: unknown) => {
    log.fatal({ err: error }, 'the process ends by an error that nobody caught');
    await atMost(LAST_WORDS_IN_MS, sink.flush(LAST_WORDS_IN_MS));
    process.exit(1);
  };
  process.once('uncaughtException', end);
  return async () => {
    process.off('uncaughtException', end);
    useErrorSink(undefined);
    await atMost(LAST_WORDS_IN_MS, sink.flush(LAST_WORDS_IN_MS));
  };
}

const hostOf = (url: string): string => new URL(url).host;

function oncePerMinute(work: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - last < 60_000) return;
    last = performance.now();
    work();
  };
}

/** Whoever is not there any more is not waited for. */
async function atMost(timeoutInMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutInMs);
  });
  await Promise.race([work.catch(() => {}), timeout]);
  clearTimeout(timer);
}
