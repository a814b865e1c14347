import { expect, test } from 'vitest';
import { groupedExpiry, groupedNumber, problemsOf } from './card.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const good = { number: '4242 4242 4242 4242', expiry: '11 / 26', cvc: '123', postalCode: '94607' };
const codesOf = (change: Partial<typeof good>) => problemsOf({ ...good, ...change }, NOW).map(({ code }) => code);

test('a whole card can be sent, until the last day of its month', () => {
  expect(codesOf({})).toEqual([]);
});

test.each([
  ['a number that is not whole', { number: '4242 4242' }, 'incomplete_number'],
  ['a digit that was mistyped', { number: '4242 4242 4242 4241' }, 'invalid_number'],
  ['a date that is not whole', { expiry: '12' }, 'incomplete_expiry'],
  ['a thirteenth month', { expiry: '13 / 30' }, 'invalid_expiry_month'],
  ['a card of last month', { expiry: '10 / 26' }, 'invalid_expiry_year_past'],
  ['a security code that is not whole', { cvc: '12' }, 'incomplete_cvc'],
  ['three digits where this brand has four', { number: '378282246310005' }, 'incomplete_cvc'],
  ['no postal code', { postalCode: ' ' }, 'incomplete_zip'],
])('%s is named', (_what, change, code) => {
  expect(codesOf(change)).toEqual([code]);
});

test('what is typed is put into groups as on the card', () => {
  expect([groupedNumber('42424242424'), groupedNumber('378282246310005'), groupedNumber('42424242424242421')]).toEqual([
    '4242 4242 424',
    '3782 822463 10005',
    '4242 4242 4242 4242',
  ]);
  expect([groupedExpiry('1'), groupedExpiry('9'), groupedExpiry('1234'), groupedExpiry('12 / 3')]).toEqual([
    '1',
    '09',
    '12 / 34',
    '12 / 3',
  ]);
});
