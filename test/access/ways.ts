import type { Domain } from '../../local/system/layout.ts';
import type { Cast, Customer } from './cast.ts';
import type { PlacedOrder } from './placed.ts';
import type { CallerName } from './callers.ts';
import type { Subject } from './rules.ts';
import { waysToCatalogue } from './ways.catalogue.ts';

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

const ORDER_TYPES = ['Order', 'OrderItem', 'OrderTotals', 'OrderEvent', 'Shipment'];
const PAYMENT_TYPES = ['Payment', 'CardSummary', 'Refund'];
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
    ...waysToSettings(),
    ...waysToGroups(owner),
  ];
}

function waysToSettings(): Way[] {
  const subject: Subject = { name: 'what the shop says of itself', holders: [] };
  const to = (name: string, type: string, query: string): Way => ({ name, subject, type, query, variables: {} });
  return [
    to('storefront', 'StorefrontSettings', '{ storefront { ROW } }'),
    to('addressRules', 'AddressRules', '{ addressRules(countryCode: "US") { ROW } }'),
  ];
}

const waysToGroups = ({ groupId }: Customer): Way[] => [
  {
    name: 'customerGroups',
    subject: { name: "the owner's group", holders: [] },
    type: 'CustomerGroup',
    query: '{ customerGroups { ROW } }',
    variables: {},
    row: { path: 'customerGroups', id: groupId },
  },
];

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
      { opens: [...ORDER_TYPES, ...PAYMENT_TYPES] },
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
