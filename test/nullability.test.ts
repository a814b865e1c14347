import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unsafeFields } from './nullability.ts';

test('no field of the graph takes more with it than itself when the subgraph that answers it is down', () => {
  expect(unsafeFields(readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8'))).toEqual([]);
});

test('the check finds every kind of field that would', () => {
  const planted = `
    type Query @join__type(graph: USERS) @join__type(graph: ORDERS) {
      me: User @join__field(graph: USERS)
      orders: [Order!]! @join__field(graph: ORDERS)
    }
    type Mutation @join__type(graph: ORDERS) { pay: Order! @join__field(graph: ORDERS) }
    type User @join__type(graph: ORDERS, key: "id") @join__type(graph: USERS, key: "id") {
      id: ID!
      email: String! @join__field(graph: USERS)
      name: String! @join__field(graph: USERS)
      phone: String @join__field(graph: USERS)
      orders: [Order!]! @join__field(graph: ORDERS)
      lastOrder: Order @join__field(graph: ORDERS)
    }
    type Order @join__type(graph: ORDERS, key: "id") {
      id: ID!
      buyer: User!
      readers: [User!]
      writers: [User]
      total: Money!
    }
    type Money @join__type(graph: ORDERS) @join__type(graph: USERS) { amount: String! }`;
  expect(unsafeFields(planted)).toEqual([
    'Query.orders: [Order!]! is a root field',
    'User.orders: [Order!]! is added by ORDERS to what USERS owns',
    'Order.buyer: User! shows what USERS owns, and not ORDERS',
    'Order.readers: [User!] shows what USERS owns, and not ORDERS',
  ]);
});
