import fc from 'fast-check';
import { POSTCODE_REGEXES } from 'postcode-validator/lib/cjs/postcode-regexes.js';
import { expect, test } from 'vitest';
import { countryCodes, countryName } from './country.code.ts';
import { addressRules } from './country.rules.ts';
import { exampleOf, htmlPattern } from './postalCode.pattern.ts';

const fieldsOf = (code: string) =>
  addressRules(code).fields.map(({ name, required }) => (required ? name : `${name}?`));
const patterns = [...POSTCODE_REGEXES];
/** As a browser reads the attribute. */
const inBrowser = (pattern: RegExp) => new RegExp(`^(?:${htmlPattern(pattern)})$`, 'v');

test('fields come in the order in which a country writes them', () => {
  expect(fieldsOf('US')).toEqual(['fullName', 'company?', 'line1', 'line2?', 'city', 'region', 'postalCode', 'phone?']);
  expect(fieldsOf('DE')).toEqual(['fullName', 'company?', 'line1', 'line2?', 'postalCode', 'city', 'phone?']);
  expect(fieldsOf('AT')[0]).toBe('company?');
});

test('a country without cities or postal codes is asked for them all the same, because the graph wants them', () => {
  expect(fieldsOf('AE')).toEqual(['fullName', 'company?', 'line1', 'line2?', 'region', 'city', 'postalCode', 'phone?']);
  expect(addressRules('AE')).toMatchObject({ postalCodePattern: null, postalCodeExample: null });
});

test('regions are chosen from where a country has some, by the code that stands on a parcel', () => {
  expect(addressRules('US').regions).toContainEqual({ code: 'CA', name: 'California' });
  // 13 is a number of statistics
  expect(addressRules('JP').regions).toContainEqual({ code: 'Tokyo', name: 'Tokyo' });
  expect(addressRules('RO').regions).toContainEqual({ code: 'AB', name: 'Alba' });
  expect(addressRules('DE').regions).toEqual([]);
  expect(addressRules('HK').regions).toEqual([]); // itself alone
});

test('the form of every country can be filled in and sent', () => {
  expect(countryCodes).toHaveLength(250);
  for (const code of countryCodes) {
    const { fields, regions, postalCodePattern, postalCodeExample } = addressRules(code);
    const names = fields.map(({ name }) => name);
    expect([code, new Set(names).size]).toEqual([code, names.length]);
    expect(names).toEqual(expect.arrayContaining(['fullName', 'line1', 'city', 'postalCode', 'phone']));
    expect([code, new Set(regions.map((region) => region.code)).size]).toEqual([code, regions.length]);
    expect(regions.length).toBeLessThanOrEqual(120);
    for (const region of regions) {
      expect(region.code).toMatch(/^(?![\d-]+$).{1,100}$/u);
      expect(region.name).toMatch(/^.{1,100}$/u);
    }
    expect([code, postalCodePattern === null]).toEqual([code, postalCodeExample === null]);
    if (postalCodePattern) expect(postalCodeExample).toMatch(new RegExp(`^(?:${postalCodePattern})$`, 'v'));
    expect(countryName(code)).not.toBe(code);
  }
});

test.each(patterns)('%s: a browser takes the postal codes that the library takes, and no others', (code, pattern) => {
  const browser = inBrowser(pattern);
  // what makes texts of a pattern knows no flags and does not look ahead; a field of a form has one line
  const plain = new RegExp(pattern.source.replace('(?!0)', '').replaceAll('\\s', ' '));
  const samples = fc.sample(fc.stringMatching(plain), { numRuns: 50, seed: 7 });
  for (const sample of [...samples, exampleOf(pattern) ?? ''])
    for (const text of [sample, sample.toLowerCase(), `${sample}1`, sample.slice(1), sample.replace(/\d/, 'x')])
      expect([code, text, browser.test(text)]).toEqual([code, text, pattern.test(text)]);
});

test('an example looks like a postal code of the country', () => {
  expect(['US', 'CA', 'GB', 'DE', 'NL', 'JP', 'BR'].map((code) => addressRules(code).postalCodeExample)).toEqual([
    '12345',
    'A1B 2C3',
    'A12 3BC',
    '12345',
    '1234 AB',
    '123-4567',
    '12345-678',
  ]);
});

test.each([/a.b/, /\w{3}/, /a+?/])('a pattern of another kind is not guessed at: %s', (pattern) => {
  expect(() => htmlPattern(pattern)).toThrow(SyntaxError);
});
