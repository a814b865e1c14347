import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DESK, openShop } from './shop.ts';

const shop = await openShop();
const closed = await openShop({ production: true, apq: false });
afterAll(() => Promise.all([shop.close(), closed.close()]));
beforeEach(() => {
  shop.sent.length = 0;
  closed.sent.length = 0;
});

const possibleTypes = {
  UserError: ['GeneralUserError', 'InsufficientStock', 'PriceChanged', 'PaymentDeclined'],
};
const clientWith = (link: ApolloLink) => new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes }) });
const PRODUCT = gql`
  query Product($slug: String!) {
    product(slug: $slug) {
      id
      title
    }
  }
`;
const ADD = gql`
  mutation Add($input: AddCartItemsInput!) {
    addCartItems(input: $input) {
      userErrors {
        code
        ... on InsufficientStock {
          available
        }
      }
    }
  }
`;
const desk = { __typename: 'Product', id: DESK.id, title: DESK.title };
const http = (options: HttpLink.Options = {}, { graphqlUrl, fetch } = shop) =>
  new HttpLink({ uri: graphqlUrl, fetch, ...options });

test('Apollo Client as it comes reads, and knows from its possible types what was refused', async () => {
  const client = clientWith(http());
  const { data } = await client.query<any>({ query: PRODUCT, variables: { slug: 'desk' } });
  expect(data).toEqual({ product: desk });
  const input = { items: [{ variantId: 'var_1', quantity: 3 }] };
  const added = await client.mutate<any>({ mutation: ADD, variables: { input } });
  expect(added.data!.addCartItems.userErrors).toEqual([
    { __typename: 'InsufficientStock', code: 'INSUFFICIENT_STOCK', available: 2 },
  ]);
  expect(shop.ways()).toEqual(['POST text', 'POST text']);
  expect(shop.sent[0]!.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
});

test('Apollo Client learns the code of its mistake, and that it is not signed in', async () => {
  const failure = (options: HttpLink.Options, query: string) =>
    clientWith(http(options))
      .query({ query: gql(query) })
      .catch((error: unknown) => error);
  const invalid = await failure({}, 'query Nope { nope }');
  const expired = await failure({ headers: { authorization: 'Bearer nonsense' } }, 'query Me { me { id } }');
  const codesOf = (error: unknown) =>
    CombinedGraphQLErrors.is(error) && error.errors.map(({ extensions }) => extensions!.code);
  expect([codesOf(invalid), codesOf(expired)]).toEqual([['GRAPHQL_VALIDATION_FAILED'], ['UNAUTHENTICATED']]);
});

test('Apollo Client reads by GET when it is told to', async () => {
  const client = clientWith(http({ useGETForQueries: true }));
  expect((await client.query({ query: PRODUCT, variables: { slug: 'by-get' } })).data).toEqual({ product: desk });
  expect(shop.ways()).toEqual(['GET text']);
  expect(shop.sent[0]!.headers.get('cache-control')).toBe('public, max-age=10');
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (useGETForHashedQueries: boolean, at = shop) =>
  clientWith(new PersistedQueryLink({ sha256, useGETForHashedQueries }).concat(http({}, at)));

test.each([
  [false, 'POST hash'],
  [true, 'GET hash'],
])('its link for persisted queries sends a text once, for all clients (by GET: %s)', async (useGet, way) => {
  const query = gql`query ${useGet ? 'ByGet' : 'ByPost'} { product(slug: "desk") { id title } }`;
  expect((await persisted(useGet).query({ query })).data).toEqual({ product: desk });
  expect(shop.ways()).toEqual([way, 'POST text']);
  shop.sent.length = 0;
  expect((await persisted(useGet).query({ query })).data).toEqual({ product: desk });
  expect(shop.ways()).toEqual([way]);
});

test('its link stops to ask by hash where clients may not register documents', async () => {
  const client = persisted(true, closed);
  for (const slug of ['a', 'b'])
    expect((await client.query({ query: PRODUCT, variables: { slug } })).data).toEqual({ product: desk });
  expect(closed.ways()).toEqual(['GET hash', 'POST text', 'POST text']);
});
