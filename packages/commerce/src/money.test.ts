import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CurrencyCode, exponentOf, formatMinor, Money, parseMoney, shareOf } from './money.ts';

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
  ['1000000000.00', CurrencyCode.USD, 'max'],
  ['100000000000', CurrencyCode.JPY, 'max'],
  ['1.0000', CurrencyCode.KWD, 'decimals'],
  ['1.', CurrencyCode.USD, 'positive'],
  ['.5', CurrencyCode.USD, 'positive'],
  ['+1', CurrencyCode.USD, 'positive'],
  ['1e3', CurrencyCode.USD, 'positive'],
  ['1,50', CurrencyCode.USD, 'positive'],
  ['', CurrencyCode.USD, 'positive'],
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

test.for([
  ['999999999.99', CurrencyCode.USD, 99_999_999_999],
  ['99999999999', CurrencyCode.JPY, 99_999_999_999],
  ['99999999.999', CurrencyCode.KWD, 99_999_999_999],
  ['0', CurrencyCode.USD, 0],
  ['7', CurrencyCode.USD, 700],
  ['7.5', CurrencyCode.USD, 750],
  ['07.50', CurrencyCode.USD, 750],
  ['1.5', CurrencyCode.KWD, 1_500],
] as const)('%s %s is %i minor units', ([amount, currencyCode, minor]) =>
  expect(parseMoney({ amount, currencyCode }, 'price')).toEqual({ minor, currencyCode }),
);

test('a refusal names the limit in the currency', () => {
  const limitOf = (amount: string, currencyCode: CurrencyCode) => {
    try {
      return parseMoney({ amount, currencyCode }, 'price');
    } catch (error) {
      return (error as { extensions: { limit?: unknown } }).extensions.limit;
    }
  };
  expect(limitOf('1.999', CurrencyCode.USD)).toBe(2);
  expect(limitOf('1.5', CurrencyCode.JPY)).toBe(0);
  expect(limitOf('9999999999', CurrencyCode.USD)).toBe('999999999.99');
});

test('money inside is whole minor units, and nothing else is written', () => {
  for (const wrong of [0.5, Number.NaN, Infinity, 2 ** 53])
    expect(() => formatMinor(wrong, 'USD')).toThrow('whole minor units');
  expect(Money.of(1990, 'JPY')).toEqual({ amount: '1990', currencyCode: 'JPY' });
  expect(formatMinor(-123_456, 'USD')).toBe('-1234.56');
});

test('a share is exact at each half, and beyond what a float can say', () => {
  expect([4_999, 5_000, 5_001, 14_999, 15_000].map((minor) => shareOf(minor, 1))).toEqual([0, 1, 1, 1, 2]);
  expect([-4_999, -5_000, -15_000].map((minor) => shareOf(minor, 1))).toEqual([0, -1, -2]);
  expect(shareOf(50, -100)).toBe(-1);
  expect(shareOf(9_007_199_254_740_991, 10_000)).toBe(9_007_199_254_740_991);
  expect(shareOf(1990, 0)).toBe(0);
});
