import { expect, expectTypeOf, test } from 'vitest';
import { type PlaceOrderMutation, refusalOf, resultOf } from '../src/index.ts';

type Placed = PlaceOrderMutation['placeOrder'];
const general = { __typename: 'GeneralUserError', code: 'EMPTY_CART', message: 'The cart is empty', path: [] } as const;
const changed = {
  __typename: 'PriceChanged',
  code: 'PRICE_CHANGED',
  message: 'The total has changed',
  path: [],
  expected: { amount: '10.00', currencyCode: 'USD' },
  actual: { amount: '12.00', currencyCode: 'USD' },
} as const;
const payload = (...userErrors: Placed['userErrors'][number][]): Placed => ({
  orderToken: null,
  order: null,
  userErrors,
});

test('a refused order says why, and each reason has what belongs to it', () => {
  const result = resultOf(payload(general, changed));
  if (result.ok) throw new Error('it was refused');
  const told = result.refusals.map((refusal) => {
    switch (refusal.__typename) {
      case 'PriceChanged':
        return `now ${refusal.actual.amount}`;
      case 'InsufficientStock':
        return `only ${refusal.available}`;
      default:
        return refusal.message;
    }
  });
  expect(told).toEqual(['The cart is empty', 'now 12.00']);
});

test('an order that was placed has no refusals', () => {
  const result = resultOf(payload());
  expect(result).toEqual({ ok: true, payload: payload() });
  expectTypeOf(result).not.toHaveProperty('refusals');
});

test('one kind of refusal is picked out with its own fields', () => {
  const refusal = refusalOf(payload(general, changed), 'PriceChanged');
  expectTypeOf(refusal!.actual.amount).toEqualTypeOf<string>();
  expect(refusal?.actual.amount).toBe('12.00');
  expect(refusalOf(payload(general), 'PriceChanged')).toBeUndefined();
});
