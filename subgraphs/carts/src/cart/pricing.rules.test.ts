import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceCart, taxRateFor } from './pricing.rules.ts';

const lines = fc.array(
  fc.record({ quantity: fc.integer({ min: 1, max: 99 }), unitPriceMinor: fc.integer({ min: 0, max: 10_000_00 }) }),
  { maxLength: 50 },
);
const shipping = fc.option(
  fc.record({
    priceMinor: fc.integer({ min: 0, max: 5_000 }),
    freeFromMinor: fc.option(fc.integer({ min: 0, max: 100_000 })),
  }),
);

test('the total is always subtotal - discount + shipping + tax, in whole units and never negative', () => {
  fc.assert(
    fc.property(
      lines,
      shipping,
      fc.integer({ min: 0, max: 2_700 }),
      fc.boolean(),
      (cartLines, method, taxRateBasisPoints, taxShipping) => {
        const totals = priceCart({ lines: cartLines, shipping: method, taxRateBasisPoints, taxShipping });
        expect(totals.totalMinor).toBe(
          totals.subtotalMinor - totals.discountMinor + totals.shippingMinor + totals.taxMinor,
        );
        for (const amount of Object.values(totals)) {
          expect(Number.isSafeInteger(amount)).toBe(true);
          expect(amount).toBeGreaterThanOrEqual(0);
        }
      },
    ),
  );
});

test('more of a line never costs less', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 2_700 }), (cartLines, taxRateBasisPoints) => {
      const price = (extra: number) =>
        priceCart({
          lines: cartLines.map((line) => ({ ...line, quantity: line.quantity + extra })),
          shipping: null,
          taxRateBasisPoints,
          taxShipping: false,
        }).totalMinor;
      expect(price(1)).toBeGreaterThanOrEqual(price(0));
    }),
  );
});

test('shipping is free from its threshold, and taxed only where it is', () => {
  const standard = { priceMinor: 490, freeFromMinor: 10_000 };
  const price = (unitPriceMinor: number, taxShipping: boolean) =>
    priceCart({ lines: [{ quantity: 1, unitPriceMinor }], shipping: standard, taxRateBasisPoints: 1_000, taxShipping });
  expect(price(9_999, true)).toMatchObject({
    shippingMinor: 490,
    taxMinor: 1_000 + 49,
    totalMinor: 9_999 + 490 + 1_049,
  });
  expect(price(9_999, false)).toMatchObject({ shippingMinor: 490, taxMinor: 1_000 });
  expect(price(10_000, true)).toMatchObject({ shippingMinor: 0, taxMinor: 1_000, totalMinor: 11_000 });
});

test('the rate of the region comes before that of the country, and where none is there is no tax', () => {
  const rates = [
    { countryCode: 'FR', region: 'CA', rateBasisPoints: 2_000, onShipping: true },
    { countryCode: 'US', region: 'CA', rateBasisPoints: 725, onShipping: false },
    { countryCode: 'US', region: null, rateBasisPoints: 100, onShipping: true },
  ];
  const rate = (countryCode: string, region?: string | null) => taxRateFor(rates, { countryCode, region });
  const [state, country, none] = [rates[1], rates[2], { rateBasisPoints: 0, onShipping: false }];
  expect([rate('US', 'ca'), rate('US', ' CA '), rate('US', 'OR'), rate('US'), rate('US', null)]).toEqual([
    state,
    state,
    country,
    country,
    country,
  ]);
  expect([rate('FR'), rate('FR', 'IDF'), rate('DE', 'CA'), taxRateFor(rates, null)]).toEqual([none, none, none, none]);
});
