import { expect, test } from 'vitest';
import { countryCodes, countryName } from './country.code.ts';
import { addressRules } from './country.rules.ts';

const fieldsOf = (code: string) =>
  addressRules(code).fields.map(({ name, required }) => (required ? name : `${name}?`));

test('fields come in the order in which a country writes them', () => {
  expect(fieldsOf('US')).toEqual(['fullName', 'company?', 'line1', 'line2?', 'city', 'region', 'postalCode', 'phone?']);
  expect(fieldsOf('DE')).toEqual(['fullName', 'company?', 'line1', 'line2?', 'postalCode', 'city', 'phone?']);
  expect(fieldsOf('AT')[0]).toBe('company?');
});

test('a country without cities is asked for one all the same, because the graph wants it; a postal code may be left empty where there are none', () => {
  expect(fieldsOf('AE')).toEqual([
    'fullName',
    'company?',
    'line1',
    'line2?',
    'region',
    'city',
    'postalCode?',
    'phone?',
  ]);
  expect(fieldsOf('HK')).toContain('postalCode?');
  expect(addressRules('AE')).toMatchObject({ postalCodePattern: null, postalCodeExample: null });
});

test('regions are chosen from where a country has some, by the code that stands on a parcel', () => {
  expect(addressRules('US').regions).toContainEqual({ code: 'CA', name: 'California' });
  // 13 is a number of statistics
  expect(addressRules('JP').regions).toContainEqual({ code: 'Tokyo', name: 'Tokyo' });
  expect(addressRules('HK').regions).toHaveLength(3);
  expect(addressRules('DE').regions).toEqual([]);
});

test('a region is asked for where an address is not whole without it', () => {
  expect(fieldsOf('IT')).toContain('region');
  expect(fieldsOf('IE')).toContain('region?');
  expect(fieldsOf('DE').join(' ')).not.toContain('region');
  // nobody lists them: any text will do
  expect(fieldsOf('CR')).toContain('region');
  expect(addressRules('CR').regions).toEqual([]);
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

test('an example looks like a postal code of the country', () => {
  expect(['US', 'CA', 'GB', 'DE', 'NL', 'JP', 'BR'].map((code) => addressRules(code).postalCodeExample)).toEqual([
    '95014',
    'H3Z 2Y7',
    'EC1Y 8SY',
    '26133',
    '1234 AB',
    '154-0023',
    '40301-110',
  ]);
});
