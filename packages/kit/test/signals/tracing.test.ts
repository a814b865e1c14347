import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import Fastify from 'fastify';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/data/database.ts';
import { inSpan, observeRequests, startSignals, traceHeaders, traceIdOf } from '../../src/index.ts';
import { inTask } from '../../src/process/signals/task.ts';
import { RequestWork } from '../../src/graph/work.ts';
import { type CollectedSpan, openCollector, treeOf } from '../../src/testing.ts';

const connection = connect(process.env.TEST_POSTGRES_URL!, { pool: 2 });
afterAll(() => connection.close());
const { db } = connection;

let collector: Awaited<ReturnType<typeof openCollector>>;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

/** What reaches the collector of `work`, all of it. */
async function traced(
  work: () => Promise<unknown>,
  options: { isPublic?: boolean; share?: string; metricsPort?: string } = {},
) {
  const signals = await startSignals({
    service: 'things',
    isPublic: options.isPublic,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_TRACES_SAMPLER_ARG: options.share,
      METRICS_PORT: options.metricsPort,
    },
  });
  await work();
  await signals.stop();
  return collector.spans;
}

const oneTrace = (spans: readonly CollectedSpan[]) => new Set(spans.map(({ traceId }) => traceId)).size === 1;

test('statements and transactions are part of what they are done for, with their text and without their values', async () => {
  const spans = await traced(() =>
    inTask('job count', () =>
      db.transaction(async (tx) => {
        await tx.execute(sql`SELECT ${'a secret'}::text AS one FROM pg_class LIMIT 1`);
        await tx.transaction((inner) => inner.execute(sql`SELECT 2`));
      }),
    ),
  );

  expect(treeOf(spans)).toEqual([
    'things: job count',
    '  things: transaction',
    '    things: select pg_class',
    '    things: transaction',
    '      things: select',
  ]);
  expect(oneTrace(spans)).toBe(true);
  const statement = spans.find(({ name }) => name === 'select pg_class')!;
  expect(statement.attributes).toEqual({
    'db.system.name': 'postgresql',
    'db.query.text': 'SELECT $1::text AS one FROM pg_class LIMIT 1',
  });
});

test('a query of a client has connections of its own, and is part of its trace all the same', async () => {
  const request = new RequestWork();
  request.isQuery = true;
  const spans = await traced(() =>
    inTask('query', () => request.run(async () => db.execute(sql`SELECT ${'a secret'}::text FROM pg_class LIMIT 1`))),
  );
  expect(treeOf(spans)).toEqual(['things: query', '  things: select pg_class']);
  expect(JSON.stringify(spans)).not.toContain('a secret');
});

test('a statement that fails says so by its code, and not by the value that was wrong', async () => {
  const spans = await traced(() =>
    inSpan('request', {}, () => db.execute(sql`SELECT ${'my secret'}::uuid`)).catch(() => {}),
  );
  const statement = spans.find(({ name }) => name === 'select')!;
  expect([statement.failed, statement.attributes['error.type']]).toEqual([true, '22P02']);
  expect(JSON.stringify(spans)).not.toContain('my secret');
});

test('statements that nobody asked for make no trace: a worker looks for work all the time', async () => {
  const look = async () => db.execute(sql`SELECT 1`);
  expect(await traced(look)).toEqual([]);
  expect(await traced(look, { metricsPort: '0' })).toEqual([]);
});

/** A service with one route, which asks itself when it is told to. */
async function openService() {
  const app = Fastify();
  observeRequests(app, { service: 'things', nameOf: ({ body }) => (body as { name?: string })?.name });
  app.post('/internal', async ({ body }) => {
    const { name, next } = body as { name: string; next?: object };
    if (next) await ask(next);
    return { name };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${url}/internal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...traceHeaders(), ...headers },
      body: JSON.stringify(body),
    });
  return { ask, close: () => app.close() };
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

test('a trace that begins elsewhere goes on from service to service', async () => {
  const spans = await traced(async () => {
    const service = await openService();
    await service.ask({ name: 'first', next: { name: 'second' } }, { traceparent: TRACEPARENT });
    await service.close();
  });
  expect(treeOf(spans)).toEqual(['things: first', '  things: second']);
  expect(spans.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE]);
  expect(spans.find(({ name }) => name === 'first')!.parentSpanId).toBe('00f067aa0ba902b7');
});

test('a stranger who names a trace cannot have it kept, a service can', async () => {
  const call = async () => {
    const service = await openService();
    await service.ask({ name: 'asked' }, { traceparent: TRACEPARENT });
    await service.close();
  };
  expect(await traced(call, { share: '0', isPublic: true })).toEqual([]);
  expect(treeOf(await traced(call, { share: '0', isPublic: false }))).toEqual(['things: asked']);
});

test('without a collector there are no spans, no headers, and no difference', async () => {
  const signals = await startSignals({ service: 'things', environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' } });
  expect(await inSpan('work', {}, async (span) => [span, traceHeaders()])).toEqual([undefined, {}]);
  await signals.stop();
  expect(collector.spans).toEqual([]);
});

test('a collector that is away, or never answers, breaks nothing and keeps nobody from stopping', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  for (const endpoint of ['http://127.0.0.1:1', `http://127.0.0.1:${port}`]) {
    const signals = await startSignals({
      service: 'things',
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, LOG_LEVEL: 'silent' },
    });
    const results = await Promise.all(Array.from({ length: 5_000 }, (_, i) => inSpan('work', {}, async () => i)));
    expect(results.at(-1)).toBe(4_999);
    await signals.stop();
  }
  silent.closeAllConnections();
  silent.close();
});

test('only a trace of the form that W3C gives it is one', () => {
  expect(traceIdOf(TRACEPARENT)).toBe(TRACE);
  for (const wrong of [
    undefined,
    '',
    [TRACEPARENT, TRACEPARENT],
    `${TRACEPARENT}\nforged`,
    TRACEPARENT.toUpperCase(),
    TRACEPARENT.replace(TRACE, '0'.repeat(32)),
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    '00-abc-def-01',
  ])
    expect(traceIdOf(wrong)).toBeUndefined();
});
