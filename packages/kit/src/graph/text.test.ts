import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { expect, test } from 'vitest';
import { assertId, IsId, isId, newId } from './id.ts';
import { cleanText, Code, EmailAddress, hasCardNumber, hasLink, isSafeText, Name, Text } from './text.ts';

test.for([
  ['Grüße 👋🏽', true],
  ['two\nlines', false],
  ['two\u2028lines', false],
  ['👩🏽‍🚀 and 👨‍👩‍👧', true],
  ['می‌خواهم', true],
  ['क्‍ष', true],
  ['a\u200bb', false],
  ['a\u200db', false],
  ['7\u200c8', false],
  ['a\u2060b', false],
  ['a\ufeffb', false],
  ['a\u00adb', false],
  ['a\u061cb', false],
  ['a\u{e0041}b', false],
  ['a\ufe0fb', false],
  ['a\ufe00b', false],
  ['\ufe0f', false],
  ['7\ufe0f8', false],
  ['❤️ ✂︎ 1️⃣ ❤️‍🔥', true],
  ['\u2800\u2800', false],
  ['a\uffffb', false],
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
  ['a\tb', false],
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

test('a description may have several lines, and nothing else that a line may not have', () => {
  const lines = { max: 20, lines: true };
  expect(['two\nlines', 'a\tb', ' \nx\n'].map((text) => isSafeText(text, lines))).toEqual([true, true, true]);
  expect(['a\rb', 'a\u2028b', 'a\u200bb', 'a\u202eb'].some((text) => isSafeText(text, lines))).toBe(false);
  expect(isSafeText('Ada\n', { max: 20 })).toBe(true); // trimmed
});

test.each([
  ['4242424242424242', true],
  ['my card is 4242 4242 4242 4242, thanks', true],
  ['4242-4242-4242-4242', true],
  ['3782.822463.10005', true],
  ['６０１１１１１１１１１１１１１７', true],
  ['4222222222222', true], // thirteen
  ['4000000000000000006', true], // nineteen
  ['4242 4242 4242 4242 123', true],
  ['4242424242424242 12/30, 123', true],
  ['room 1 4242 4242 4242 4242', true],
  ['Visa4242 4242 4242 4242', true],
  ['4242  4242  4242  4242', true],
  ['4242/4242/4242/4242', true],
  ['4242_4242_4242_4242', true],
  ['4242 – 4242 – 4242 – 4242', true],
  ['4242\n4242\n4242\n4242', true],
  ['3782 / 822463 / 10005', true],
  ['٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢', true],
  ['2021, 2022, 2023, 2024 and 2028', false],
  ['2010, 2011, 2012, 2013', false], // its check digit would be right
  ['4242424242424241', false],
  ['424242424242', false],
  ['00000000000000000000', false],
  ['order SG-1042 of 2026-11-22 for 129.90', false],
  ['pay_4242424242424242424242424242', false],
])('the number of a card in %s: %s', (text, found) => expect(hasCardNumber(text)).toBe(found));

test.each([
  ['win at https://evil.example', true],
  ['www.evil.example', true],
  ['evil.example/win', true],
  ['ｈｔｔｐｓ://evil', true],
  ['mailto:x@y', true],
  ['evil。example/win', true],
  ['J. R. R. Tolkien', false],
  ['J.R.R.Tolkien', false],
  ["Conan O'Brien-Smith 3rd / reception", false],
])('a link in the name %s: %s', (name, found) => expect(hasLink(name)).toBe(found));

test('whose text is refused hears which rule it broke', () => {
  class Input {
    note: string;
    name: string;
    token: string;
  }
  Text({ max: 40 })(Input.prototype, 'note');
  Name({ max: 40 })(Input.prototype, 'name');
  Code({ max: 40 })(Input.prototype, 'token');
  const problems = (values: object) =>
    validateSync(Object.assign(new Input(), { note: 'x', name: 'x', token: 'x' }, values)).flatMap(({ constraints }) =>
      Object.entries(constraints!).map(([rule, message]) => `${rule}: ${message}`),
    );
  expect(problems({})).toEqual([]);
  expect(problems({ note: 'a\nb' })).toEqual([
    'text: note must be text of 1 to 40 characters in one line, without control characters and others that cannot be seen',
  ]);
  expect(problems({ note: '4242 4242 4242 4242' })).toEqual(['noCard: note must be text without the number of a card']);
  expect(problems({ name: 'win at https://evil' })).toEqual(['noLink: name must be a name, without a link in it']);
  expect(problems({ token: '4242424242424242', note: 'https://fine' })).toEqual([]);
});

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
