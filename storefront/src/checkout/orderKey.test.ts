import { expect, test } from 'vitest';
import { orderKey } from './orderKey.ts';

const agreed = {
  cartId: 'cart_1',
  cartVersion: 7,
  total: { amount: '48.50', currencyCode: 'USD' },
  previous: '',
  attempt: 0,
};

test('a reload, a second tab and a second click order with one key; whatever was agreed to differently has another', () => {
  expect(orderKey({ ...agreed })).toBe(orderKey(agreed));
  expect(orderKey(agreed)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  const others = [
    { ...agreed, cartId: 'cart_2' },
    { ...agreed, cartVersion: 8 },
    { ...agreed, total: { amount: '48.5', currencyCode: 'USD' } },
    { ...agreed, total: { amount: '48.50', currencyCode: 'EUR' } },
    { ...agreed, attempt: 1 },
  ];
  expect(new Set([agreed, ...others].map(orderKey)).size).toBe(6);
});
