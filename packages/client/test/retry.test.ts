import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AddCartItemsDocument, createClient, MeDocument, PayOrderDocument, type Typed } from '../src/index.ts';
import { shopOf } from './shop.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const url = 'http://shop.example/graphql';
const me = { data: { me: null, cart: null } };
const refused = () => {
  throw new TypeError('fetch failed');
};
const tooMany = (retryAfter: string) => () =>
  Response.json(
    { errors: [{ message: 'Too many requests', extensions: { code: 'RATE_LIMITED', requestId: 'r-1' } }] },
    { status: 429, headers: { 'retry-after': retryAfter } },
  );
const away = () => new Response('<html>', { status: 503, headers: { 'x-request-id': 'r-2' } });
/** One after the other; the last for ever. */
const turns =
  (...replies: (() => object)[]) =>
  () =>
    (replies.length > 1 ? replies.shift()! : replies[0]!)();

/** What becomes of a call when time passes by itself. */
async function settled<T>(call: Promise<T>): Promise<{ value?: T; error?: any; waitedInMs: number }> {
  const start = Date.now();
  const outcome = call.then(
    (value) => ({ value, waitedInMs: Date.now() - start }),
    (error) => ({ error, waitedInMs: Date.now() - start }),
  );
  await vi.runAllTimersAsync();
  return outcome;
}

test.each([
  ['no connection', refused],
  ['a shop that is not there', away],
])('a query goes through %s, at most twice', async (_what, failing) => {
  const shop = shopOf({ Me: turns(failing, failing, () => me) });
  expect(await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument))).toMatchObject({ value: me.data });
  expect(shop.sent).toHaveLength(3);

  const gone = shopOf({ Me: failing });
  const { error } = await settled(createClient({ url, fetch: gone.fetch }).query(MeDocument));
  expect([error.code, gone.sent.length]).toEqual(['SERVICE_UNAVAILABLE', 3]);
});

test('who asks too often is asked to wait, and waits as long as Retry-After says', async () => {
  const shop = shopOf({ Me: turns(tooMany('3'), () => me) });
  const { value, waitedInMs } = await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument));
  expect([value, waitedInMs, shop.sent.length]).toEqual([me.data, 3_000, 2]);

  const inFour = new Date(Date.now() + 4_000).toUTCString();
  const dated = shopOf({ Me: turns(tooMany(inFour), () => me) });
  const { waitedInMs: waited } = await settled(createClient({ url, fetch: dated.fetch }).query(MeDocument));
  expect([Math.ceil(waited / 1_000), dated.sent.length]).toEqual([4, 2]);
});

test('a limit of one part of the shop says in the error itself when to come back', async () => {
  const extensions = { code: 'RATE_LIMITED', retryAfterInSeconds: 7 };
  const shop = shopOf({ Me: () => Response.json({ data: null, errors: [{ message: 'Too many tries', extensions }] }) });
  const { error } = await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterInSeconds: 7, status: 200 });
  expect(shop.sent).toHaveLength(1);
});

test('a wait that no shopper sits through is told at once', async () => {
  const shop = shopOf({ Me: tooMany('60') });
  const { error, waitedInMs } = await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument));
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterInSeconds: 60, status: 429, requestId: 'r-1' });
  expect([waitedInMs, shop.sent.length]).toEqual([0, 1]);
});

test('a mutation is repeated only when the shop can tell that it is the same one', async () => {
  const input = { items: [{ variantId: 'var_1', quantity: 1 }] };
  const shop = shopOf({ AddCartItems: refused, PayOrder: refused });
  const client = createClient({ url, fetch: shop.fetch });
  await settled(client.mutate(AddCartItemsDocument, { input }));
  expect(shop.asked()).toEqual(['AddCartItems']);
  const key = '0193a2c4-7f1e-7c3a-9a51-3f6c1c2d4e5f';
  await settled(
    client.mutate(PayOrderDocument, { input: { orderId: 'ord_1', paymentMethod: 'pm', idempotencyKey: key } }),
  );
  const keys = shop.sent.slice(1).map(({ variables }) => variables.input.idempotencyKey);
  expect(keys).toEqual([key, key, key]);
});

test.each([
  'mutation Own { createCart { cartToken } }',
  '# query\nmutation Own { createCart(input: { note: "query" }) { cartToken } }',
  'fragment F on Cart { id } mutation Own { createCart { cart { ...F } } }',
])('an own mutation is none that may be repeated, however it is written: %s', async (text) => {
  const shop = shopOf({ Own: refused });
  const document = new String(text) as unknown as Typed<object, Record<string, never>>;
  await settled(createClient({ url, fetch: shop.fetch }).query(document));
  expect(shop.sent).toHaveLength(1);
});

test('an own query is repeated, whatever its fields and texts are called', async () => {
  const shop = shopOf({ Own: refused });
  const text = 'query Own($a: I = { mutation: "}" }) { mutation: me { id } } # mutation';
  const document = new String(text) as unknown as Typed<object, Record<string, never>>;
  await settled(createClient({ url, fetch: shop.fetch }).query(document));
  expect(shop.sent).toHaveLength(3);
});

test('what will not pass by itself is not repeated, nor anything for who wants no retries', async () => {
  const wrong = { errors: [{ message: 'no', extensions: { code: 'BAD_USER_INPUT' } }] };
  const shop = shopOf({ Me: () => Response.json(wrong, { status: 400 }) });
  expect((await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument))).error.code).toBe('BAD_USER_INPUT');
  const gone = shopOf({ Me: refused });
  await settled(createClient({ url, fetch: gone.fetch, retries: 0 }).query(MeDocument));
  expect([shop.sent.length, gone.sent.length]).toEqual([1, 1]);
});

test('nobody gets more than two retries', async () => {
  const gone = shopOf({ Me: refused });
  await settled(createClient({ url, fetch: gone.fetch, retries: 100 }).query(MeDocument));
  expect(gone.sent).toHaveLength(3);
});

test('who leaves ends the wait, and nothing is sent after that', async () => {
  const shop = shopOf({ Me: tooMany('5') });
  const controller = new AbortController();
  const call = settled(createClient({ url, fetch: shop.fetch }).query(MeDocument, {}, { signal: controller.signal }));
  const reason = new Error('left the page');
  controller.abort(reason);
  expect((await call).error).toBe(reason);
  expect(shop.sent.length).toBeLessThanOrEqual(1);
});

test('who leaves while the answer is on its way gets the reason, not an error of the shop', async () => {
  const controller = new AbortController();
  const reason = new Error('left the page');
  const shop = shopOf({
    Me: ({ signal }) =>
      new Promise((_, fail) => {
        signal!.addEventListener('abort', () => fail(signal!.reason));
        controller.abort(reason);
      }),
  });
  const { error } = await settled(
    createClient({ url, fetch: shop.fetch, retries: 0 }).query(MeDocument, {}, { signal: controller.signal }),
  );
  expect([error, shop.sent.length]).toEqual([reason, 1]);
});

test('an error tells the request to ask about, also when only a proxy has answered', async () => {
  const { error } = await settled(
    createClient({ url, fetch: shopOf({ Me: away }).fetch, retries: 0 }).query(MeDocument),
  );
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503, requestId: 'r-2', data: null });
});

test('an error has what was answered all the same', async () => {
  const error = { message: 'away', path: ['cart'], extensions: { code: 'SERVICE_UNAVAILABLE', requestId: 'r-3' } };
  const data = { me: { id: 'usr_1' }, cart: null };
  const shop = shopOf({ Me: { data, errors: [error, error] } });
  const failed = await settled(createClient({ url, fetch: shop.fetch }).query(MeDocument));
  expect(failed.error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', data, errors: [error, error], status: 200 });
  expect(shop.sent).toHaveLength(1);
});
