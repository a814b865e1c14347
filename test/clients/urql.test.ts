import { cacheExchange, Client, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DESK, openShop } from './shop.ts';

const shop = await openShop();
afterAll(() => shop.close());
beforeEach(() => {
  shop.sent.length = 0;
  shop.arrived.length = 0;
});

const { graphqlUrl: url, fetch } = shop;
const clientWith = (exchanges = [cacheExchange, fetchExchange]) => new Client({ url, fetch, exchanges });
const PRODUCT = gql`query Product($slug: String!) { product(slug: $slug) { id title } }`;
const desk = { __typename: 'Product', id: DESK.id, title: DESK.title };

test('urql as it comes reads by GET, and changes by POST', async () => {
  const client = clientWith();
  const { data, error } = await client.query(PRODUCT, { slug: 'desk' });
  expect([data, error]).toEqual([{ product: desk }, undefined]);
  const added = await client.mutation(
    gql`mutation { addCartItems(input: { items: [] }) { userErrors { code ... on InsufficientStock { available } } } }`,
    {},
  );
  expect(added.data.addCartItems.userErrors).toEqual([
    { __typename: 'InsufficientStock', code: 'INSUFFICIENT_STOCK', available: 2 },
  ]);
  expect(shop.ways()).toEqual(['GET text', 'POST text']);
});

test('urql reads by POST when the address would be too long', async () => {
  const { data } = await clientWith().query(PRODUCT, { slug: 'x'.repeat(2_000) });
  expect([data, shop.ways()]).toEqual([{ product: desk }, ['POST text']]);
});

test('urql learns the code of its mistake', async () => {
  const { data, error } = await clientWith().query(gql`query Nope { nope }`, {});
  expect([data, error!.graphQLErrors.map(({ extensions }) => extensions.code)]).toEqual([
    undefined,
    ['GRAPHQL_VALIDATION_FAILED'],
  ]);
});

test('its exchange for persisted queries sends a text once, for all clients', async () => {
  const client = () => clientWith([persistedExchange(), fetchExchange]);
  const query = gql`query Persisted { product(slug: "desk") { id title } }`;
  expect((await client().query(query, {})).data).toEqual({ product: { id: DESK.id, title: DESK.title } });
  expect(shop.ways()).toEqual(['GET hash', 'GET text']);
  shop.sent.length = 0;
  expect((await client().query(query, {})).data).toEqual({ product: { id: DESK.id, title: DESK.title } });
  expect(shop.ways()).toEqual(['GET hash']);
});
