import type { KnownThings } from '../../test/knownOperations.ts';
import type { RandomOperation } from '../../packages/executor/test/random/randomOperations.ts';

const GONE = 'prod_01jd0000000000000000099999';
const NO_ORDER = 'ord_01jd0000000000000000099999';
const NO_USER = 'usr_01jd0000000000000000099999';

/** By hand: what goes wrong when plans are compiled or answers kept without care. */
export function awkwardShapes(known: KnownThings): Record<string, RandomOperation> {
  const { orderId, orderNumber, orderToken, productSlug: slug, categorySlug, variantId, cursor } = known;
  const product = `product(slug: "${slug}")`;
  const order = `order(id: "${orderId}")`;
  const plain: Record<string, string> = {
    'the root alone': '{ __typename }',
    'the root under another name, beside data': `{ kind: __typename ${product} { __typename title } again: __typename }`,
    introspection: '{ __schema { queryType { name } } __type(name: "Product") { name fields { name } } }',
    'introspection beside data': `{ __type(name: "Order") { name } ${product} { id } }`,
    'unknown ids at the root': `{ product(id: "${GONE}") { title category { name } } order(id: "${NO_ORDER}") { number } user(id: "${NO_USER}") { email } }`,
    'malformed ids': '{ product(id: "nonsense") { title } order(id: "nonsense") { number } variant(id: "") { sku } }',
    'an id of another type': `{ product(id: "${orderId}") { title } variant(id: "${GONE}") { sku product { title } } }`,
    'an order and its products, payments and buyer': `{ ${order} { number items { title product { slug vendor } variant { sku product { title } } } payments { status order { number } } customer { email orders(first: 2) { nodes { number items { product { title } } } } } } }`,
    'the same order by number and by token': `{ a: order(number: "${orderNumber}") { id payments { status } } b: orderByToken(token: "${orderToken}") { id payments { status } } c: orderByToken(token: "wrong") { id } }`,
    'there and back again over three services': `{ ${order} { payments { order { items { product { id } } payments { order { number } refunds { id } } } } } }`,
    'fields that others may not see': `{ ${order} { customer { email cart { id } paymentMethods { last4 } sessions { id } addresses { city } unreadNotificationCount notifications(first: 1) { nodes { id order { number } } } } paymentClientSecret } }`,
    'forbidden at the root beside what is allowed': `{ users(first: 2) { nodes { email } } ${product} { title } }`,
    'forbidden in many places': `{ users(first: 1) { totalCount } orders(first: 1) { totalCount } notificationDeliveries(first: 1) { totalCount } me { id } }`,
    'forbidden inside of a list':
      '{ products(first: 3) { nodes { title variants { sku inventory { onHand movements(first: 1) { nodes { delta } } } } } } }',
    'a list beyond what is allowed, beside data': `{ products(first: 101) { nodes { title } } categories { name } }`,
    'a bad cursor deep down': `{ category(slug: "${categorySlug}") { name products(first: 2, after: "no cursor") { nodes { title } } } categories { slug } }`,
    'a bad cursor in a list':
      '{ categories(depth: 2) { name products(first: 1, after: "no cursor") { nodes { title } } } }',
    'a bad cursor in an entity of another service': `{ me { id orders(first: 1, after: "no cursor") { nodes { id } } displayName } }`,
    'errors in several services': `{ me { orders(first: 101) { nodes { id } } notifications(first: 101) { nodes { id } } } products(first: 101) { nodes { id } } }`,
    'more errors than are told': `{ a: products(first: 101) { totalCount } b: products(first: 102) { totalCount } c: products(first: 103) { totalCount } d: products(first: 104) { totalCount } e: products(first: 105) { totalCount } f: products(first: 106) { totalCount } }`,
    'both of what excludes each other': `{ product(slug: "${slug}", id: "${GONE}") { title } order { number } category { name } }`,
    'aliases that take the names of others':
      `{ ${product} { id: title title: id slug: vendor vendor: slug __typename: version } }`.replace(
        ' __typename: version',
        '',
      ),
    'aliases that take the names of merged fields': `{ ${product} { seo: variants { id: sku sku: id } variants: seo { title } } }`,
    'an alias that takes the name of a key': `{ ${order} { id: number number: id items { id: sku product { id: title title: id variants { product: sku sku: product { id } } } } } }`,
    'an alias over a field that joins services': `{ ${order} { payments: items { product: variant { id: sku title: product { id } } } items: payments { id: status order: order { id: number } } } }`,
    'aliases like those of the gateway': `{ _0: ${product} { _entities: title } _entities: ${product} { _0: id } representations: categories { _1: slug } }`,
    'the same field many times by alias': `{ a: ${product} { title } b: ${product} { title slug } c: product(id: "${GONE}") { title } d: ${product} { title } }`,
    'the same field with other arguments': `{ ${product} { a: related(first: 1) { id } b: related(first: 2) { slug } related { id title } } }`,
    'the same field twice': `{ ${product} { priceRange { min { amount } } priceRange { min { currencyCode } max { amount } } title title } }`,
    'the same entity twice with other fields': `{ ${order} { items { product { title } } items { product { slug variants { sku } } quantity } } }`,
    'the same root twice': `{ ${product} { title } categories { slug } ${product} { slug variants { id } } categories { name } }`,
    'the same field in fragments': `{ ${product} { title ...A ...B ... { variants { title } } } } fragment A on Product { variants { id price { amount } } } fragment B on Product { variants { sku price { currencyCode } } title }`,
    'a fragment in several places': `{ ${product} { ...P category { products(first: 1) { nodes { ...P } } } related(first: 2) { ...P } } } fragment P on Product { id title availability { state quantity } }`,
    'fragments that hold the join': `{ ${order} { ...O } } fragment O on Order { items { ...I } ...Q } fragment I on OrderItem { product { ...P } } fragment P on Product { title } fragment Q on Order { items { variant { sku } } payments { id } }`,
    'fragments at the root': `{ ...A ... on Query { categories { slug } } ...B } fragment A on Query { ${product} { title } } fragment B on Query { ${product} { slug } cart { id } }`,
    'nothing but type names': `{ ${product} { __typename variants { __typename price { __typename } } } ${order} { __typename items { __typename product { __typename } } } }`,
    'empty pages':
      '{ products(filter: { ids: [] }) { totalCount nodes { title category { name } } edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } a: products(first: 0) { nodes { id } } }',
    'empty lists of entities': `{ products(query: "zzzzzz") { nodes { variants { product { title } } } } category(slug: "no-such-category") { children { children { name } } } }`,
    'lists in lists':
      '{ categories(depth: 3) { slug path { slug } children { slug path { slug children { slug } } children { slug children { slug } } } } }',
    'lists of lists of entities':
      '{ orders(first: 3) { nodes { number items { product { options { name values } variants { selectedOptions { name value } } } } refunds { amount { amount } } payments { refunds { amount { amount } } } } } }',
    'one entity many times in a list': `{ ${product} { variants { product { id variants { product { slug } } } } } }`,
    'many entities that are the same':
      '{ products(first: 6) { nodes { category { id name path { name } parent { name } } } } me { orders(first: 3) { nodes { customer { displayName } items { product { category { name } } } } } } }',
    'a cart with live products':
      '{ cart { id items { quantity addedPrice { amount } variant { sku availability { state } product { slug } } product { title } } totals { total { amount } } problems { code itemId } } me { cart { totalQuantity items { product { title } } } } }',
    'someone else’s cart':
      '{ cart(id: "cart_01jd0000000000000000000001") { id items { id } } other: cart(token: "wrong") { id } }',
    'conditions on fields': `{ ${product} { title @include(if: false) vendor @skip(if: false) id @skip(if: true) @include(if: true) } }`,
    'a condition that empties the selection': `{ ${product} { title @skip(if: true) } categories @include(if: false) { name } }`,
    'a condition that empties a join': `{ ${order} { items { product @skip(if: true) { title } variant { sku @include(if: false) } } payments @include(if: false) { id } } }`,
    'conditions on fragments': `{ ${product} { ...P @include(if: false) ... @include(if: true) { slug } ... on Product @skip(if: true) { vendor } } } fragment P on Product { title variants { id } }`,
    'a field with a condition and without': `{ ${product} { variants @include(if: false) { id } variants { sku } title @skip(if: true) title } }`,
    'unicode and escapes in arguments':
      '{ products(query: "\\"lamp\\" \\\\ \\u00e9 \\n", first: 2) { totalCount } a: products(query: """a "block" string""", first: 1) { totalCount } }',
    'an enum and an object as literals':
      '{ products(sort: PRICE_DESC, first: 3, filter: { inStock: true, price: { min: { amount: "10.00", currencyCode: USD }, max: null }, attributes: [] }) { nodes { priceRange { min { amount } } } } }',
    'null as a literal':
      '{ products(filter: null, query: null, first: null, after: null) { totalCount } product(slug: null, id: null) { id } }',
    'not valid': '{ product { nothing } }',
    'not to be parsed': '{ product(',
  };
  const variables: [string, string, ...Record<string, unknown>[]][] = [
    [
      'a nullable number',
      'query ($first: Int) { products(first: $first) { nodes { slug } } }',
      {},
      { first: null },
      { first: 2 },
      { first: 2, other: 'ignored' },
      { first: 'two' },
      { first: 2.5 },
      { first: 101 },
    ],
    [
      'a number with a default',
      'query ($first: Int = 2) { products(first: $first) { nodes { slug } } }',
      {},
      { first: null },
      { first: 3 },
    ],
    [
      'a nullable variable where null may not be',
      'query ($sort: ProductSort, $depth: Int) { products(sort: $sort, first: 2) { nodes { slug } } categories(depth: $depth) { slug } }',
      {},
      { sort: null },
      { sort: 'TITLE', depth: 2 },
      { depth: null },
      { sort: 'NO_SORT' },
    ],
    [
      'a default of the operation over one of the schema',
      'query ($first: Int! = 1, $slug: String!) { product(slug: $slug) { related(first: $first) { id } } }',
      { slug },
      { slug, first: 3 },
      { slug, first: null },
      { first: 3 },
    ],
    [
      'a filter as a variable',
      'query ($filter: ProductFilter = { inStock: true }) { products(filter: $filter, first: 2) { totalCount nodes { slug } } }',
      {},
      { filter: null },
      { filter: {} },
      { filter: { categorySlug, ids: null } },
      { filter: { ids: [GONE] } },
      { filter: { ids: GONE } },
      { filter: { unknown: 1 } },
      { filter: { price: { min: { amount: 'much', currencyCode: 'USD' } } } },
    ],
    [
      'variables inside of objects and lists',
      'query ($id: ID!, $stock: Boolean, $amount: Decimal = "5.00") { products(first: 2, filter: { ids: [$id], inStock: $stock, price: { min: { amount: $amount, currencyCode: USD } } }) { nodes { id } } }',
      { id: GONE },
      { id: 5, stock: null },
      { id: GONE, stock: false, amount: null },
      { id: null },
    ],
    [
      'one variable in several services',
      'query ($first: Int, $after: String) { me { orders(first: $first, after: $after) { nodes { number } } notifications(first: $first, after: $after) { nodes { kind } } } products(first: $first, after: $after) { nodes { slug } } }',
      { first: 1 },
      { first: 2, after: cursor },
      {},
      { first: 0 },
    ],
    [
      'a variable of a join',
      'query ($id: ID, $number: String, $first: Int = 1) { order(id: $id, number: $number) { customer { orders(first: $first) { nodes { items { product { related(first: 2) { slug } } } } } } timeline(first: $first) { nodes { type } } } }',
      { id: orderId },
      { number: orderNumber, first: 3 },
      { id: orderId, number: orderNumber },
      { id: null, number: null },
      { id: NO_ORDER, first: null },
    ],
    [
      'conditions by variables',
      'query ($more: Boolean!, $less: Boolean = false, $id: ID!) { variant(id: $id) { sku title @include(if: $more) product @skip(if: $less) { slug ... @include(if: $more) { vendor } } } cart @include(if: $more) { id } }',
      { more: true, id: variantId },
      { more: false, id: variantId },
      { more: true, less: true, id: variantId },
      { more: true, less: null, id: variantId },
      { id: variantId },
    ],
    [
      'conditions on joins',
      'query ($id: ID!, $items: Boolean! = true, $payments: Boolean! = false) { order(id: $id) { number items @include(if: $items) { product { title } } payments @include(if: $payments) { status } customer @skip(if: $payments) { email } } }',
      { id: orderId },
      { id: orderId, items: false },
      { id: orderId, payments: true },
      { id: NO_ORDER, payments: true },
    ],
  ];
  return Object.fromEntries([
    ...Object.entries(plain).map(([name, query]) => [name, { query, variables: {} }]),
    ...variables.flatMap(([name, query, ...all]) =>
      all.map((one) => [`${name} ${JSON.stringify(one)}`, { query, variables: one }]),
    ),
  ]);
}

/** Mutations that refuse: fragments on the interface of errors and on the union of outcomes. */
export function refusals({ variantId, orderId }: KnownThings): Record<string, RandomOperation> {
  const key = '018f0000-0000-7000-8000-000000000002';
  const errors =
    'userErrors { __typename ... on UserError { code path } ...Short ... on GeneralUserError { message } } } } fragment Short on InsufficientStock { available stock: available variant { sku product { title } } }';
  const pay = `mutation ($input: PayOrderInput!) { payOrder(input: $input) { payment { id order { number } } outcome { __typename ... on PaymentSucceeded { amount { amount } } ... on PaymentActionRequired { redirectUrl } ... on PaymentProcessing { amount { currencyCode } } } userErrors { code ... on PaymentDeclined { declineCode message } __typename } } }`;
  const mutations: Record<string, RandomOperation> = {
    'more than there is': {
      query: `mutation ($input: AddCartItemsInput!) { addCartItems(input: $input) { cart { totalQuantity } ${errors}`,
      variables: { input: { items: [{ variantId, quantity: 500 }] } },
    },
    'a variant that is not there': {
      query: `mutation ($input: AddCartItemsInput!) { addCartItems(input: $input) { ${errors}`,
      variables: { input: { items: [{ variantId: 'var_01jd0000000000000000099999' }] } },
    },
    'someone else’s order is not paid': {
      query: pay,
      variables: { input: { orderId: NO_ORDER, paymentMethod: 'pm_card_visa', idempotencyKey: key } },
    },
    'a paid order is not paid again': {
      query: pay,
      variables: { input: { orderId, paymentMethod: 'pm_card_visa', idempotencyKey: key } },
    },
    'an input that is not complete': { query: pay, variables: { input: { orderId } } },
    'no input': { query: pay, variables: {} },
  };
  return mutations;
}
