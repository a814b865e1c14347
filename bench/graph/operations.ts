import type { Shopper } from '../../test/shop.ts';

export interface Operation {
  name: string;
  query: string;
  /** The same number, the same variables: rotating ones leave nothing to de-duplicate. */
  variables(index: number): Record<string, unknown>;
  /** Also measured with the same variables again and again. */
  hits?: boolean;
  /** Who asks. */
  as?: 'customer' | 'staff' | 'guest';
  /** It changes something: answers cannot be compared, and so many are enough. */
  changes?: { operations: number };
  /** Several requests, one after the other. */
  steps?(shopper: Shopper, index: number): Promise<unknown>;
}

export interface Catalogue {
  productIds: string[];
  words: string[];
  categorySlugs: string[];
  /** The cursor before page 20. */
  deepCursor: string;
  orderIds: string[];
  /** Of which there is enough. */
  variantIds: string[];
}

const CARD = `id slug title vendor thumbnail { url alt width height } priceRange { min { amount currencyCode } max { amount currencyCode } }
  compareAtPriceRange { min { amount currencyCode } } availability { state quantity }`;
const usd = (minor: number) => ({ amount: (minor / 100).toFixed(2), currencyCode: 'USD' });

export const LIST = `query List($filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String) {
  products(filter: $filter, sort: $sort, first: $first, after: $after) { nodes { ${CARD} } pageInfo { hasNextPage endCursor } } }`;
export const PRODUCT = `query Product($id: ID) { product(id: $id) { id slug title description vendor media { url alt } options { name values } attributes { name value }
  priceRange { min { amount currencyCode } max { amount currencyCode } } availability { state quantity } category { name slug path { slug name } }
  variants { id sku title selectedOptions { name value } price { amount currencyCode } compareAtPrice { amount currencyCode } availability { state quantity } } } }`;
export const SEARCH = `query Search($query: String) { products(query: $query, first: 24) { nodes { ${CARD} } pageInfo { hasNextPage endCursor } } }`;

export function operationsOn({
  productIds,
  words,
  categorySlugs,
  deepCursor,
  orderIds,
  variantIds,
}: Catalogue): Operation[] {
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
  const minPrice = (index: number) => ({ price: { min: usd(500 + (index % 997)) } });
  return [
    {
      name: 'home',
      query: `query Home($filter: ProductFilter) { categories(depth: 1) { id slug name } products(sort: BEST_SELLING, first: 8, filter: $filter) { nodes { ${CARD} } } }`,
      variables: (index) => ({ filter: minPrice(index) }),
      hits: true,
    },
    {
      name: 'category tree',
      query:
        'query Tree($depth: Int!) { categories(depth: $depth) { slug name children { slug name children { slug name } } } }',
      variables: () => ({ depth: 3 }),
      hits: true,
    },
    {
      name: 'category page',
      query: `query Category($slug: String!, $filter: ProductFilter) { category(slug: $slug) { name path { slug name } products(first: 24, sort: PRICE_ASC, filter: $filter) { totalCount nodes { ${CARD} } pageInfo { endCursor } } } }`,
      variables: (index) => ({ slug: at(categorySlugs, index), filter: { inStock: true, ...minPrice(index) } }),
      hits: true,
    },
    {
      name: 'list page',
      query: LIST,
      variables: (index) => ({
        first: 24,
        sort: at(['NEWEST', 'PRICE_ASC', 'TITLE', 'BEST_SELLING'], index),
        filter: minPrice(index),
      }),
      hits: true,
    },
    {
      name: 'deep page',
      query: LIST,
      variables: (index) => ({ first: 24, sort: 'NEWEST', after: deepCursor, filter: minPrice(index) }),
    },
    { name: 'product page', query: PRODUCT, variables: (index) => ({ id: at(productIds, index * 7) }), hits: true },
    {
      name: 'search',
      query: SEARCH,
      variables: (index) => ({ query: `${at(words, index)} ${at(words, index * 13 + 5).slice(0, 3 + (index % 3))}` }),
      hits: true,
    },
    {
      name: 'suggest',
      query: `query Suggest($query: String!) { suggest(query: $query) { products { ${CARD} } categories { slug name } queries } }`,
      variables: (index) => ({ query: at(words, index).slice(0, 2 + (index % 3)) }),
      hits: true,
    },
    {
      name: 'add to cart',
      query: `mutation Add($input: AddCartItemsInput!) { addCartItems(input: $input) { cartToken cart { id totalQuantity totals { total { amount } } } userErrors { code } } }`,
      variables: (index) => ({ input: { items: [{ variantId: at(variantIds, index), quantity: 1 }] } }),
      changes: { operations: 200 },
    },
    {
      name: 'whole checkout',
      query: '',
      variables: () => ({}),
      changes: { operations: 60 },
      async steps(shopper, index) {
        const { id } = await shopper.order(at(variantIds, index), `bench-${index}@shop.example`);
        await shopper.pay(id);
      },
    },
    {
      name: 'cart page',
      query: `query Cart { cart { id totalQuantity items { id quantity unitPrice { amount } total { amount } variant { id sku title image { url } product { slug title } } } totals { subtotal { amount } shipping { amount } tax { amount } total { amount } } shippingOptions { id name price { amount } } } }`,
      variables: () => ({}),
      as: 'guest',
    },
    {
      name: 'order tracking',
      query: `query Track($id: ID) { order(id: $id) { number status paymentStatus items { title quantity total { amount } product { slug title } } payments { status amount { amount } } timeline { nodes { type occurredAt } } } }`,
      variables: (index) => ({ id: at(orderIds, index) }),
      as: 'customer',
    },
    {
      name: 'account home',
      query:
        'query Account { me { displayName email addresses { city } orders(first: 5) { nodes { number status totals { total { amount } } } } notifications(first: 5) { nodes { title createdAt } } } }',
      variables: () => ({}),
      as: 'customer',
    },
    {
      name: 'staff order list',
      query:
        'query Orders($first: Int) { orders(first: $first) { nodes { number status placedAt customer { displayName email } totals { total { amount } } items { title quantity product { slug } } } } }',
      variables: () => ({ first: 20 }),
      as: 'staff',
    },
  ];
}

/** What the operations above rotate through, read from the shop itself. */
export async function readCatalogue(shop: Shopper, orderIds: string[]): Promise<Catalogue> {
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await shop.graph(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  let after: string | null = null;
  const productIds: string[] = [];
  const words = new Set<string>();
  let deepCursor = '';
  for (let page = 1; page <= 20; page++) {
    const { products } = await ask(
      'query ($after: String) { products(first: 24, sort: NEWEST, after: $after) { nodes { id title } pageInfo { endCursor } } }',
      { after },
    );
    for (const { id, title } of products.nodes) {
      productIds.push(id);
      for (const word of title.split(' ')) words.add(word);
    }
    after = products.pageInfo.endCursor;
    if (page === 19) deepCursor = after!;
  }
  const { products } = await ask(
    '{ products(first: 100, filter: { inStock: true }) { nodes { variants { id availability { state } } } } }',
  );
  const variantIds = products.nodes
    .flatMap(({ variants }: any) => variants)
    .filter(({ availability }: any) => availability.state === 'IN_STOCK')
    .map(({ id }: any) => id);
  const { categories } = await ask('{ categories(depth: 2) { slug children { slug } } }');
  return {
    productIds,
    words: [...words],
    categorySlugs: categories.flatMap(({ slug, children }: any) => [slug, ...children.map((child: any) => child.slug)]),
    deepCursor,
    orderIds,
    variantIds,
  };
}
