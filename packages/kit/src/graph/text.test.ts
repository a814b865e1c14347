import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { assertId, IsId, isId, newId } from './id.ts';
import { cleanText, EmailAddress, isSafeText, Text } from './text.ts';

test.for([
  ['Grüße 👋🏽', true],
  ['two\nlines', true],
  ['', false],
  ['   ', false],
  ['a\0b', false],
  ['\ud800', false],
  ['a\u202eb', false],
  [`z${'\u0301'.repeat(20)}`, false],
  ['x'.repeat(20), true],
  ['x'.repeat(21), false],
  ['👋'.repeat(20), true],
  ['👋'.repeat(21), false],
  [` ${'x'.repeat(20)} `, true],
  [`${' '.repeat(61)}${'x'.repeat(20)}`, false], // not even looked at
  ['a\tb', true],
  ['a\rb', false],
  ['a\u007fb', false],
  ['a\u0085b', false],
  ['a\u200eb', false],
  ['a\u2066b', false],
  [`z${'\u0301'.repeat(4)}`, true],
  [`q${'\u0301'.repeat(5)}`, false],
  [42, false],
  [null, false],
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

test('text is counted and kept in its normal form, without spaces around it', () => {
  expect(cleanText('  e\u0301 ')).toBe('é');
  expect(isSafeText('e\u0301'.repeat(20), { max: 20 })).toBe(true);
  expect([
    isSafeText('', { min: 0, max: 5 }),
    isSafeText('a', { min: 2, max: 5 }),
    isSafeText('ab', { min: 2, max: 5 }),
  ]).toEqual([true, false, true]);
});

test.for([
  ['prod_01jd0000000000000000000000', true],
  ['prod_7zzzzzzzzzzzzzzzzzzzzzzzzz', true],
  ['prod_81jd0000000000000000000000', false], // beyond 128 bits
  ['prod_01JD0000000000000000000000', false],
  ['prod_01jd000000000000000000000u', false],
  ['prod_01jd000000000000000000000i', false],
  ['prod-01jd0000000000000000000000', false],
  ['prod_01jd000000000000000000000', false],
  ['xrod_01jd0000000000000000000000', false],
  [['prod_01jd0000000000000000000000'], false],
  [undefined, false],
] as const)('%j as the id of a product: %s', ([value, ok]) => {
  expect(isId('prod', value)).toBe(ok);
  if (ok) expect(assertId('prod', value, 'input.id')).toBe(value);
  else
    expect(() => assertId('prod', value, 'input.id')).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', field: 'input.id', rule: 'id' } }),
    );
});

class Form {
  @Text({ max: 3 })
  name: unknown = 'Ada';

  @EmailAddress()
  email: unknown = 'ada@shop.example';

  @IsId('prod')
  ids: unknown = newId('prod');
}
const broken = (values: object): object =>
  Object.assign(
    {},
    ...validateSync(Object.assign(new Form(), values)).map(({ property, constraints }) => ({
      [property]: Object.keys(constraints!),
    })),
  );
const id = newId('prod');
test.for([
  [{}, {}],
  [{ name: '' }, { name: ['text'] }],
  [{ name: 'Adas' }, { name: ['text'] }],
  [{ email: ' ada@shop.example ' }, {}],
  [{ email: 'ada' }, { email: ['email'] }],
  [{ email: 7 }, { email: ['email'] }],
  [{ email: 'ada@shop.example\u202e' }, { email: ['email'] }],
  [
    { email: `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(20)}` },
    { email: ['email'] },
  ],
  [{ ids: [id, id] }, {}],
  [{ ids: [id, newId('ord')] }, { ids: ['id'] }],
  [{ ids: newId('ord') }, { ids: ['id'] }],
] as [object, object][])('of %j these rules are broken: %j', ([values, rules]) =>
  expect(broken(values)).toEqual(rules),
);
