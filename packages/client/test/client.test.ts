import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import {
  AddCartItemsDocument,
  createClient,
  HomeDocument,
  MeDocument,
  memoryStorage,
  type Typed,
} from '../src/index.ts';
import { type Sent, shopOf } from './shop.ts';

let issued = 0;
const session = (expiresInSeconds: number) => ({
  accessToken: `access-${++issued}`,
  refreshToken: `refresh-${issued}`,
  expiresAt: new Date(Date.now() + expiresInSeconds * 1000).toISOString(),
  user: null,
  userErrors: [],
});
const unauthenticated = { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED', requestId: 'r-1' } }] };
const empty = { data: { me: null, cart: null } };
const signIn = { email: 'ada@shop.example', password: 'a rather long password' };
const url = 'http://shop.example/graphql';

test('many requests with an old session renew it once: a refresh token works only once', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: () => ({ data: { refreshSession: session(900) } }),
    Me: empty,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);

  await Promise.all(Array.from({ length: 8 }, () => client.query(MeDocument)));

  expect(shop.asked().filter((operation) => operation === 'RefreshSession')).toHaveLength(1);
  const tokens = shop.sent.filter(({ operation }) => operation === 'Me').map(({ headers }) => headers.authorization);
  expect(new Set(tokens)).toEqual(new Set([`Bearer access-${issued}`]));
});

test('a token that the shop no longer takes is renewed, and the request goes out once more', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    RefreshSession: () => ({ data: { refreshSession: session(900) } }),
    Me: ({ headers }: Sent) => (headers.authorization === `Bearer access-${issued}` ? empty : unauthenticated),
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  issued++; // the token that it holds is no longer the latest

  expect(await client.query(MeDocument)).toEqual(empty.data);
  expect(shop.asked()).toEqual(['SignIn', 'Me', 'RefreshSession', 'Me']);
});

test('a session that is over signs out; one that could not be asked for stays', async () => {
  let reachable = false;
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: () => {
      if (!reachable) throw new TypeError('fetch failed');
      return unauthenticated;
    },
    Me: unauthenticated,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);

  await expect(client.query(MeDocument)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(client.signedIn).toBe(true);
  reachable = true;
  await expect(client.query(MeDocument)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(client.signedIn).toBe(false);
});

test("a guest's cart token is kept, sent and handed over at sign-in", async () => {
  const shop = shopOf({
    AddCartItems: { data: { addCartItems: { cartToken: 'cart-1', cart: null, userErrors: [] } } },
    Me: empty,
    SignIn: () => ({ data: { signIn: session(900) } }),
  });
  const storage = memoryStorage();
  const client = createClient({ url, fetch: shop.fetch, storage });
  await client.mutate(AddCartItemsDocument, { input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
  await createClient({ url, fetch: shop.fetch, storage }).query(MeDocument);
  await client.signIn(signIn);

  expect(shop.sent.map(({ headers }) => headers['x-cart-token'])).toEqual([undefined, 'cart-1', 'cart-1']);
  expect(shop.sent[2]!.variables.input.cartToken).toBe('cart-1');
  expect(client.cartToken).toBeUndefined();
});

test("a guest's cart that is to be brought along later is left as it is at sign-in, with its token", async () => {
  const shop = shopOf({ SignIn: () => ({ data: { signIn: session(900) } }) });
  const client = createClient({ url, fetch: shop.fetch });
  client.cartToken = 'cart-1';
  await client.signIn({ ...signIn, cartToken: null });

  expect([shop.sent[0]!.variables.input, client.signedIn, client.cartToken]).toEqual([signIn, true, 'cart-1']);
});

test('a session that is renewed while signing out stays signed out', async () => {
  let answer = () => {};
  const waiting = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: async () => {
      await waiting;
      return { data: { refreshSession: session(900) } };
    },
    SignOut: { data: { signOut: { signedOut: true, userErrors: [] } } },
    Me: empty,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);

  const asking = client.query(MeDocument);
  const leaving = client.signOut();
  answer();
  await Promise.allSettled([asking, leaving]);

  expect(client.signedIn).toBe(false);
});

test('a refused sign-in changes nothing', async () => {
  const refused = { accessToken: null, refreshToken: null, expiresAt: null, user: null, userErrors: [{ code: 'X' }] };
  const client = createClient({ url, fetch: shopOf({ SignIn: { data: { signIn: refused } } }).fetch });
  client.cartToken = 'cart-1';
  const { userErrors } = await client.signIn(signIn);
  expect([userErrors.length, client.signedIn, client.cartToken]).toEqual([1, false, 'cart-1']);
});

test('signing out forgets every token, also when the shop does not answer', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    SignOut: () => {
      throw new TypeError('fetch failed');
    },
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  client.orderToken = 'order-1';
  await expect(client.signOut()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect([client.signedIn, client.orderToken]).toEqual([false, undefined]);
});

test('an error tells its code, field, path and the request to ask about', async () => {
  const error = {
    message: 'Must be at most 100',
    path: ['products'],
    extensions: { code: 'BAD_USER_INPUT', field: 'first', requestId: 'r-2' },
  };
  const client = createClient({ url, fetch: shopOf({ Home: { data: null, errors: [error] } }).fetch });
  await expect(client.query(HomeDocument)).rejects.toMatchObject({
    name: 'StorefrontError',
    message: 'Must be at most 100',
    code: 'BAD_USER_INPUT',
    field: 'first',
    path: ['products'],
    requestId: 'r-2',
  });
});

test('who leaves while a session is renewed does not end it for the others', async () => {
  let answer = () => {};
  const renewed = new Promise<void>((done) => {
    answer = done;
  });
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: async () => {
      await renewed;
      return { data: { refreshSession: session(900) } };
    },
    Me: empty,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  const controller = new AbortController();
  const reason = new Error('left the page');
  const leaving = client.query(MeDocument, {}, { signal: controller.signal });
  const staying = client.query(MeDocument);
  controller.abort(reason);
  await expect(leaving).rejects.toBe(reason);
  answer();
  expect(await staying).toEqual(empty.data);
  expect(shop.asked()).toEqual(['SignIn', 'RefreshSession', 'Me']);
});

test("a page that was loaded anew goes on with the session of the browser's cookie", async () => {
  const shop = shopOf({ RefreshSession: () => ({ data: { refreshSession: session(900) } }), Me: empty });
  const client = createClient({ url, fetch: shop.fetch });
  expect(await Promise.all([client.resume(), client.resume()])).toEqual([true, true]);
  await client.query(MeDocument);
  expect(await client.resume()).toBe(true);
  expect(shop.asked()).toEqual(['RefreshSession', 'Me']);
  expect(shop.sent[0]!.variables).toEqual({ input: null });
  expect(shop.sent[1]!.headers.authorization).toBe(`Bearer access-${issued}`);
});

test.each(['BAD_USER_INPUT', 'UNAUTHENTICATED'])('without a session nobody is signed in: %s', async (code) => {
  const refused = { errors: [{ message: 'no', extensions: { code } }] };
  const client = createClient({ url, fetch: shopOf({ RefreshSession: refused }).fetch });
  expect([await client.resume(), client.signedIn]).toEqual([false, false]);
});

test('a session that another operation opens is kept as well, such as that of a new password', async () => {
  const shop = shopOf({ ResetPassword: () => ({ data: { resetPassword: session(900) } }), Me: empty });
  const client = createClient({ url, fetch: shop.fetch });
  const document = new String('mutation ResetPassword { resetPassword { accessToken } }') as unknown as Typed<
    object,
    Record<string, never>
  >;
  await client.mutate(document);
  await client.query(MeDocument);
  expect(shop.sent[1]!.headers.authorization).toBe(`Bearer access-${issued}`);
});

test('who shows what a viewer has is told when it is another one, and may read at once', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: () => ({ data: { refreshSession: session(900) } }),
    SignOut: { data: { signOut: { signedOut: true, userErrors: [] } } },
    Me: empty,
  });
  const client = createClient({ url, fetch: shop.fetch });
  client.cartToken = 'cart-1';
  const seen: (string | undefined)[][] = [];
  const stop = client.onViewerChange(() => {
    seen.push([client.signedIn ? 'in' : 'out', client.cartToken, client.orderToken]);
  });
  await client.signIn(signIn);
  await client.query(MeDocument); // renews the session: nobody else
  client.orderToken = 'order-1';
  await client.signOut();
  expect(seen).toEqual([
    ['in', undefined, undefined],
    ['out', undefined, undefined],
  ]);
  stop();
  await client.signIn(signIn);
  expect(seen).toHaveLength(2);
});

test('headers of the client and of a call are sent; none of them replaces the session', async () => {
  const shop = shopOf({ SignIn: () => ({ data: { signIn: session(900) } }), Me: empty });
  const client = createClient({
    url,
    fetch: shop.fetch,
    headers: () => ({ 'accept-language': 'de', authorization: 'x' }),
  });
  await client.signIn(signIn);
  await client.query(MeDocument, {}, { headers: { 'x-market': 'at' } });
  expect(shop.sent[1]!.headers).toMatchObject({
    'accept-language': 'de',
    'x-market': 'at',
    authorization: `Bearer access-${issued}`,
  });
});

test.each([301, 302, 303, 307, 308])(
  'tokens and passwords go to the shop alone: a redirect (%i) is not followed',
  async (status) => {
    const received: string[] = [];
    const elsewhere = createServer((request, response) => {
      received.push(String(request.headers['x-cart-token']));
      response.end('{"data":{"signIn":null}}');
    });
    const shop = createServer((_request, response) => {
      const { port } = elsewhere.address() as AddressInfo;
      response.writeHead(status, { location: `http://localhost:${port}/` }).end();
    });
    for (const server of [elsewhere, shop]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const client = createClient({ url: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`, retries: 0 });
    client.cartToken = 'cart-1';

    await expect(client.signIn(signIn)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });

    expect(received).toEqual([]);
    for (const server of [elsewhere, shop]) {
      server.close();
      server.closeAllConnections();
    }
  },
);

test("what a shopper has put into a cart or ordered is not the next shopper's, when the answer comes after signing out", async () => {
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    SignOut: { data: { signOut: { signedOut: true, userErrors: [] } } },
    AddCartItems: async () => {
      await answered;
      return { data: { addCartItems: { cartToken: 'cart-1', orderToken: 'order-1', userErrors: [] } } };
    },
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  const adding = client.mutate(AddCartItemsDocument, { input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
  await client.signOut();
  answer();
  await adding;
  expect([client.cartToken, client.orderToken]).toEqual([undefined, undefined]);
});

test('what a guest has ordered is still theirs when the answer comes after signing in', async () => {
  let answer = () => {};
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    AddCartItems: async () => {
      await answered;
      return { data: { addCartItems: { cartToken: null, orderToken: 'order-1', userErrors: [] } } };
    },
  });
  const client = createClient({ url, fetch: shop.fetch });
  const ordering = client.mutate(AddCartItemsDocument, { input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
  await client.signIn(signIn);
  answer();
  await ordering;
  expect(client.orderToken).toBe('order-1');
});

test('what one shopper asked for is not done in the name of the next one', async () => {
  let refuse = () => {};
  const refused = new Promise<void>((done) => {
    refuse = done;
  });
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    SignOut: { data: { signOut: { signedOut: true, userErrors: [] } } },
    AddCartItems: async () => {
      await refused;
      return unauthenticated;
    },
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  const adding = client.mutate(AddCartItemsDocument, { input: { items: [{ variantId: 'var_1', quantity: 1 }] } });
  await client.signOut();
  await client.signIn({ ...signIn, email: 'eve@shop.example' });
  refuse();
  await expect(adding).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(shop.asked()).toEqual(['SignIn', 'AddCartItems', 'SignOut', 'SignIn']);
});

test('a change is not made for a guest when the session of who asked for it is over', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(5) } }),
    RefreshSession: unauthenticated,
    Me: empty,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  const input = { items: [{ variantId: 'var_1', quantity: 1 }] };
  await expect(client.mutate(AddCartItemsDocument, { input })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(shop.asked()).toEqual(['SignIn', 'RefreshSession']);

  await client.signIn(signIn);
  expect(await client.query(MeDocument), 'whoever reads gets what is for everybody').toEqual(empty.data);
});

test('signing out of a session that has ended elsewhere is no error', async () => {
  const shop = shopOf({
    SignIn: () => ({ data: { signIn: session(900) } }),
    SignOut: unauthenticated,
    RefreshSession: unauthenticated,
  });
  const client = createClient({ url, fetch: shop.fetch });
  await client.signIn(signIn);
  await client.signOut();
  expect(client.signedIn).toBe(false);
});
