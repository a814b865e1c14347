import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

async function loadedWith(variables: Record<string, string>, module = 'process/signals/signals.ts'): Promise<string[]> {
  const env = { ...process.env, ...variables };
  const { stdout } = await promisify(execFile)(
    'tsx',
    [`${import.meta.dirname}/loaded.program.ts`, `../../src/${module}`],
    { env },
  );
  return JSON.parse(stdout);
}

test('traces, metrics and error reports that nobody asks for are not even loaded', async () => {
  const [nothing, traces, metrics, errors] = await Promise.all([
    loadedWith({}, 'index.ts'),
    loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }),
    loadedWith({ METRICS_PORT: '0' }),
    loadedWith({ ERROR_SINK_URL: 'http://key@127.0.0.1:1/7' }),
  ]);
  expect(nothing).toEqual([]);
  expect(traces).toEqual(['@opentelemetry']);
  expect(metrics).toContain('prom-client');
  expect(errors).toEqual(['@sentry']);
}, 90_000);
