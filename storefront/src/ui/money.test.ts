import { expect, test } from 'vitest';
import { formatMoney } from './money.tsx';

test.each([
  ['48.50', 'USD', '$48.50'],
  ['2635', 'JPY', '¥2,635'],
  ['9007199254740993.25', 'USD', '$9,007,199,254,740,993.25'],
  ['0.00', 'EUR', '€0.00'],
])('%s %s is written %s', (amount, currencyCode, text) => {
  expect(formatMoney({ amount, currencyCode })).toBe(text);
});
