import { expect, test } from 'vitest';
import { ageOfKey } from './stripe.key.ts';

test('a key is used for less than 23 hours, and what Stripe does not know is given up after 24', () => {
  expect([0, 22.99, 23, 23.99, 24, 1_000].map(ageOfKey)).toEqual([
    'fresh',
    'fresh',
    'old',
    'old',
    'forgotten',
    'forgotten',
  ]);
});
