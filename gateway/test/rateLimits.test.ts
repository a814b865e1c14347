import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRateLimits } from '../src/http/rateLimits.settings.ts';
import { countInMemory } from '../src/http/rateLimits.store.ts';
import { createRateLimits } from '../src/http/rateLimits.ts';
import { openGateway } from './world.ts';

// time stands still: what is left of a minute is exact
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T12:00:00Z') }));
const worlds: { close(): Promise<void> }[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

const shopLimits = readRateLimits(fileURLToPath(new URL('../../rate-limits.yaml', import.meta.url)), true)!;
const plenty = { points: 100_000, seconds: 60 };
type Options = NonNullable<Parameters<typeof openGateway>[0]>;
const open = async (rateLimits: Options['rateLimits'], options: Options = {}) => {
  const gateway = await openGateway({ ...options, rateLimits, proxies: 'loopback' });
  worlds.push(gateway);
  gateway.answers.users = () => ({ data: { me: { email: 'ada@shop.example' } } });
  gateway.answers.products = (_arrived, response) => {
    response.setHeader('x-answer', 'public').setHeader('x-tags', 'Product:prod_1');
    return { data: { product: { title: 'Bowl' } } };
  };
  return gateway;
};
type World = Awaited<ReturnType<typeof open>>;
const from = (address: string) => ({ 'x-forwarded-for': address });
const ME = '{ me { email } }';
const PRODUCT = '{ product(slug: "bowl") { title } }';

/** Statuses of the same request, so many times after another. */
async function repeat({ graph }: World, times: number, query: string, headers = {}, variables = {}) {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await graph(query, headers, variables)).status);
  return statuses;
}

test('one address has so many requests in some time, kept answers and pictures included', async () => {
  const shop = await open({ requests: { points: 23, seconds: 60 } });
  const ada = from('203.0.113.1');
  expect(await repeat(shop, 3, PRODUCT, ada)).toEqual([200, 200, 200]); // the first one, which is parsed, counts as twenty
  expect((await fetch(`${shop.url}/media/bowl.svg`, { headers: ada })).status).toBe(200);
  shop.arrived.length = 0;

  const refused = await shop.graph(PRODUCT, ada);

  expect([refused.status, refused.data, shop.arrived]).toEqual([429, undefined, []]);
  expect(refused.errors).toEqual([
    {
      message: 'Too many requests: try again in 60 s',
      extensions: { code: 'RATE_LIMITED', retryAfterInSeconds: 60, requestId: expect.any(String) },
    },
  ]);
  const { headers } = refused;
  expect(['retry-after', 'ratelimit-policy', 'ratelimit'].map((name) => headers.get(name))).toEqual([
    '60',
    '"requests";q=23;w=60',
    '"requests";r=0;t=60',
  ]);
  expect((await shop.graph(PRODUCT, from('203.0.113.2'))).status).toBe(200);
  expect((await fetch(`${shop.url}/health`, { headers: ada })).status).toBe(200);

  vi.setSystemTime(Date.now() + 60_000);
  expect((await shop.graph(PRODUCT, ada)).status).toBe(200);
});

test('a whole /64 of IPv6 addresses is one address, and so are an IPv4 address and its IPv6 form', async () => {
  const shop = await open({ requests: { points: 20, seconds: 60 } });
  await shop.graph(PRODUCT, from('198.51.100.1'));
  const ask = (times: number, address: string) => repeat(shop, times, PRODUCT, from(address));
  await ask(12, '2001:db8:0:1::1');
  await ask(8, '2001:db8:0:1:ffff::2');
  expect(await ask(1, '2001:db8:0:1:2:3:4:5')).toEqual([429]);
  expect(await ask(1, '2001:db8:0:2::1')).toEqual([200]);
  await ask(12, '203.0.113.9');
  await ask(8, '::ffff:203.0.113.9');
  expect(await ask(1, '::ffff:cb00:7109')).toEqual([429]);
});

test.each([
  ['that cannot be parsed', '{ me {'],
  ['that is not valid', '{ nothing }'],
  ['that is too deep', `{ category(slug: "a") { ${'parent { '.repeat(20)}id${' }'.repeat(20)} } }`],
  ['that nobody has asked before', ME],
])('a document %s counts as twenty requests', async (_, query) => {
  const shop = await open({ requests: { points: 40, seconds: 60 } });
  const statuses = await repeat(shop, 3, query, { 'x-execution': 'apollo' });
  expect(statuses.map((status) => status === 429)).toEqual([false, false, true]);
});

test('documents that are planned at boot count for nobody, and their first client asks for what is known', async () => {
  const trusted = new Map([['a'.repeat(64), ME]]);
  const shop = await open({ requests: { points: 2, seconds: 60 } }, { trusted });
  await shop.warmUp();
  expect(await repeat(shop, 3, ME)).toEqual([200, 200, 429]);
});

const TEN = 'query ($first: Int) { products(first: $first) { nodes { title } } }';
const costs = async ({ graph }: World, query: string, headers: Record<string, string>, variables = {}) => {
  const answer = await graph(query, headers, variables);
  return [answer.status, answer.headers.get('ratelimit')];
};

test.each(['apollo', 'compiledPlan'])('operations are charged by what they may ask for, by %s', async (link) => {
  const shop = await open({ cost: { perAddress: { points: 30, seconds: 60 }, perViewer: plenty } });
  await shop.graph(TEN, from('203.0.113.1'), { first: 10 }); // known from now on
  const ada = { ...from('203.0.113.2'), 'x-execution': link };
  expect(await costs(shop, TEN, ada, { first: 10 })).toEqual([200, '"cost";r=19;t=60']);
  expect(await costs(shop, TEN, ada, { first: 17 })).toEqual([200, '"cost";r=1;t=60']);
  shop.arrived.length = 0;

  const refused = await shop.graph(TEN, ada, { first: 1 });

  expect([refused.status, refused.data, refused.headers.get('x-execution'), shop.arrived]).toEqual([
    429,
    undefined,
    link,
    [],
  ]);
  expect(refused.errors).toEqual([
    {
      message: 'Too many requests: try again in 60 s',
      extensions: { code: 'RATE_LIMITED', retryAfterInSeconds: 60, requestId: expect.any(String) },
    },
  ]);
  const { headers } = refused;
  expect(['retry-after', 'ratelimit-policy', 'ratelimit'].map((name) => headers.get(name))).toEqual([
    '60',
    '"cost";q=30;w=60',
    '"cost";r=0;t=60',
  ]);
});

test('the default of a variable costs as much as its value', async () => {
  const shop = await open({});
  const withDefault = 'query ($first: Int = 40) { products(first: $first) { nodes { title } } }';
  for (const link of ['apollo', 'compiledPlan'])
    expect(await costs(shop, withDefault, { ...from(`2001:db8:0:${link.length}::1`), 'x-execution': link })).toEqual([
      200,
      `"cost";r=${100_000_000 - 41};t=60`,
    ]);
});

test('every operation costs one at least, and what is kept nothing', async () => {
  const shop = await open({ cost: { perAddress: { points: 3, seconds: 60 }, perViewer: plenty } });
  const ada = from('203.0.113.1');
  expect(await costs(shop, '{ __typename }', ada)).toEqual([200, '"cost";r=2;t=60']);
  expect(await costs(shop, PRODUCT, ada)).toEqual([200, '"cost";r=1;t=60']);
  for (let time = 0; time < 5; time++) expect(await costs(shop, PRODUCT, ada)).toEqual([200, null]);
});

test('a viewer is charged at every address', async () => {
  const shop = await open({ cost: { perAddress: plenty, perViewer: { points: 2, seconds: 30 } } });
  const authorization = `Bearer ${await shop.accessToken()}`;
  const statuses = [];
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
    statuses.push((await shop.graph(ME, { ...from(address), authorization })).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await shop.graph(ME, { ...from('203.0.113.4'), authorization });
  expect(refused.headers.get('ratelimit-policy')).toBe('"viewer";q=2;w=30');
  expect((await shop.graph(ME, from('203.0.113.3'))).status).toBe(200);
});

const PAY = 'mutation ($input: PayOrderInput!) { payOrder(input: $input) { userErrors { code } } }';
const payInFull = (id: string) =>
  `payOrder(input: { orderId: ${id}, paymentMethod: "pm_1", idempotencyKey: "k" }) { userErrors { code } }`;
const payment = (orderId: string) => ({ input: { orderId, paymentMethod: 'pm_1', idempotencyKey: 'k' } });
const rule = { given: undefined, per: undefined, withoutHeaders: [], seconds: 60 };

test('an order is counted wherever its payments come from and however its id is written; others are not touched', async () => {
  const attempts = { ...rule, name: 'attempts', fields: ['payOrder'], per: 'input.orderId', points: 5 };
  const shop = await open({ operations: [attempts] });
  shop.answers.payments = () => ({ data: { payOrder: { userErrors: [] } } });
  const written = [
    [PAY, payment('ord_1')],
    [PAY, payment('ord_1')],
    [`mutation { ${payInFull('"ord_1"')} }`, {}],
    [`mutation ($id: ID!) { ${payInFull('$id')} }`, { id: 'ord_1' }],
    [`mutation ($id: ID! = "ord_1") { ...Pay } fragment Pay on Mutation { ${payInFull('$id')} }`, {}],
  ] as const;
  for (const [index, [query, variables]] of written.entries())
    expect((await shop.graph(query, from(`203.0.113.${index}`), variables)).status).toBe(200);
  shop.arrived.length = 0;
  for (const [index, [query, variables]] of written.entries()) {
    const refused = await shop.graph(query, from(`203.0.114.${index}`), variables);
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([429, '"attempts";q=5;w=60']);
  }
  expect(shop.arrived).toEqual([]);
  expect((await shop.graph(PAY, from('203.0.113.1'), payment('ord_2'))).status).toBe(200);
});

test('a key is short, however long the value that a client sends', async () => {
  const keys: string[] = [];
  const counter = countInMemory({ name: 'test', points: 1_000, seconds: 60 });
  const attempts = { ...rule, name: 'attempts', fields: ['payOrder'], per: 'input.orderId', points: 5 };
  const limits = createRateLimits({ ...shopLimits, operations: [attempts] }, () => ({
    consume: (key, points) => {
      keys.push(key);
      return counter.consume(key, points);
    },
  }));
  const reply = { request: { ip: '203.0.113.1', headers: {} }, header: () => {} };
  const admit = (orderId: unknown) =>
    limits.admit({
      facts: { name: null, kind: 'mutation', cost: 1, rootFields: ['payOrder'] },
      context: { reply, viewer: null } as never,
      arguments: () => [orderId],
    });
  const long = ['x'.repeat(90_000), ['y'.repeat(90_000)], { deep: 'z'.repeat(90_000) }];
  for (const orderId of [...long, 1, '1']) await admit(orderId);
  expect(keys.filter((key) => key.length > 50)).toEqual([]);
  expect(new Set(keys).size).toBe(5); // the address, three long ones and an id
});

test('who asks several times in one operation is charged as often', async () => {
  const tokens = { ...rule, name: 'tokens', fields: ['orderByToken'], points: 5 };
  const shop = await open({ operations: [tokens] });
  shop.answers.orders = () => ({ data: {} });
  const four = `{ ${['a', 'b', 'c', 'd'].map((name) => `${name}: orderByToken(token: "${name}") { id }`).join(' ')} }`;
  expect((await shop.graph(four)).headers.get('ratelimit')).toContain('"tokens";r=1;t=60');
  expect((await shop.graph(four)).status).toBe(429);
});

test('a limit may be for those without certain headers, and for a field with a certain argument', async () => {
  const shop = await open({
    operations: [
      { ...rule, name: 'new-cart', fields: ['createCart'], withoutHeaders: ['x-cart-token'], points: 1 },
      { ...rule, name: 'cart-token', fields: ['cart'], given: 'token', points: 1 },
    ],
  });
  shop.answers.carts = () => ({ data: { cart: null, createCart: { cartToken: 't' } } });
  const create = 'mutation { createCart { cartToken } }';
  expect(await repeat(shop, 3, create, { 'x-cart-token': 'mine' })).toEqual([200, 200, 200]);
  expect(await repeat(shop, 3, create)).toEqual([200, 429, 429]);
  expect(await repeat(shop, 3, '{ cart { id } }')).toEqual([200, 200, 200]);
  const byToken = 'query ($token: String) { cart(token: $token) { id } }';
  expect(await repeat(shop, 3, byToken, {}, { token: null })).toEqual([200, 200, 200]);
  expect(await repeat(shop, 3, byToken, {}, { token: 'guessed' })).toEqual([200, 429, 429]);
});

const session = '{ accessToken }';
/** For each limit of the shop, an operation that it is for. */
const limited: Record<string, string> = {
  'sign-in': `mutation { signIn(input: { email: "a@shop.example", password: "p" }) ${session} }`,
  google: '{ googleSignInUrl }',
  passkey: 'mutation { passkeySignInOptions { options } }',
  register: `mutation { register(input: { email: "a@shop.example", password: "p", displayName: "A" }) ${session} }`,
  'password-reset': 'mutation { requestPasswordReset(input: { email: "a@shop.example" }) { userErrors { code } } }',
  verification: 'mutation { verifyEmail(input: { token: "t" }) { userErrors { code } } }',
  'place-order':
    'mutation { placeOrder(input: { idempotencyKey: "k", expectedTotal: { amount: "1.00", currencyCode: USD } }) { orderToken } }',
  'pay-order': PAY,
  'attempts-of-order': PAY,
  'new-cart': 'mutation { createCart { cartToken } }',
  'first-item': 'mutation { addCartItems(input: { items: [{ variantId: "v" }] }) { cartToken } }',
  'add-to-cart': 'mutation { addCartItems(input: { items: [{ variantId: "v" }] }) { cartToken } }',
  'cart-token': '{ cart(token: "t") { id } }',
  'guest-token': '{ orderByToken(token: "t") { id } }',
};

test('every limit of the shop has its operation here', () => {
  expect(Object.keys(limited).sort()).toEqual(shopLimits.operations.map(({ name }) => name).sort());
});

test.each(shopLimits.operations)(
  'the shop limits $name to $points in $seconds s',
  async ({ name, points, seconds }) => {
    const shop = await open(shopLimits);
    for (const subgraph of ['users', 'carts', 'orders', 'payments'] as const)
      shop.answers[subgraph] = () => ({ data: null, errors: [{ message: 'no', extensions: { code: 'NOT_FOUND' } }] });
    const headers = { ...from('203.0.113.1'), ...(name === 'add-to-cart' && { 'x-cart-token': 'mine' }) };
    const ask = (time: number) =>
      shop.graph(
        limited[name]!,
        name === 'attempts-of-order' ? from(`203.0.113.${time}`) : headers,
        limited[name] === PAY ? payment(name === 'pay-order' ? `ord_${time}` : 'ord_1') : {},
      );
    const codes: string[] = [];
    for (let time = 0; time < points; time++) codes.push((await ask(time)).errors[0].extensions.code);
    expect(codes).toEqual(Array.from({ length: points }, () => 'NOT_FOUND'));
    shop.arrived.length = 0;

    const refused = await ask(points);

    expect([refused.status, refused.errors[0].extensions]).toEqual([
      429,
      { code: 'RATE_LIMITED', retryAfterInSeconds: seconds, requestId: expect.any(String) },
    ]);
    expect(refused.headers.get('ratelimit-policy')).toBe(`"${name}";q=${points};w=${seconds}`);
    expect(shop.arrived).toEqual([]);
    vi.setSystemTime(Date.now() + seconds * 1_000);
    expect((await ask(points)).status).toBe(200);
  },
);
