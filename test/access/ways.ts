import type { Domain } from '../../local/system/layout.ts';
import type { Cast, Customer } from './cast.ts';
import type { PlacedOrder } from './placed.ts';
import { type Catalogue, WORD } from './catalogue.ts';
import type { CallerName } from './callers.ts';
import type { Subject } from './rules.ts';

/** One of the ways to a row. */
export interface Way {
  name: string;
  subject: Subject;
  type: string;
  /** ROW stands for everything that can be asked of the type. */
  query: string;
  variables: Record<string, unknown>;
  /** Absent: the gateway. */
  at?: Domain;
  /** Which of a list it is, for whoever gets the list. */
  row?: { path: string; id: string };
  /** Who has a row of their own here: they get that one, and nothing of this one. */
  own?: readonly CallerName[];
  /** What is looked for is only whether anything of the row is in the answer. */
  marksOnly?: true;
  /** The token of the row is an argument: whoever gives it is its holder, for fields of these types. */
  opens?: readonly string[];
}

export const ORDER_TYPES = ['Order', 'OrderItem', 'OrderTotals', 'OrderEvent', 'Shipment'];
const CART_TYPES = ['Cart', 'CartItem', 'CartTotals'];

export function waysThroughTheGateway(cast: Cast): Way[] {
  const { owner, guestOrders, guestCart, cartHolder } = cast;
  return [
    ...waysToAccount(owner),
    ...Object.entries(owner.orders).flatMap(([name, order]) =>
      waysToOrder({ name: `the owner's ${name} order`, holders: ['owner'], orderToken: undefined }, order),
    ),
    ...Object.entries(guestOrders).flatMap(([name, order]) =>
      waysToOrder({ name: `a guest's ${name} order`, holders: ['orderToken'], orderToken: order.token }, order),
    ),
    ...waysToCart(owner, guestCart.id, cartHolder.cartToken!),
    ...waysToDeliveries(owner),
    ...waysToCatalogue(cast),
  ];
}

function waysToAccount({ id, email }: Customer): Way[] {
  const subject: Subject = { name: "the owner's account", holders: ['owner'] };
  const to = (name: string, query: string, variables: object, more: Partial<Way> = {}): Way => ({
    name,
    subject,
    type: 'User',
    query,
    variables: { ...variables },
    ...more,
  });
  return [
    to('me', '{ me { ROW } }', {}, { own: ['owner', 'other', 'staff', 'admin'] }),
    to('user(id)', 'query ($id: ID!) { user(id: $id) { ROW } }', { id }),
    to(
      'users(query)',
      'query ($email: String!) { users(query: $email) { nodes { ROW } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      { email },
    ),
    to('users(query), edges', 'query ($email: String!) { users(query: $email) { edges { cursor node { ROW } } } }', {
      email,
    }),
    to(
      'users(role)',
      'query { users(role: CUSTOMER, first: 5) { nodes { ROW } } }',
      {},
      { row: { path: 'users.nodes', id } },
    ),
  ];
}

function waysToOrder(subject: Subject, { id, number, token }: PlacedOrder): Way[] {
  const to = (name: string, query: string, variables: object, more: Partial<Way> = {}): Way => ({
    name,
    subject,
    type: 'Order',
    query,
    variables: { ...variables },
    ...more,
  });
  return [
    to('order(id)', 'query ($id: ID!) { order(id: $id) { ROW } }', { id }),
    to('order(number)', 'query ($number: String!) { order(number: $number) { ROW } }', { number }),
    to(
      'orderByToken',
      'query ($token: String!) { orderByToken(token: $token) { ROW } }',
      { token },
      { opens: ORDER_TYPES },
    ),
    to(
      'orders(filter)',
      'query ($number: String!) { orders(filter: { number: $number }) { nodes { ROW } edges { cursor node { id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      { number },
    ),
  ];
}

function waysToCart(owner: Customer, guestCartId: string, token: string): Way[] {
  const mine: Subject = { name: "the owner's cart", holders: ['owner'] };
  const guests: Subject = { name: "a guest's cart", holders: ['cartToken'] };
  const byId = 'query ($id: ID!) { cart(id: $id) { ROW } }';
  return [
    {
      name: 'cart',
      subject: mine,
      type: 'Cart',
      query: '{ cart { ROW } }',
      variables: {},
      own: ['owner', 'other', 'cartToken'],
    },
    {
      name: 'cart, by header',
      subject: guests,
      type: 'Cart',
      query: '{ cart { ROW } }',
      variables: {},
      own: ['owner', 'other', 'cartToken'],
    },
    { name: 'cart(id)', subject: mine, type: 'Cart', query: byId, variables: { id: owner.cart.id } },
    { name: 'cart(id)', subject: guests, type: 'Cart', query: byId, variables: { id: guestCartId } },
    {
      name: 'cart(token)',
      subject: guests,
      type: 'Cart',
      query: 'query ($token: String!) { cart(token: $token) { ROW } }',
      variables: { token },
      opens: ['Query', ...CART_TYPES],
    },
    {
      name: "cart(id) with another's token",
      subject: mine,
      type: 'Cart',
      query: 'query ($id: ID!, $token: String!) { cart(id: $id, token: $token) { ROW } }',
      variables: { id: owner.cart.id, token },
    },
  ];
}

const waysToDeliveries = (owner: Customer): Way[] => [
  {
    name: 'notificationDeliveries',
    subject: { name: "the owner's mails", holders: [] },
    type: 'NotificationDelivery',
    query:
      '{ notificationDeliveries(first: 100) { nodes { ROW } edges { cursor node { id } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
    variables: {},
    row: { path: 'notificationDeliveries.nodes', id: owner.notificationIds[0]! },
  },
  {
    name: 'reconciliationReport',
    subject: { name: 'the report', holders: [] },
    type: 'ReconciliationReport',
    query: '{ reconciliationReport { ROW } }',
    variables: {},
  },
];

const productSubject = (catalogue: Catalogue, kind: 'active' | 'draft' | 'archived'): Subject => ({
  name: `a product that is ${kind}`,
  holders: [],
  forSale: kind === 'active',
  marks: kind === 'active' ? [] : [...Object.values(catalogue[kind]), `${WORD} ${kind}`],
});

const sorts = ['RELEVANCE', 'NEWEST', 'PRICE_ASC', 'PRICE_DESC', 'BEST_SELLING', 'TITLE'];

function waysToCatalogue({ catalogue, owner }: Cast): Way[] {
  const { category } = catalogue;
  const ways: Way[] = [];
  for (const kind of ['active', 'draft', 'archived'] as const) {
    const { id, slug, variantId, sku } = catalogue[kind];
    const subject = productSubject(catalogue, kind);
    const to = (type: string, name: string, query: string, variables: object, row?: Way['row']) =>
      void ways.push({ name, subject, type, query, variables: { ...variables }, ...(row && { row }) });
    const listed = (path: string) => ({ path, id });
    to('Product', 'product(id)', 'query ($id: ID!) { product(id: $id) { ROW } }', { id });
    to('Product', 'product(slug)', 'query ($slug: String!) { product(slug: $slug) { ROW } }', { slug });
    ways.push({
      name: 'products, in every order',
      subject,
      type: 'Product',
      query: `query ($ids: [ID!]) { ${sorts.map((sort) => `${sort}: products(sort: ${sort}, filter: { ids: $ids }) { nodes { slug title } }`).join(' ')} }`,
      variables: { ids: [id] },
      marksOnly: true,
    });
    to(
      'Product',
      'products, edges',
      'query ($ids: [ID!]) { products(filter: { ids: $ids }) { edges { node { ROW } } } }',
      { ids: [id] },
      { path: 'products.edges.node', id },
    );
    to(
      'Product',
      'products(query)',
      'query ($query: String) { products(query: $query) { nodes { ROW } } }',
      { query: WORD },
      listed('products.nodes'),
    );
    to(
      'Product',
      'products(filter)',
      'query ($slug: String!) { products(filter: { categorySlug: $slug, inStock: true, attributes: [{ name: "Material", values: ["Oak"] }] }) { nodes { ROW } } }',
      { slug: category.slug },
      listed('products.nodes'),
    );
    to(
      'Product',
      'suggest',
      'query ($query: String!) { suggest(query: $query) { products { ROW } } }',
      { query: WORD },
      listed('suggest.products'),
    );
    to(
      'Product',
      'category.products',
      'query ($id: ID!) { category(id: $id) { products { nodes { ROW } } } }',
      { id: category.id },
      listed('category.products.nodes'),
    );
    to('Product', 'product.variants.product', 'query ($id: ID!) { variant(id: $id) { product { ROW } } }', {
      id: variantId,
    });
    ways.push({
      name: 'suggest',
      subject,
      type: 'Suggestions',
      query: 'query ($query: String!) { suggest(query: $query) { ROW } }',
      variables: { query: `${WORD} ${kind[0]}` },
      marksOnly: true,
    });
    to('Variant', 'variant(id)', 'query ($id: ID!) { variant(id: $id) { ROW } }', { id: variantId });
    to('Variant', 'variant(sku)', 'query ($sku: String!) { variant(sku: $sku) { ROW } }', { sku });
    to('Variant', 'product.variants', 'query ($id: ID!) { product(id: $id) { variants { ROW } } }', { id });
    to(
      'Variant',
      'products.variants',
      'query ($ids: [ID!]) { products(filter: { ids: $ids }) { nodes { variants { ROW } } } }',
      { ids: [id] },
    );
  }
  const { active, archived } = catalogue;
  const gone: Subject = { ...productSubject(catalogue, 'archived'), holders: ['owner'] };
  const inCart = (type: string, field: string, id: string): Way => ({
    name: `cart.items.${field}`,
    subject: gone,
    type,
    query: `query ($id: ID!) { cart(id: $id) { items { ${field} { ROW } } } }`,
    variables: { id: owner.cart.id },
    row: { path: `cart.items.${field}`, id },
  });
  ways.push(inCart('Product', 'product', archived.id), inCart('Variant', 'variant', archived.variantId));
  for (const kind of ['draft', 'archived'] as const)
    ways.push({
      name: 'product.related',
      subject: productSubject(catalogue, kind),
      type: 'Product',
      query: 'query ($id: ID!) { product(id: $id) { related(first: 24) { ROW } } }',
      variables: { id: active.id },
      row: { path: 'product.related', id: catalogue[kind].id },
    });
  const everything: Subject = { name: 'a category', holders: [] };
  ways.push(
    {
      name: 'category(id)',
      subject: everything,
      type: 'Category',
      query: 'query ($id: ID!) { category(id: $id) { ROW } }',
      variables: { id: category.id },
    },
    {
      name: 'category(slug)',
      subject: everything,
      type: 'Category',
      query: 'query ($slug: String!) { category(slug: $slug) { ROW } }',
      variables: { slug: category.slug },
    },
    {
      name: 'categories',
      subject: everything,
      type: 'Category',
      query: '{ categories(depth: 2) { ROW } }',
      variables: {},
    },
    {
      name: 'suggest',
      subject: everything,
      type: 'Suggestions',
      query: 'query ($query: String!) { suggest(query: $query) { ROW } }',
      variables: { query: WORD },
    },
    {
      name: 'products, edges',
      subject: everything,
      type: 'ProductEdge',
      query:
        '{ products(first: 2) { edges { ROW } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      variables: {},
    },
  );
  return ways;
}

/** What can be entered at a subgraph: its entities, by the keys of rows that exist. */
export function waysIntoSubgraphs(keys: Keys, entities: readonly { at: Domain; type: string }[]): Way[] {
  return entities.flatMap(({ at, type }) =>
    (keys[type] ?? []).map(({ key, subject }) => ({
      name: `_entities of ${at} by ${Object.keys(key)}`,
      at,
      subject,
      type,
      query: `query ($who: [_Any!]!) { _entities(representations: $who) { ... on ${type} { ROW } } }`,
      variables: { who: [{ __typename: type, ...key }] },
    })),
  );
}

export type Keys = Readonly<Record<string, readonly { key: Record<string, string>; subject: Subject }[]>>;

/** The rows of each entity, by key. */
export function keysOf(cast: Cast, payments: readonly { id: string; orderId: string }[]): Keys {
  const { owner, guestCart, guestOrders, catalogue } = cast;
  const orders = [
    ...Object.entries(owner.orders).map(([name, order]) => ({
      order,
      subject: { name: `the owner's ${name} order`, holders: ['owner'] } as Subject,
    })),
    ...Object.entries(guestOrders).map(([name, order]) => ({
      order,
      subject: { name: `a guest's ${name} order`, holders: ['orderToken'], orderToken: order.token } as Subject,
    })),
  ];
  const products = (['active', 'draft', 'archived'] as const).map((kind) => ({
    ...catalogue[kind],
    subject: productSubject(catalogue, kind),
  }));
  const one = (key: Record<string, string>, name: string, holders: Subject['holders']) => ({
    key,
    subject: { name, holders },
  });
  const category = catalogue.category;
  return {
    User: [one({ id: owner.id }, "the owner's account", ['owner'])],
    Cart: [
      one({ id: owner.cart.id }, "the owner's cart", ['owner']),
      one({ id: guestCart.id }, "a guest's cart", ['cartToken']),
    ],
    Order: orders.map(({ order, subject }) => ({ key: { id: order.id }, subject })),
    Payment: orders.flatMap(({ order, subject }) =>
      payments.filter(({ orderId }) => orderId === order.id).map(({ id }) => ({ key: { id }, subject })),
    ),
    Product: products.flatMap(({ id, slug, subject }) => [
      { key: { id } as Record<string, string>, subject },
      { key: { slug }, subject },
    ]),
    Variant: products.map(({ variantId: id, subject }) => ({ key: { id }, subject })),
    Category: [one({ id: category.id }, 'a category', []), one({ slug: category.slug }, 'a category', [])],
  };
}
