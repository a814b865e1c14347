import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  collectDefaultMetrics,
  Counter as PrometheusCounter,
  Gauge,
  Histogram,
  type MetricConfiguration,
  Registry,
} from 'prom-client';
import { allMetrics, Counter, Durations, type Reader, type Reading, Readout } from './metrics.ts';

const BUCKETS_IN_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsServer {
  port: number;
  stop(): Promise<void>;
}

/** The only file that knows Prometheus: loaded when there is a port. Serves GET /metrics, and nothing else, on a listener of its own. */
export async function servePrometheus(options: { host: string; port: number }): Promise<MetricsServer> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const metric of allMetrics) attach(metric, registry);
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end();
    try {
      const text = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
  server.listen(options);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const metric of allMetrics) if (!(metric instanceof Readout)) metric.record = undefined;
      registry.clear();
      await close(server);
    },
  };
}

function attach(metric: (typeof allMetrics)[number], registry: Registry): void {
  const { name, help, labels } = metric.definition;
  const configuration = { name, help, labelNames: labels, registers: [registry] } satisfies MetricConfiguration<string>;
  if (metric instanceof Counter) {
    const counter = new PrometheusCounter(configuration);
    metric.record = (given, value) => counter.inc(given, value);
  } else if (metric instanceof Durations) {
    const histogram = new Histogram({ ...configuration, buckets: BUCKETS_IN_SECONDS });
    metric.record = (given, seconds) => histogram.observe(given, seconds);
  } else {
    const gauge = new (metric.grows ? PrometheusCounter : Gauge)({
      ...configuration,
      async collect() {
        const readings = await Promise.all([...metric.readers].map(readable));
        gauge.reset();
        for (const [given, value] of readings.flat()) gauge.inc(given, value);
      },
    });
  }
}

/** What cannot be read at the moment is left out. */
async function readable(reader: Reader<string>): Promise<readonly Reading<string>[]> {
  try {
    return await reader();
  } catch {
    return [];
  }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}
