import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CurrencyCode, exponentOf, formatMinor, parseMoney, shareOf } from './money.ts';

const amounts = fc.integer({ min: 0, max: 99_999_999_999 });
const currencies = fc.constantFrom(...Object.values(CurrencyCode));

test('every amount survives the way out and in, in every currency', () => {
  fc.assert(
    fc.property(amounts, currencies, (minor, currencyCode) => {
      expect(parseMoney({ amount: formatMinor(minor, currencyCode), currencyCode }, 'price')).toEqual({
        minor,
        currencyCode,
      });
    }),
  );
});

test.for([
  [0, 'USD', '0.00'],
  [5, 'USD', '0.05'],
  [1990, 'EUR', '19.90'],
  [1990, 'JPY', '1990'],
  [1990, 'KWD', '1.990'],
  [-5, 'USD', '-0.05'],
] as const)('%i minor units of %s are written %s', ([minor, currencyCode, text]) =>
  expect(formatMinor(minor, currencyCode)).toBe(text),
);

test.for([
  ['1.999', CurrencyCode.USD, 'decimals'],
  ['1.5', CurrencyCode.JPY, 'decimals'],
  ['-1.00', CurrencyCode.USD, 'positive'],
  ['999999999999', CurrencyCode.USD, 'max'],
] as const)('%s %s is refused by the rule "%s"', ([amount, currencyCode, rule]) => {
  expect(() => parseMoney({ amount, currencyCode }, 'price')).toThrow(
    expect.objectContaining({
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'price.amount', rule }),
    }),
  );
});

test('a share is rounded half up, and away from zero below it', () => {
  expect([shareOf(50, 100), shareOf(49, 100), shareOf(-50, 100), shareOf(1000, 1900)]).toEqual([1, 0, -1, 190]);
  fc.assert(
    fc.property(
      amounts,
      fc.integer({ min: 0, max: 10_000 }),
      (minor, rate) => Math.abs(shareOf(minor, rate) - (minor * rate) / 10_000) <= 0.501,
    ),
  );
});

test('exponents are those of the currency', () => expect(['JPY', 'USD', 'KWD'].map(exponentOf)).toEqual([0, 2, 3]));
