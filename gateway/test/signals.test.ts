import { startSignals } from '@storegraph/kit';
import { openCollector, treeOf } from '@storegraph/kit/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { createRateLimits } from '../src/http/rateLimits.ts';
import { openGateway } from './world.ts';

const PRODUCT_PAGE = 'query ProductPage { product(slug: "lamp") { title } }';
const collector = await openCollector();
const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, METRICS_PORT: '0', LOG_LEVEL: 'silent' };
const signals = await startSignals({ service: 'gateway', isPublic: true, environment });
const gateway = await openGateway({ trusted: new Map([['0'.repeat(64), PRODUCT_PAGE]]), failuresToOpen: 1 });
const { post, answers, arrived } = gateway;
afterAll(async () => {
  await gateway.close();
  await signals.stop();
  await collector.close();
});
beforeEach(() => gateway.reset());

/** Lines about a metric. */
async function look(name: string): Promise<string[]> {
  const text = await (await fetch(`http://127.0.0.1:${signals.metricsPort}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('a request, and what it fetches, are one trace, which subgraphs go on with', async () => {
  answers.products = () => ({ data: { product: { title: 'A lamp' } } });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  await post({ query: PRODUCT_PAGE }, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
  while (collector.spans.length < 2) await new Promise((done) => setTimeout(done, 20));

  expect(treeOf(collector.spans)).toEqual(['gateway: query ProductPage', '  gateway: fetch products']);
  const [request, fetched] = ['query ProductPage', 'fetch products'].map(
    (name) => collector.spans.find((span) => span.name === name)!,
  );
  expect([request!.traceId, fetched!.traceId]).toEqual([trace, trace]);
  expect(arrived[0]!.headers.traceparent).toBe(`00-${trace}-${fetched!.spanId}-01`);
  expect(request!.attributes).toMatchObject({ by: 'compiledPlan', cost: 1, 'graphql.operation.type': 'query' });
  expect(JSON.stringify(collector.spans)).not.toContain('lamp');
});

test('operations are measured by the names of trusted documents; what clients make up is "other"', async () => {
  answers.products = () => ({ data: { product: { title: 'A lamp' } } });
  for (let number = 0; number < 3; number++)
    await post({ query: `query Invented${number} { product(slug: "lamp") { title } }` });
  await post({ query: '{ nothing }' });
  const counts = await look('graphql_operation_duration_seconds_count');
  expect(counts).toContain(
    'graphql_operation_duration_seconds_count{operation="ProductPage",kind="query",code="none",by="compiledPlan"} 1',
  );
  expect(counts).toContain(
    'graphql_operation_duration_seconds_count{operation="other",kind="query",code="none",by="compiledPlan"} 3',
  );
  expect(counts).toContain(
    'graphql_operation_duration_seconds_count{operation="other",kind="unknown",code="GRAPHQL_VALIDATION_FAILED",by="apollo"} 1',
  );
  expect((await look('')).join()).not.toContain('Invented');
});

test('fetches are measured by how they end, and a subgraph that is spared is seen', async () => {
  expect(await look('peer_breakers_open{to="users"}')).toEqual(['peer_breakers_open{to="users"} 0']);
  answers.users = (_, response) => void response.destroy();
  answers.carts = () => ({ data: null, errors: [{ message: 'no', extensions: { code: 'NOT_FOUND' } }] });
  await post({ query: '{ me { email } }' });
  await post({ query: '{ cart { id } }' });
  const counts = await look('subgraph_fetch_duration_seconds_count');
  expect(counts).toContain(
    'subgraph_fetch_duration_seconds_count{subgraph="users",kind="query",outcome="unavailable"} 1',
  );
  expect(counts).toContain('subgraph_fetch_duration_seconds_count{subgraph="carts",kind="query",outcome="errors"} 1');
  expect(await look('peer_breakers_open{to="users"}')).toEqual(['peer_breakers_open{to="users"} 1']);
  const fetchOf = (name: string) => collector.spans.find((span) => span.name === `fetch ${name}`);
  while (!fetchOf('users') || !fetchOf('carts')) await new Promise((done) => setTimeout(done, 20));
  expect([fetchOf('users')!.failed, fetchOf('carts')!.failed]).toEqual([true, false]);
});

test('what is refused because there was too much of it is counted by the limit', async () => {
  const settings = { requests: { points: 1, seconds: 60 }, cost: { perAddress: { points: 9, seconds: 60 } } };
  const limits = createRateLimits({
    ...settings,
    cost: { ...settings.cost, perViewer: settings.requests },
    operations: [],
    widerInDevelopment: 1,
  });
  const request = { ip: '192.0.2.1' } as FastifyRequest;
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => limits.countRequest(request)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await look('rate_limit_refusals_total')).toEqual(['rate_limit_refusals_total{limit="requests"} 2']);
});

test('caches tell what they found and how much they hold', async () => {
  answers.products = (_, response) => {
    response.setHeader('x-answer', 'public').setHeader('x-tags', 'Product:1');
    return { data: { product: { title: 'A lamp' } } };
  };
  const hits = async () => (await look('cache_lookups_total{cache="keptAnswers",result="hit"}'))[0]!.split(' ')[1];
  expect(await hits()).toBe('0');
  for (let time = 0; time < 3; time++) await post({ query: '{ product(slug: "kept") { title } }' });
  expect(await hits()).toBe('2');
  expect(await look('cache_entries{cache="keptAnswers"}')).toEqual(['cache_entries{cache="keptAnswers"} 1']);
});

test('the public door shows no metrics', async () => {
  const { status } = await fetch(`${gateway.url}/metrics`);
  expect(status).toBe(404);
});
