import { expect, test } from 'vitest';
import { choicesOf, chosenVariant, variantWith } from './variantChoice.ts';

const variant = (id: string, Colour: string, Size: string, state = 'IN_STOCK') => ({
  id,
  title: id,
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

test('what options do not tell apart is chosen by its title', () => {
  const small = { ...redM, id: 'small', title: 'Small pot', selectedOptions: [] };
  const large = { ...small, id: 'large', title: 'Large pot' };
  const offered = (...asked: Parameters<typeof choicesOf>) =>
    choicesOf(...asked).map(({ name, values }) => [name, ...values.map(({ value, leadsTo }) => [value, leadsTo?.id])]);
  const byTitle = [['Which one', ['Small pot', 'small'], ['Large pot', 'large']]];
  expect(offered([], [small, large], small)).toEqual(byTitle);
  const colour = { name: 'Colour', values: ['Red', 'Blue'] };
  // nobody would find the small one by its colour
  expect(offered([colour], [small, redM], redM)).toEqual([['Which one', ['Small pot', 'small'], ['red-m', 'red-m']]]);
  expect(offered([colour], [redM, blueS], redM)).toEqual([['Colour', ['Red', 'red-m'], ['Blue', 'blue-s']]]);
  expect(offered([], [small], small)).toEqual([]);
  expect(choicesOf([colour], [redM, blueS], blueS)[0]!.values.map(({ isChosen }) => isChosen)).toEqual([false, true]);
});
