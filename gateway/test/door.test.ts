import { request, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createTokenVerifier } from '@storegraph/kit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openGateway } from './world.ts';

const gateway = await openGateway();
const { graph, post, arrived, answers, accessToken } = gateway;
afterAll(() => gateway.close());
beforeEach(() => gateway.reset());
const ME = '{ me { email } }';
const me = () => ({ data: { me: { email: 'ada@shop.example' } } });

test('a subgraph learns who asks from a token of the gateway, made for that subgraph alone', async () => {
  answers.users = me;
  const token = await accessToken();

  const { data } = await graph(ME, { authorization: `Bearer ${token}` });

  expect(data).toEqual({ me: { email: 'ada@shop.example' } });
  const { authorization } = arrived[0]!.headers;
  expect(authorization).not.toContain(token);
  const verifyAs = (name: string) => createTokenVerifier({ name, jwks: gateway.internalJwks })(authorization);
  expect(await verifyAs('users')).toEqual({
    service: 'gateway',
    viewer: { id: 'usr_01jd0000000000000000000001', roles: ['CUSTOMER'], sessionId: 'session-1' },
  });
  expect(await verifyAs('orders')).toBeNull();
});

test('of what a client sends only the headers that are meant for subgraphs arrive', async () => {
  answers.users = me;
  await graph(ME, {
    'x-cart-token': 'cart-token',
    'x-order-token': 'order-token',
    'x-user-id': 'usr_somebody',
    'x-request-id': 'mine',
    'x-forwarded-for': '203.0.113.9',
    'x-roles': 'ADMIN',
    cookie: 'refresh_token=abc',
  });
  const { headers } = arrived[0]!;
  expect(headers).toMatchObject({
    'x-cart-token': 'cart-token',
    'x-order-token': 'order-token',
    cookie: 'refresh_token=abc',
  });
  expect(headers).not.toHaveProperty('x-user-id');
  expect(headers).not.toHaveProperty('x-roles');
  expect(headers['x-request-id']).toMatch(/^[\w-]{36}$/);
  expect(headers['x-forwarded-for']).toBe('127.0.0.1');
});

test('the refresh cookie goes to users only, and comes back from there', async () => {
  answers.users = (_arrived, response) => {
    response.setHeader('set-cookie', ['refresh_token=next; HttpOnly', 'other=1']);
    return me();
  };
  const { headers } = await graph(ME);
  expect(headers.getSetCookie()).toEqual(['refresh_token=next; HttpOnly', 'other=1']);

  answers.products = () => ({ data: { product: null } });
  await graph('{ product(slug: "x") { title } }', { cookie: 'refresh_token=abc' });
  expect(arrived.at(-1)).toMatchObject({ subgraph: 'products' });
  expect(arrived.at(-1)!.headers).not.toHaveProperty('cookie');
});

test('no other subgraph sets a cookie in the name of the shop', async () => {
  answers.products = (_arrived, response) => {
    response.setHeader('set-cookie', 'refresh_token=evil');
    return { data: { product: null } };
  };
  expect((await graph('{ product(slug: "x") { title } }')).headers.getSetCookie()).toEqual([]);
});

test('the way to the pictures leads to nothing else', async () => {
  answers.products = () => ({ secret: true });
  const { hostname, port } = new URL(gateway.url);
  for (const path of [
    '/media/../metrics',
    '/media/%2e%2e/internal/stock',
    '/media/x/../../graphql?query=a',
    '/media/..',
  ]) {
    const status = await new Promise<number>((done) => {
      request({ hostname, port, path }, (response) => done(response.resume().statusCode!)).end(); // fetch would resolve the dots
    });
    expect([path, status]).toEqual([path, 404]);
  }
  expect(arrived).toEqual([]);
});

test('a token that is expired, forged, for another audience or of another type signs nobody in', async () => {
  const stranger = await gateway.newKey('user-key');
  const none = `${btoa('{"alg":"none","typ":"at+jwt"}')}.${btoa('{"sub":"usr_1"}')}.`;
  const bad = [
    await accessToken({ expires: '-1m' }),
    await accessToken({ key: stranger }),
    await accessToken({ audience: 'another shop' }),
    await accessToken({ typ: 'internal+jwt' }),
    none,
    'nonsense',
  ];
  for (const token of bad) {
    const { data, errors, status } = await graph(ME, { authorization: `Bearer ${token}` });
    expect([status, data, errors.length]).toEqual([200, undefined, 1]);
    expect(errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED', requestId: expect.any(String) });
  }
  expect((await graph(ME, { authorization: 'Basic YTpi' })).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(arrived).toEqual([]);
});

test('what a subgraph says about its insides stays inside', async () => {
  answers.users = () => ({
    data: { me: null },
    errors: [
      {
        message: 'relation "users" does not exist at 10.0.0.7:5432',
        path: ['me'],
        extensions: {
          code: 'INTERNAL_SERVER_ERROR',
          stacktrace: ['at query (/app/users.js:1:1)'],
          serviceName: 'users',
        },
      },
    ],
  });
  const { errors } = await graph(ME);
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side',
      path: ['me'],
      extensions: { code: 'INTERNAL', requestId: expect.any(String) },
    },
  ]);
});

test('codes of the contract pass with what they carry', async () => {
  const error = {
    message: 'Must be an e-mail address',
    path: ['me'],
    extensions: { code: 'BAD_USER_INPUT', field: 'input.email', rule: 'email' },
  };
  answers.users = () => ({ data: { me: null }, errors: [error] });
  const { errors } = await graph(ME);
  expect(errors[0]).toMatchObject({ message: error.message, extensions: error.extensions });
});

test.each([
  ['hangs', () => undefined],
  ['answers 500', (_: unknown, response: ServerResponse): void => void response.writeHead(500).end('oops')],
  ['answers no JSON', (_: unknown, response: ServerResponse): void => void response.end('<html>')],
  ['drops the connection', (_: unknown, response: ServerResponse): void => void response.destroy()],
  [
    'refuses our token',
    (_: unknown, response: ServerResponse): void => void response.writeHead(401).end('{"errors":[]}'),
  ],
] as const)('a subgraph that %s blanks its own fields and no others', async (_, answer) => {
  answers.orders = () => ({
    data: { order: { number: 'SG-1', items: [{ title: 'Bowl', product: { __typename: 'Product', id: 'prod_1' } }] } },
  });
  answers.products = answer;
  const { data, errors } = await graph('{ order(number: "SG-1") { number items { title product { title } } } }');
  expect(data).toEqual({ order: { number: 'SG-1', items: [{ title: 'Bowl', product: null }] } });
  expect(errors).toMatchObject([
    {
      message: 'This part is not available at the moment',
      extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) },
    },
  ]);
});

test('references to the same domain travel together', async () => {
  const items = ['prod_1', 'prod_2', 'prod_1'].map((id) => ({ title: id, product: { __typename: 'Product', id } }));
  answers.orders = () => ({ data: { order: { items } } });
  answers.products = ({ body }) => ({
    data: {
      _entities: JSON.parse(body.toString()).variables.representations.map(({ id }: { id: string }) => ({
        title: `title of ${id}`,
      })),
    },
  });
  const { data } = await graph('{ order(number: "SG-1") { items { title product { title } } } }');
  expect(data.order.items.map(({ product }: any) => product.title)).toEqual([
    'title of prod_1',
    'title of prod_2',
    'title of prod_1',
  ]);
  expect(arrived.map(({ subgraph }) => subgraph)).toEqual(['orders', 'products']);
});

test("identical anonymous queries at the same time are sent once; what is somebody's own is sent for each", async () => {
  const patient = await openGateway({ queryTimeoutInMs: 30_000, operationTimeoutInMs: 60_000 });
  try {
    const { graph, answers, arrived } = patient;
    const bowl = { data: { product: { title: 'Bowl' } } };
    const query = '{ product(slug: "shared") { title } }';
    answers.products = () => bowl;
    await graph(query); // planned
    arrived.length = 0;
    // long enough for the last of them to come while the first is under way, on a busy machine as well
    answers.products = () => delay(2_000, bowl);
    const shared = await Promise.all(Array.from({ length: 10 }, () => graph(query)));
    expect([arrived.length, new Set(shared.map(({ data }) => data.product.title))]).toEqual([1, new Set(['Bowl'])]);

    arrived.length = 0;
    answers.products = () => bowl;
    await Promise.all(['a', 'b', 'c'].map((token) => graph(query, { 'x-cart-token': token })));
    expect(arrived.map(({ headers }) => headers['x-cart-token']).sort()).toEqual(['a', 'b', 'c']);
  } finally {
    await patient.close();
  }
});

test('what an operation asks one after the other has to fit into its whole time', async () => {
  const short = await openGateway({ queryTimeoutInMs: 10_000, operationTimeoutInMs: 1_500 });
  try {
    const slow = (answer: object, ms: number) => () => delay(ms, answer, { ref: false });
    short.answers.orders = slow({ data: { order: { items: [{ product: { __typename: 'Product', id: 'a' } }] } } }, 100);
    short.answers.products = slow({ data: { _entities: [{ title: 'Axe' }] } }, 5_000);
    const { data, errors } = await short.graph('{ order(id: "ord_1") { items { product { title } } } }');
    expect(data.order.items).toEqual([{ product: null }]);
    expect(errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  } finally {
    await short.close();
  }
});

test('a subgraph that does not answer is spared, and nobody waits for it', async () => {
  const spared = await openGateway({ failuresToOpen: 5 });
  const { graph, answers, arrived } = spared;
  answers.carts = (_arrived, response) => void response.destroy();
  const query = '{ cart { id } }';
  for (let time = 0; time < 8; time++)
    expect((await graph(query, { 'x-cart-token': 'a' })).errors).toMatchObject([
      { extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
  const asked = arrived.length;
  expect(asked).toBeLessThan(8);
  await new Promise((pause) => setTimeout(pause, 1_100));
  answers.carts = () => ({ data: { cart: { id: 'cart_1' } } });
  for (let time = 0; time < 2; time++)
    expect((await graph(query, { 'x-cart-token': 'a' })).data).toEqual({ cart: { id: 'cart_1' } });
  await spared.close();
});

test('an operation that is known by its text is answered under the same rules', async () => {
  answers.users = me;
  const token = { authorization: `Bearer ${await accessToken()}` };
  for (let time = 0; time < 3; time++) expect((await graph(ME, token)).data).toEqual(me().data);
  expect((await graph(ME, { authorization: `Bearer ${await accessToken({ expires: '-1m' })}` })).errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) } },
  ]);
  expect((await (await post({ query: ME, operationName: 'Other' }, token)).json()).errors).toHaveLength(1);
  expect((await post({ query: ME }, { ...token, 'content-type': 'text/plain' })).status).toBeGreaterThanOrEqual(400);

  const two = 'query A { me { email } } query B { me { displayName } }';
  answers.users = ({ body }) => ({
    data: { me: body.toString().includes('displayName') ? { displayName: 'Ada' } : { email: 'a' } },
  });
  const run = async (operationName?: string) =>
    (await (await post({ query: two, operationName }, token)).json()) as any;
  for (let time = 0; time < 3; time++) {
    expect((await run('A')).data.me).toEqual({ email: 'a' });
    expect((await run('B')).data.me).toEqual({ displayName: 'Ada' });
    expect((await run()).errors).toHaveLength(1);
  }
});

test('webhooks pass byte for byte, with their signature and nothing else', async () => {
  const bytes = Buffer.from('{ "id":  "evt_1",\n "amount": 1e2, "text": "é\\u00e9" }');
  answers.payments = () => ({ received: true });
  const response = await fetch(`${gateway.url}/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'stripe-signature': 't=1,v1=abc',
      authorization: 'Bearer x',
      cookie: 'a=b',
    },
    body: bytes,
  });
  expect([response.status, await response.json()]).toEqual([200, { received: true }]);
  const [delivery] = arrived;
  expect(delivery!.path).toBe('/webhooks/stripe');
  expect(delivery!.body.equals(bytes)).toBe(true);
  expect(delivery!.headers['stripe-signature']).toBe('t=1,v1=abc');
  expect(delivery!.headers).not.toHaveProperty('cookie');
  expect(delivery!.headers).not.toHaveProperty('authorization');
});

test('other sites read answers only when they are allowed to, and no answer invites sniffing', async () => {
  answers.users = me;
  const allowed = await post({ query: ME }, { origin: 'https://shop.example' });
  const other = await post({ query: ME }, { origin: 'https://evil.example' });
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(other.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  expect(allowed.headers.get('x-content-type-options')).toBe('nosniff');
  expect(allowed.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});
