import { expect, test } from 'vitest';
import { isId, newId } from './id.ts';
import { isSafeText } from './text.ts';

test.for([
  ['Grüße 👋🏽', true],
  ['two\nlines', true],
  ['', false],
  ['   ', false],
  ['a\0b', false],
  ['\ud800', false],
  ['a\u202eb', false],
  [`z${'\u0301'.repeat(20)}`, false],
  ['x'.repeat(21), false],
  [42, false],
] as const)('%j as text of at most 20 characters: %s', ([value, ok]) =>
  expect(isSafeText(value, { max: 20 })).toBe(ok),
);

test('an id is of one type only', () => {
  const id = newId('prod');
  expect([
    isId('prod', id),
    isId('ord', id),
    isId('prod', ''),
    isId('prod', `${id}0`),
    isId('prod', "prod_'; DROP TABLE x"),
  ]).toEqual([true, false, false, false, false]);
});
