import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { poorDescriptions } from './descriptions.ts';

test('everything in the public graph says in its docs what it is', () => {
  const graph = readFileSync(new URL('../packages/client/schema.graphql', import.meta.url), 'utf8');
  expect(poorDescriptions(graph)).toEqual([]);
});

test('the check finds everything that could go without a description, and words that help nobody', () => {
  const planted = `
    directive @live(every: Int) on QUERY
    type Query { cart("Said." id: ID, token: String): Cart }
    interface Node { id: ID! }
    "What a shopper intends to buy."
    type Cart implements Node {
      "Never changes."
      id: ID!
      "The status of the cart."
      status: CartStatus!
      "Said. Errors: CHECKOUT_OVER, ALREADY_OPEN."
      total: Decimal!
    }
    enum CartStatus { "Said." ALREADY_OPEN LOCKED }
    union Found = Cart
    scalar Decimal
    input CartInput { "  " note: String }`;
  expect(poorDescriptions(planted)).toEqual([
    'Query has no description',
    'Query.cart has no description',
    'Query.cart(token:) has no description',
    'Node has no description',
    'Node.id has no description',
    'Cart.status only says its name again: The status of the cart.',
    'Cart.total names CHECKOUT_OVER, which nothing in the graph is called',
    'CartStatus has no description',
    'CartStatus.LOCKED has no description',
    'Found has no description',
    'Decimal has no description',
    'CartInput has no description',
    'CartInput.note has no description',
    '@live has no description',
    '@live(every:) has no description',
  ]);
});
