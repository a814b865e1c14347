import { expect, test } from 'vitest';
import { chosenVariant, variantWith } from './variantChoice.ts';

const variant = (id: string, Colour: string, Size: string, state = 'IN_STOCK') => ({
  id,
  selectedOptions: [
    { name: 'Colour', value: Colour },
    { name: 'Size', value: Size },
  ],
  availability: { state },
});
const redS = variant('red-s', 'Red', 'S', 'OUT_OF_STOCK');
const redM = variant('red-m', 'Red', 'M');
const blueS = variant('blue-s', 'Blue', 'S');
const variants = [redS, redM, blueS];

test('the address chooses; without it the first that can be bought; if none can, the first', () => {
  expect(chosenVariant(variants, 'red-s')).toBe(redS);
  expect(chosenVariant(variants, null)).toBe(redM);
  expect(chosenVariant(variants, 'gone')).toBe(redM);
  expect(chosenVariant([redS], null)).toBe(redS);
  expect(chosenVariant([], null)).toBeUndefined();
});

test('another value keeps what else was chosen, or else what can be bought', () => {
  expect(variantWith(variants, blueS, { name: 'Colour', value: 'Red' })).toBe(redS);
  expect(variantWith(variants, redM, { name: 'Colour', value: 'Blue' })).toBe(blueS);
  expect(variantWith(variants, redM, { name: 'Colour', value: 'Red' })).toBe(redM);
  expect(
    variantWith([redS, redM, variant('blue-l', 'Blue', 'L')], variant('x', 'Blue', 'L'), {
      name: 'Colour',
      value: 'Red',
    }),
  ).toBe(redM);
  expect(variantWith(variants, redM, { name: 'Colour', value: 'Green' })).toBeUndefined();
});
