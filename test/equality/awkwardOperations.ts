import type { RandomOperation } from './randomOperation.ts';

/** Shapes that go wrong when a plan is compiled carelessly. */
export function awkwardOperations(orderId: string, slug: string): RandomOperation[] {
  const gone = 'prod_01jd0000000000000000099999';
  const plain = [
    '{ __typename }',
    '{ __schema { queryType { name } } }',
    '{ __type(name: "Product") { name fields { name } } }',
    `{ product(slug: "${slug}") { __typename id kind: __typename } }`,
    // the same field twice, with other sub-selections
    `{ product(slug: "${slug}") { priceRange { min { amount } } priceRange { min { currencyCode } max { amount } } } }`,
    `{ product(slug: "${slug}") { title ...A ...B } } fragment A on Product { variants { id price { amount } } } fragment B on Product { variants { sku price { currencyCode } } }`,
    // aliases that change places
    `{ product(slug: "${slug}") { id: title title: id } }`,
    `{ a: product(slug: "${slug}") { title } b: product(slug: "${slug}") { title } }`,
    `{ product(slug: "${slug}") { seo: variants { id: sku sku: id } variants: seo { title } } }`,
    // nothing found, at the root and inside of lists
    `{ product(id: "${gone}") { title category { name } } }`,
    `{ a: product(id: "${gone}") { title } category(slug: "no-such-category") { products { nodes { title } } } }`,
    `{ products(filter: { ids: [] }) { totalCount nodes { title } edges { node { title } } pageInfo { hasNextPage endCursor } } }`,
    // several domains
    `{ order(id: "${orderId}") { number items { title product { title vendor variants { sku } } variant { sku product { title } } } payments { status order { number } } customer { displayName orders(first: 2) { nodes { number items { product { title } } } } } } }`,
    `{ me { displayName cart { items { quantity variant { product { slug } } } } orders(first: 3) { totalCount nodes { payments { status } } } notifications(first: 2) { nodes { title } } } products(first: 2) { nodes { title } } }`,
    `{ cart { items { variant { sku } product { title } } totals { total { amount } } } me { id } categories { name } }`,
    // errors in the middle, beside data of others
    `{ products(first: 101) { nodes { title } } categories { name } }`,
    `{ order(id: "nonsense") { number } product(slug: "${slug}") { title } }`,
    `{ orders(first: 2) { nodes { number } } product(slug: "${slug}") { title } }`,
    `{ product(slug: "${slug}", id: "${gone}") { title } categories { slug } }`,
    '{ users(first: 2) { nodes { email } } me { email } }',
    // conditions
    `{ product(slug: "${slug}") { title @include(if: false) vendor @skip(if: false) ... @include(if: true) { slug } } }`,
  ].map((query) => ({ query, variables: {} }));
  const first = 'query ($first: Int) { products(first: $first) { nodes { title } } }';
  const fallback = 'query ($first: Int = 2) { products(first: $first) { nodes { title } } }';
  const withVariables: RandomOperation[] = [
    { query: first, variables: {} },
    { query: first, variables: { first: null } },
    { query: first, variables: { first: 3, other: 'ignored' } },
    { query: first, variables: { first: 'three' } },
    { query: fallback, variables: {} },
    { query: fallback, variables: { first: 4 } },
    { query: fallback, variables: { first: null } },
    {
      query: 'query ($sort: ProductSort!) { products(sort: $sort, first: 2) { nodes { slug } } }',
      variables: { sort: 'NO_SORT' },
    },
    { query: 'query ($slug: String!) { product(slug: $slug) { title } }', variables: {} },
    {
      query: 'query ($more: Boolean!) { products(first: 2) { nodes { title vendor @include(if: $more) } } }',
      variables: { more: true },
    },
    {
      query: 'query ($filter: ProductFilter) { products(filter: $filter, first: 3) { nodes { title } } }',
      variables: { filter: { price: { min: { amount: '10.00', currencyCode: 'USD' } }, inStock: true } },
    },
  ];
  return [...plain, ...withVariables];
}
