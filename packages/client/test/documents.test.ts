import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { createClient, HomeDocument, MeDocument, type Typed } from '../src/index.ts';
import { shopOf } from './shop.ts';

const url = 'http://shop.example/graphql';
const me = { data: { me: null, cart: null } };
const source = 'query Own { me { id } }';
type Own = Typed<{ me: { id: string } | null }, Record<string, never>>;

test('operations of the SDK are asked for by their hash: their text is never sent', async () => {
  const shop = shopOf({ Me: me });
  expect(await createClient({ url, fetch: shop.fetch }).query(MeDocument)).toEqual(me.data);
  expect(shop.sent.map(({ body }) => body)).toEqual([{ documentId: `sha256:${MeDocument.hash}` }]);
});

test('a shop of another version, which does not know the hash, gets the text, from then on at once', async () => {
  const shop = shopOf({ Me: me, Home: me }, {});
  const client = createClient({ url, fetch: shop.fetch });
  await client.query(MeDocument);
  await client.query(MeDocument);
  await client.query(HomeDocument);
  const ways = shop.sent.map(({ operation, body }) => `${operation} ${body.query ? 'text' : 'hash'}`);
  expect(ways).toEqual(['Me hash', 'Me text', 'Me text', 'Home hash', 'Home text']);
  expect(shop.sent[1]!.body.query).toBe(MeDocument.source);
});

test('who wants no hashes sends text', async () => {
  const shop = shopOf({ Me: me });
  await createClient({ url, fetch: shop.fetch, hashes: false }).query(MeDocument);
  expect(shop.sent.map(({ body }) => body)).toEqual([{ query: MeDocument.source }]);
});

test("an own operation is sent as the text that codegen's string documents are", async () => {
  const shop = shopOf({ Own: me });
  const document = new String(source) as unknown as Own;
  await createClient({ url, fetch: shop.fetch }).query(document);
  expect(shop.sent.map(({ body }) => body)).toEqual([{ query: source }]);
});

test('an own operation that carries the hash of a manifest is asked for by it', async () => {
  const hash = 'a'.repeat(64);
  const shop = shopOf({ Own: me, '': me }, { [hash]: source });
  const document = Object.assign(new String(source), { __meta__: { hash } }) as unknown as Own;
  await createClient({ url, fetch: shop.fetch }).query(document);
  expect(shop.sent.map(({ body }) => body)).toEqual([{ documentId: `sha256:${hash}` }]);
});

test('an own operation that is a tree is printed by who knows how, and without that the mistake is named', async () => {
  const shop = shopOf({ Own: me });
  const document = parse(source) as unknown as Own;
  await createClient({ url, fetch: shop.fetch, print }).query(document);
  expect(shop.sent.map(({ body }) => body)).toEqual([{ query: print(parse(source)) }]);
  await expect(createClient({ url, fetch: shop.fetch }).query(document)).rejects.toThrow(
    "Give createClient the print of graphql for this document, or set codegen's documentMode to string",
  );
});
