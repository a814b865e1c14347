import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const lines: any[] = [];
const gateway = await openGateway({ lines });
const { url, post, answers, accessToken } = gateway;
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.reset();
  lines.length = 0;
});

const PRODUCT = 'query ProductTitle($slug: String!) { product(slug: $slug) { title } }';
const product = () => ({ data: { product: { title: 'A lamp' } } });
const hashOf = (document: string) => createHash('sha256').update(document).digest('hex').slice(0, 16);

/** The one line of what `work` asks. */
async function lineOf(work: () => Promise<unknown>): Promise<any> {
  await work();
  while (!lines.some(({ msg }) => msg === 'request')) await new Promise((done) => setTimeout(done, 5));
  const [line, ...others] = lines.filter(({ msg }) => msg === 'request');
  expect(others).toEqual([]);
  return line;
}

test('an operation leaves one line: what it was, who asked, what it cost, how it was answered', async () => {
  answers.products = product;
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = {
    authorization: `Bearer ${await accessToken({ roles: ['STAFF', 'CUSTOMER'] })}`,
    'apollographql-client-name': 'storefront',
    'apollographql-client-version': '1.2.3',
    traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  };
  const body = { query: PRODUCT, variables: { slug: 'secret-slug' } };
  let requestId: string | null = '';
  const line = await lineOf(async () => {
    requestId = (await post(body, headers)).headers.get('x-request-id');
  });

  expect(line).toEqual({
    level: 30,
    time: expect.any(Number),
    service: 'gateway',
    name: 'gateway',
    msg: 'request',
    requestId,
    traceId: trace,
    method: 'POST',
    route: '/graphql',
    status: 200,
    ms: expect.any(Number),
    operation: 'ProductTitle',
    kind: 'query',
    document: hashOf(PRODUCT),
    viewer: 'customer+staff',
    cost: 1,
    by: 'compiledPlan',
    client: 'storefront',
    clientVersion: '1.2.3',
  });
});

test('codes are named, and what was kept, and whether it is old', async () => {
  answers.products = (_, response) => {
    response.setHeader('x-answer', 'public').setHeader('x-tags', 'Product:1');
    return product();
  };
  const body = { query: '{ product(slug: "kept") { title } }' };
  await lineOf(() => post(body));
  lines.length = 0;
  expect(await lineOf(() => post(body))).toMatchObject({ by: 'keptAnswers', operation: 'anonymous' });

  const event = { id: randomUUID(), type: 'CatalogueChanged', payload: {}, occurredAt: '' };
  await fetch(`${url}/internal/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await gateway.serviceToken('products')}` },
    body: JSON.stringify(event),
  });
  answers.products = (_, response) => void response.destroy();
  lines.length = 0;
  expect(await lineOf(() => post(body))).toMatchObject({ by: 'keptAnswers', stale: true });
  lines.length = 0;
  expect(await lineOf(() => post({ query: '{ nothing }' }))).toMatchObject({
    status: 400,
    codes: ['GRAPHQL_VALIDATION_FAILED'],
    document: hashOf('{ nothing }'),
  });
});

test.each([
  ['a body that is too long', () => post({ query: ' '.repeat(200_000) }), 413, 'PAYLOAD_TOO_LARGE'],
  ['a body that is no JSON', () => post('{'), 400, 'BAD_USER_INPUT'],
  ['no operation', () => post({}), 400, 'BAD_USER_INPUT'],
  ['a token that is none', () => post({ query: '{ a }' }, { authorization: 'Bearer x' }), 200, 'UNAUTHENTICATED'],
  ['an address where nothing is', () => fetch(`${url}/nothing?email=grace@shop.example`), 404, 'NOT_FOUND'],
])('%s leaves its line, too', async (_, ask, status, code) => {
  expect(await lineOf(ask)).toMatchObject({ status, codes: [code], requestId: expect.any(String) });
});

test('whoever only has a token of a cart or an order is told apart from strangers, and not named', async () => {
  answers.products = product;
  const kindWith = async (headers: Record<string, string>) => {
    lines.length = 0;
    return (await lineOf(() => post({ query: PRODUCT, variables: { slug: 'a' } }, headers))).viewer;
  };
  expect(await kindWith({})).toBe('anonymous');
  expect(await kindWith({ 'x-cart-token': 'secret-cart-token' })).toBe('token');
  expect(await kindWith({ 'x-order-token': 'secret-order-token' })).toBe('token');
});

test('a client calls itself what it wants, in sixty-four plain characters', async () => {
  const name = `app\u2028{"level":60}<b>${'a'.repeat(100)}`;
  const { client, clientVersion } = await lineOf(() =>
    post({ query: '{ a }' }, { 'x-client-name': encodeURIComponent(name), 'x-client-version': '1.0' }),
  );
  expect([client.length, clientVersion]).toEqual([64, '1.0']);
  expect(client).toMatch(/^[\w .+/-]+$/);
});

test('the name of an operation is a hundred letters of it at most', async () => {
  const name = 'N'.repeat(5_000);
  answers.products = product;
  const line = await lineOf(() => post({ query: `query ${name} { product(slug: "a") { title } }` }));
  expect(line.operation).toBe(name.slice(0, 100));
});

test('no line holds what somebody sent as a value, and no token', async () => {
  const email = 'grace@shop.example';
  const token = await accessToken();
  answers.users = () => ({ data: { signIn: null }, errors: [{ message: `no ${email}` }] });
  await lineOf(() =>
    post(
      {
        query: 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }',
        variables: { input: { email, password: 'hunter2' } },
      },
      { authorization: `Bearer ${token}`, cookie: 'refresh_token=abc', 'x-cart-token': 'cart-token-1' },
    ),
  );
  const text = JSON.stringify(lines.filter(({ msg }) => msg === 'request'));
  for (const secret of [email, 'hunter2', token, 'refresh_token', 'cart-token-1']) expect(text).not.toContain(secret);
});

test('an operation that comes for the first time is only planned by Apollo, which is no mistake to tell of', async () => {
  answers.carts = () => ({ data: { createCart: { cart: null } } });
  await lineOf(() => post({ query: 'mutation { createCart { cart { id } } }' }));
  expect(lines.map(({ msg }) => msg)).toEqual(['request']);
});

test('looking whether the gateway is well leaves no line', async () => {
  await fetch(`${url}/health`);
  expect((await lineOf(() => fetch(`${url}/nothing`))).status).toBe(404);
});
