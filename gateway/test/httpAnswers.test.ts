import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const trusted = new Map([['a'.repeat(64), '{ product(slug: "a") { id } }']]);
const gateway = await openGateway({ trusted, queryTimeoutInMs: 10_000, operationTimeoutInMs: 20_000 });
const { answers, arrived, accessToken, url } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());

const GRAPHQL = 'application/graphql-response+json';
/** Of everybody, or only of who asks. */
const product = (title: string, kind = 'public') => {
  answers.products = (_arrived, response) => {
    response.setHeader('x-answer', kind);
    return { data: { product: { id: 'prod_1', title } } };
  };
};
/** Without the headers that fetch adds on its own. */
async function ask(body: object | null, headers: Record<string, string> = {}, search = '') {
  const {
    statusCode,
    headers: received,
    body: stream,
  } = await request(`${url}/graphql${search}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body && JSON.stringify(body),
  });
  const bytes = Buffer.from(await stream.arrayBuffer());
  return { status: statusCode, headers: received as Record<string, string | undefined>, bytes };
}
const jsonOf = (bytes: Buffer) => JSON.parse(bytes.toString());
/** Kept, from a compiled plan, from Apollo. */
const LINKS = [{}, { 'x-execution': 'compiledPlan' }, { 'x-execution': 'apollo' }] as Record<string, string>[];
let slugs = 0;
const newQuery = () => `{ product(slug: "${++slugs}") { title } }`;

test.each([
  [undefined, 'application/json; charset=utf-8'],
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/graphql-response+json', `${GRAPHQL}; charset=utf-8`],
  ['application/graphql-response+json;q=0.5, application/json', 'application/json; charset=utf-8'],
  ['application/json;q=0.9, application/graphql-response+json', `${GRAPHQL}; charset=utf-8`],
  ['application/json;q=0, application/*', `${GRAPHQL}; charset=utf-8`],
  ['text/event-stream, multipart/mixed, application/json;q=0.1', 'application/json; charset=utf-8'],
])('who accepts %s gets %s from every link', async (accept, type) => {
  product('Desk');
  const query = newQuery();
  await ask({ query });
  for (const link of LINKS) {
    const { status, headers, bytes } = await ask({ query }, { ...(accept && { accept }), ...link });
    expect([status, headers['content-type']]).toEqual([200, type]);
    expect(headers.vary).toMatch(/\baccept, accept-encoding\b/);
    expect(jsonOf(bytes)).toEqual({ data: { product: { title: 'Desk' } } });
  }
});

test.each(['text/xml', 'text/event-stream', 'application/json;q=0'])(
  'who accepts only %s is refused before anything is done',
  async (accept) => {
    answers.users = () => ({ data: { signOut: { signedOut: true } } });
    for (const link of LINKS) {
      const { status, headers, bytes } = await ask(
        { query: 'mutation { signOut { signedOut } }' },
        { accept, ...link },
      );
      expect([status, headers['content-type']]).toEqual([406, 'application/json; charset=utf-8']);
      expect(jsonOf(bytes).errors[0].extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'accept',
        rule: 'mediaType',
      });
    }
    expect(arrived).toEqual([]);
  },
);

test("under GraphQL's own media type nothing without data has a status of success", async () => {
  const statusOf = async (query: string, headers: Record<string, string>) => {
    const { status, bytes, headers: received } = await ask({ query }, headers);
    expect(jsonOf(bytes)).not.toHaveProperty('data');
    return [status, received['content-type']];
  };
  const bearer = { authorization: 'Bearer nonsense' };
  expect(await statusOf('{ me { id } }', bearer)).toEqual([200, 'application/json; charset=utf-8']);
  expect(await statusOf('{ me { id } }', { ...bearer, accept: GRAPHQL })).toEqual([401, `${GRAPHQL}; charset=utf-8`]);
  expect(await statusOf('{ nope }', { accept: GRAPHQL })).toEqual([400, `${GRAPHQL}; charset=utf-8`]);
  const long = `{ me { id } } #${'x'.repeat(100_000)}`;
  expect(await statusOf(long, { accept: GRAPHQL })).toEqual([413, `${GRAPHQL}; charset=utf-8`]);
});

test('what was executed and has an error is a success with data', async () => {
  answers.products = () => ({
    data: { product: null },
    errors: [{ message: 'no', path: ['product'], extensions: { code: 'NOT_FOUND' } }],
  });
  const query = newQuery();
  for (const link of [...LINKS, ...LINKS]) {
    const { status, bytes } = await ask({ query }, { accept: GRAPHQL, ...link });
    expect([status, jsonOf(bytes).data]).toEqual([200, { product: null }]);
  }
});

const title = 'A walnut desk. '.repeat(200);
test('an answer that is too long was executed: it has no data, and is no success that could be kept', async () => {
  // each of the two subgraphs may say so much, not both together
  product('x'.repeat(2_600_000));
  answers.carts = () => ({ data: { cart: { email: 'x'.repeat(2_600_000) } } });
  const query = `{ product(slug: "${++slugs}") { title } cart { email } }`;
  for (const link of LINKS) {
    const { status, headers, bytes } = await ask({ query }, { accept: GRAPHQL, ...link });
    const { data, errors } = jsonOf(bytes);
    expect([status, data, headers['cache-control']]).toEqual([200, null, 'private, no-store']);
    expect(errors[0].extensions).toMatchObject({
      code: 'OPERATION_NOT_ALLOWED',
      rule: 'answerLength',
      limit: 5_000_000,
    });
  }
});

test.each([
  ['br', 'br'],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, *', 'gzip'],
  ['GZIP', 'gzip'],
  ['br;q=0', undefined],
  ['deflate', undefined],
  ['xbr, gzipped', undefined],
  ['identity, br;q=0.9', undefined],
  ['*;q=0', undefined],
  ['', undefined],
])('who takes the encodings "%s" gets %s from every link, of public and of own answers', async (accepted, encoding) => {
  for (const kind of ['public', 'own']) {
    product(title, kind);
    const query = newQuery();
    await ask({ query });
    for (const link of LINKS) {
      const { headers, bytes } = await ask({ query }, { 'accept-encoding': accepted, ...link });
      expect([headers['content-encoding'], headers['content-length']]).toEqual([encoding, String(bytes.length)]);
      const text = encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
      expect(jsonOf(text)).toEqual({ data: { product: { title } } });
    }
  }
});

test('an answer of a hundred thousand bytes is compressed, too', async () => {
  const long = 'A walnut desk. '.repeat(7_000);
  product(long, 'own');
  const { headers, bytes } = await ask({ query: newQuery() }, { 'accept-encoding': 'br' });
  expect([headers['content-encoding'], bytes.length < 1_000]).toEqual(['br', true]);
  expect(jsonOf(brotliDecompressSync(bytes))).toEqual({ data: { product: { title: long } } });
});

test('what fits into one packet is not compressed', async () => {
  product('Desk');
  expect((await ask({ query: newQuery() }, { 'accept-encoding': 'br' })).headers).not.toHaveProperty(
    'content-encoding',
  );
});

const inAddress = (search: Record<string, string>) => `?${new URLSearchParams(search)}`;
const byId = inAddress({ documentId: `sha256:${'a'.repeat(64)}` });

test('a public answer to a GET may be kept on the way for seconds, by who sends the same, from the first one on', async () => {
  product('Desk');
  for (let time = 0; time < 3; time++) {
    const { headers, bytes } = await ask(null, {}, byId);
    expect(jsonOf(bytes)).toEqual({ data: { product: { id: 'prod_1' } } });
    expect(headers['cache-control']).toBe('public, max-age=10');
    expect(headers.etag).toMatch(/^W\/"[\w-]{27}"$/);
    expect(headers.vary).toBe('Origin, accept, accept-encoding, authorization, cookie, x-cart-token, x-order-token');
  }
});

test('a public answer that is shown while its subgraph is away is asked for again', async () => {
  product('Desk');
  await ask(null, {}, byId);
  const event = {
    id: crypto.randomUUID(),
    type: 'CatalogueChanged',
    occurredAt: new Date().toISOString(),
    payload: {},
  };
  await request(`${url}/internal/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await gateway.serviceToken('products')}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  answers.products = (_arrived, response) => void response.writeHead(503).end();
  const { status, headers, bytes } = await ask(null, {}, byId);
  expect([status, jsonOf(bytes)]).toEqual([200, { data: { product: { id: 'prod_1' } } }]);
  expect([headers['cache-control'], typeof headers.etag]).toEqual(['no-cache', 'string']);
});

test('a public answer to a POST has a tag, and is asked for again', async () => {
  product('Desk');
  const { headers } = await ask({ query: newQuery() });
  expect([headers['cache-control'], typeof headers.etag]).toEqual(['no-cache', 'string']);
});

test.each<[string, () => Promise<Record<string, string>>]>([
  ['signed in', async () => ({ authorization: `Bearer ${await accessToken()}` })],
  ['a cookie', async () => ({ cookie: 'refresh_token=abc' })],
  ['a cart', async () => ({ 'x-cart-token': 'cart-token' })],
  ['an order', async () => ({ 'x-order-token': 'order-token' })],
])('nothing may keep what is sent to who has %s', async (_, headersOf) => {
  product('Desk');
  await ask(null, {}, byId);
  const { status, headers } = await ask(null, await headersOf(), byId);
  expect([status, headers['cache-control'], headers.etag]).toEqual([200, 'private, no-store', undefined]);
});

test('nothing may keep what is not public, or a mistake', async () => {
  product('Desk', 'own');
  const own = await ask(null, { 'apollo-require-preflight': '1' }, inAddress({ query: newQuery() }));
  expect([own.status, own.headers['cache-control'], own.headers.etag]).toEqual([200, 'private, no-store', undefined]);
  const invalid = await ask(null, { 'apollo-require-preflight': '1' }, inAddress({ query: '{ nope }' }));
  expect([invalid.status, invalid.headers['cache-control']]).toEqual([400, 'private, no-store']);
  const unknown = await ask(null, {}, inAddress({ documentId: 'nope' }));
  expect([unknown.status, unknown.headers['cache-control']]).toEqual([400, 'no-store']);
});

test('who has an answer already gets no body: one tag, a list, weak ones, any', async () => {
  product('Desk');
  const { headers } = await ask(null, {}, byId);
  const etag = headers.etag!;
  const strong = etag.slice(2);
  for (const known of [etag, strong, `"other", ${etag}`, `W/"other",${strong} , "more"`, '*']) {
    const { status, bytes, headers: again } = await ask(null, { 'if-none-match': known }, byId);
    expect([known, status, bytes.length]).toEqual([known, 304, 0]);
    expect(again).toMatchObject({ etag, 'cache-control': 'public, max-age=10', vary: headers.vary });
  }
  for (const unknown of ['"other"', 'W/"other", "more"', strong.slice(1, -1)])
    expect((await ask(null, { 'if-none-match': unknown }, byId)).status).toBe(200);
  expect((await ask(null, { 'if-none-match': etag, 'cache-control': 'no-cache' }, byId)).status).toBe(304);
});
