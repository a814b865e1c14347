/** The SDK before the real gateway, where it is throttled, gone, asked with what it does not know, and left. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, createServerClient, cookiesOf, StorefrontError, SuggestDocument } from '@storegraph/client';
import { createLogger } from '@storegraph/kit';
import { until } from '@storegraph/kit/testing';
import { afterEach, expect, test } from 'vitest';
import { readTrusted } from '../../gateway/src/trusted.ts';
import { openShop } from './shop.ts';

const trusted = new Map(readTrusted('', createLogger('gateway', 'silent')));
const SUGGEST = { suggest: { products: [], categories: [], queries: ['oak desk'] } };
const closes: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function open(options: Parameters<typeof openShop>[0] = {}) {
  const shop = await openShop({ trusted, ...options });
  closes.push(shop.close);
  shop.answers.products = () => ({ data: SUGGEST });
  return shop;
}

test('operations go by their hash and are answered, the first time as well', async () => {
  const shop = await open({ production: true, apq: false, trustedOnly: 'all' });
  const client = createClient({ url: shop.graphqlUrl, fetch: shop.fetch });
  expect(await client.query(SuggestDocument, { query: 'oak' })).toEqual(SUGGEST);
  expect(shop.ways()).toEqual(['POST hash']);
});

test('a shop that was deployed before a page is asked by text, as often as it does not know the hash', async () => {
  const shop = await open({ trusted: new Map() });
  const client = createClient({ url: shop.graphqlUrl, fetch: shop.fetch });
  for (const query of ['oak', 'elm']) expect(await client.query(SuggestDocument, { query })).toEqual(SUGGEST);
  expect(shop.ways()).toEqual(['POST hash', 'POST text', 'POST text']);
});

test('who is throttled waits as long as the shop says, and then has the answer', async () => {
  // the first one, which is parsed, takes all that there is for a second
  const shop = await open({ rateLimits: { requests: { points: 20, seconds: 1 } } });
  const client = createClient({ url: shop.graphqlUrl, fetch: shop.fetch });
  const statuses = () => shop.sent.map(({ status }) => status);
  while (!statuses().includes(429)) expect(await client.query(SuggestDocument, { query: 'oak' })).toEqual(SUGGEST);
  expect(statuses().slice(-2)).toEqual([429, 200]);
  expect(shop.sent.at(-2)!.headers.get('retry-after')).toBe('1');
});

test('a shop that is restarted in between is asked again', async () => {
  // nobody listens there until the first request has failed
  const place = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => place.once('listening', done));
  const { port } = place.address() as AddressInfo;
  await new Promise((done) => place.close(done));
  let tries = 0;
  const fetching: typeof fetch = async (...args) => {
    tries++;
    try {
      return await fetch(...args);
    } catch (error) {
      if (tries === 1) {
        const back = createServer((_request, response) => response.end(JSON.stringify({ data: SUGGEST })));
        closes.push(() => new Promise((done) => back.close(done)));
        await new Promise<void>((done) => back.listen(port, '127.0.0.1', done));
      }
      throw error;
    }
  };
  const client = createClient({ url: `http://127.0.0.1:${port}/graphql`, fetch: fetching });
  expect([await client.query(SuggestDocument, { query: 'oak' }), tries]).toEqual([SUGGEST, 2]);
});

test('who leaves is let go at once, and the shop hears of it', async () => {
  const shop = await open();
  let asked = () => {};
  const waiting = new Promise<void>((done) => {
    asked = done;
  });
  let left = false;
  shop.answers.products = (_arrived, response) => {
    response.once('close', () => {
      left = true;
    });
    asked();
    return undefined;
  };
  const controller = new AbortController();
  const client = createClient({ url: shop.graphqlUrl, fetch: shop.fetch });
  const call = client.query(SuggestDocument, { query: 'oak' }, { signal: controller.signal });
  await waiting;
  const reason = new Error('left the page');
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
  await until(
    async () => left,
    (gone) => gone,
  );
});

test("a server's request has one id in its own log, the shop's and the error, and the shopper's address counts", async () => {
  const shop = await open({ proxies: 'loopback' });
  const client = createServerClient({
    url: shop.graphqlUrl,
    fetch: shop.fetch,
    cookies: cookiesOf(null),
    clientAddress: '203.0.113.7',
    requestId: 'request-of-a-page',
  });
  await client.query(SuggestDocument, { query: 'oak' });
  expect(shop.arrived[0]!.headers).toMatchObject({
    'x-request-id': 'request-of-a-page',
    'x-forwarded-for': '203.0.113.7',
  });
  const error = await client.query(SuggestDocument, { query: 7 as never }).catch((failed: unknown) => failed);
  expect(error).toBeInstanceOf(StorefrontError);
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT', requestId: 'request-of-a-page' });
});
