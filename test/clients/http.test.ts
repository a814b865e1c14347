import { auditServer } from 'graphql-http';
import { ClientError, GraphQLClient, gql } from 'graphql-request';
import { request } from 'undici';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DESK, openShop } from './shop.ts';

const shop = await openShop();
afterAll(() => shop.close());
beforeEach(() => {
  shop.sent.length = 0;
  shop.arrived.length = 0;
});

const PRODUCT = gql`query Product($slug: String!) { product(slug: $slug) { id title } }`;

test.each(['POST', 'GET'] as const)('graphql-request reads by %s', async (method) => {
  const client = new GraphQLClient(shop.graphqlUrl, { method, fetch: shop.fetch });
  expect(await client.request(PRODUCT, { slug: 'desk' })).toEqual({ product: { id: DESK.id, title: DESK.title } });
  expect(shop.ways()).toEqual([`${method} text`]);
});

test('graphql-request learns the code of its mistake', async () => {
  const error = await new GraphQLClient(shop.graphqlUrl).request('query Nope { nope }').catch((reason) => reason);
  expect(error).toBeInstanceOf(ClientError);
  const { status, errors } = (error as ClientError).response;
  expect([status, errors!.map(({ extensions }) => extensions.code)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
});

test("the GraphQL foundation's audit of GraphQL over HTTP finds nothing but what we do on purpose", async () => {
  const results = await auditServer({ url: shop.graphqlUrl });
  expect(results.length).toBeGreaterThan(60);
  const found = (status: string) => results.filter((result) => result.status === status).map(({ name }) => name);
  expect(found('error')).toEqual([]);
  expect(found('warn')).toEqual([
    // 400 under application/json, too: docs/decisions/2026-11-21-any-client.md
    'SHOULD use 200 status code on document parsing failure when accepting application/json',
    'SHOULD use 200 status code on document validation failure when accepting application/json',
    'SHOULD use a status code of 200 on variable coercion failure when accepting application/json',
  ]);
});

/** Every header that our SDK or another client is known to send. */
const SENT = [
  'accept-language',
  'apollo-require-preflight',
  'apollographql-client-name',
  'apollographql-client-version',
  'authorization',
  'content-type',
  'traceparent',
  'tracestate',
  'x-apollo-operation-name',
  'x-cart-token',
  'x-market',
  'x-order-token',
  'x-request-id',
];
const ORIGIN = 'https://shop.example';

test('a browser lets a page of an allowed site ask with its cookies, every header that clients send, and read what it needs', async () => {
  const preflight = await request(shop.graphqlUrl, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': SENT.join(','),
      'sec-fetch-mode': 'cors',
      'sec-fetch-site': 'cross-site',
    },
  });
  const { statusCode, headers } = preflight;
  expect(statusCode).toBe(204);
  expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(headers['access-control-allow-credentials']).toBe('true');
  expect(headers['access-control-allow-methods']).toBe('GET, POST, PUT');
  expect(String(headers['access-control-allow-headers']).split(',')).toEqual(SENT);
  expect(headers['access-control-max-age']).toBe('7200');
  expect(headers.vary).toBe('Origin, Access-Control-Request-Headers');
  expect(shop.arrived).toEqual([]);

  for (const [method, address, body] of [
    ['POST', shop.graphqlUrl, JSON.stringify({ query: '{ product(slug: "desk") { id } }' })],
    ['GET', `${shop.url}/schema.graphql`, undefined],
    ['POST', shop.graphqlUrl, 'no JSON'],
    ['POST', shop.graphqlUrl, JSON.stringify({ query: '{ nope }' })],
  ] as const) {
    const answer = await request(address, {
      method,
      body,
      headers: { origin: ORIGIN, 'content-type': 'application/json' },
    });
    await answer.body.dump();
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.headers['access-control-allow-credentials']).toBe('true');
    expect(answer.headers.vary).toMatch(/^Origin\b/);
    const readable = String(answer.headers['access-control-expose-headers']).split(', ');
    expect(readable).toEqual(expect.arrayContaining(['etag', 'ratelimit', 'retry-after', 'x-request-id']));
  }
});
