import { expect, test } from 'vitest';
import { cookiesOf, createServerClient, MeDocument } from '../src/index.ts';
import { shopOf } from './shop.ts';

const url = 'http://shop.example/graphql';
const me = { data: { me: null, cart: null } };
let issued = 0;
const session = (expiresInSeconds: number) => ({
  accessToken: `access-${++issued}`,
  refreshToken: `refresh-${issued}`,
  expiresAt: new Date(Date.now() + expiresInSeconds * 1_000).toISOString(),
  user: null,
  userErrors: [],
});
const unauthenticated = { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] };
const signIn = { email: 'ada@shop.example', password: 'a rather long password' };

/** A browser's cookies, as set-cookie headers leave them. */
function browser() {
  const jar = new Map<string, string>();
  const headers: string[] = [];
  const cookies = () =>
    cookiesOf([...jar].map(([name, value]) => `${name}=${value}`).join('; '), (header) => {
      headers.push(header);
      const [, name, value, age] = /^([^=]+)=([^;]*); Path=\/; Max-Age=(\d+)/.exec(header)!;
      if (age === '0') jar.delete(name!);
      else jar.set(name!, value!);
    });
  return { jar, headers, cookies };
}

test("a session and a guest's tokens live in cookies that scripts cannot read, from one request to the next", async () => {
  const shop = shopOf({ SignIn: () => ({ data: { signIn: session(900) } }), Me: me });
  const { cookies, jar, headers } = browser();
  const first = createServerClient({ url, fetch: shop.fetch, cookies: cookies() });
  first.orderToken = 'order;1';
  await first.signIn(signIn);
  expect(first.signedIn).toBe(true);
  for (const header of headers) expect(header).toMatch(/; SameSite=Lax; HttpOnly; Secure$/);

  const second = createServerClient({ url, fetch: shop.fetch, cookies: cookies() });
  await second.query(MeDocument);
  expect(shop.sent.at(-1)!.headers).toMatchObject({
    authorization: `Bearer access-${issued}`,
    'x-order-token': 'order;1',
  });
  second.orderToken = undefined;
  expect([...jar.keys()]).toEqual([
    'storegraph.accessToken',
    'storegraph.accessTokenExpiresAt',
    'storegraph.refreshToken',
  ]);
});

test.each(['BAD_USER_INPUT', 'UNAUTHENTICATED'])(
  'a session that nobody can go on with is forgotten, and the shopper goes on as a guest: %s',
  async (code) => {
    const shop = shopOf({
      Me: ({ headers }) => (headers.authorization ? unauthenticated : me),
      RefreshSession: { errors: [{ message: 'no', extensions: { code } }] },
    });
    const { cookies, jar } = browser();
    jar.set('storegraph.accessToken', 'access-0');
    const ended = createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).query(MeDocument);
    await expect(ended).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect([...jar.keys()]).toEqual([]);
    expect(await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).query(MeDocument)).toEqual(me.data);
  },
);

test('a token that is put away and taken up again within one request is kept by the browser', () => {
  const { fetch } = shopOf({});
  const { cookies, jar, headers } = browser();
  createServerClient({ url, fetch, cookies: cookies() }).orderToken = 'order-1';

  const shop = createServerClient({ url, fetch, cookies: cookies() });
  shop.orderToken = undefined;
  shop.orderToken = undefined;
  shop.orderToken = 'order-1';

  expect(shop.orderToken).toBe('order-1');
  expect(jar.get('storegraph.orderToken')).toBe('order-1');
  expect(headers).toHaveLength(3);
});

test('an old session is renewed once, and the browser gets the new one', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: () => ({ data: { refreshSession: session(900) } }),
    Me: me,
  });
  const { cookies, jar } = browser();
  await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).signIn(signIn);
  const client = createServerClient({ url, fetch: shop.fetch, cookies: cookies() });
  await Promise.all([client.query(MeDocument), client.query(MeDocument)]);
  expect(shop.asked()).toEqual(['SignIn', 'RefreshSession', 'Me', 'Me']);
  expect(jar.get('storegraph.refreshToken')).toBe(`refresh-${issued}`);
});

test('where cookies can only be read, a session is never renewed: the new one would be lost, and the old one ended', async () => {
  const shop = shopOf({ SignIn: () => ({ data: { signIn: session(5) } }), Me: unauthenticated });
  const { cookies, jar } = browser();
  await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).signIn(signIn);
  const { get } = cookies();
  const client = createServerClient({ url, fetch: shop.fetch, cookies: { get } });
  await expect(client.query(MeDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(shop.asked()).toEqual(['SignIn', 'Me']);
  expect(jar.get('storegraph.refreshToken')).toBe(`refresh-${issued}`);
});

test("the shop hears of the shopper's address, the request's id and its trace", async () => {
  const shop = shopOf({ Me: me });
  const client = createServerClient({
    url,
    fetch: shop.fetch,
    cookies: cookiesOf(null),
    clientAddress: '203.0.113.7',
    requestId: 'request-1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    headers: { 'accept-language': 'de' },
  });
  await client.query(MeDocument);
  expect(shop.sent[0]!.headers).toEqual({
    'content-type': 'application/json',
    'accept-language': 'de',
    'x-forwarded-for': '203.0.113.7',
    'x-request-id': 'request-1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  });
});

test("the shop's cookie for a browser goes to the browser and back, and no other cookie does", async () => {
  const browserCookie = `__Host-sg_browser=${'b'.repeat(43)}`;
  const shop = shopOf({
    Me: () =>
      Response.json(me, {
        headers: [
          ['set-cookie', `${browserCookie}; Max-Age=1200; Path=/; HttpOnly; SameSite=Lax; Secure`],
          ['set-cookie', 'sg_refresh=secret; Path=/'],
        ],
      }),
  });
  const { cookies, jar, headers } = browser();
  await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).query(MeDocument);
  expect(shop.sent[0]!.headers).not.toHaveProperty('cookie');
  expect(headers).toEqual([
    `storegraph.browser=${encodeURIComponent(browserCookie)}; Path=/; Max-Age=1200; SameSite=Lax; HttpOnly; Secure`,
  ]);
  await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).query(MeDocument);
  expect(shop.sent[1]!.headers).toMatchObject({ cookie: browserCookie });

  jar.set('storegraph.browser', encodeURIComponent('sg_refresh=stolen; sg_browser=b'));
  await createServerClient({ url, fetch: shop.fetch, cookies: cookies() }).query(MeDocument);
  expect(shop.sent[2]!.headers).not.toHaveProperty('cookie');
});

test('a cookie that somebody made up is no token: it reaches no header', async () => {
  const shop = shopOf({ Me: me });
  const cookies = cookiesOf('storegraph.accessToken=a%0d%0ax-cart-token:%20b; storegraph.cartToken=%E4%B8; a; =b');
  await createServerClient({ url, fetch: shop.fetch, cookies }).query(MeDocument);
  expect(shop.sent[0]!.headers).toEqual({ 'content-type': 'application/json', 'x-cart-token': '%E4%B8' });
});
