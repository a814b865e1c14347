import { CountryCodeScalar } from '@storegraph/kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PostalAddress } from '../address.ts';
import { addressRulesOf } from './addressRules.ts';
import { checkedAddress, lookAtAddress } from './checkedAddress.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const isCountry = (code: string): boolean => {
  try {
    return CountryCodeScalar.parseValue(code) === code;
  } catch {
    return false;
  }
};
const countries = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);

/** One that its country takes, but for what a test is about. */
function good(countryCode: string): PostalAddress {
  const { regions, isRegionRequired, postalCode } = addressRulesOf(countryCode);
  return {
    fullName: 'Ada Winter',
    line1: '1 Mill Lane',
    city: 'Middletown',
    region: isRegionRequired ? (regions[0]?.code ?? 'Somewhere') : null,
    postalCode: postalCode?.examples[0] ?? '-',
    countryCode,
  };
}

/** How it is kept, or the rule that it breaks. */
function taken(address: PostalAddress): string {
  try {
    const { region, postalCode } = checkedAddress(address);
    return [region, postalCode].filter((part) => part !== null).join(' | ');
  } catch (error) {
    return (error as { extensions: { rule: string } }).extensions.rule;
  }
}

test.each([
  ['US', 'CA', '94607', 'CA | 94607'],
  ['US', 'California', '94607', 'CA | 94607'],
  ['US', 'new york', '100011234', 'NY | 10001-1234'],
  ['US', 'ca', '94607 - 1234', 'CA | 94607-1234'],
  ['US', 'ZZ', '94607', 'region'],
  ['US', null, '94607', 'required'],
  ['US', 'CA', '!!!', 'postalCode'],
  ['US', 'CA', '', 'required'],
  ['US', 'CA', ' ', 'required'],
  ['US', 'CA', '9460', 'postalCode'],
  ['US', 'CA', '946070', 'postalCode'],
  ['US', 'CA', 'SW1A 2AA', 'postalCode'],
  // soldiers
  ['US', 'AE', '09012', 'AE | 09012'],
  ['CA', 'on', 'k1a0b1', 'ON | K1A 0B1'],
  // ministries on the other bank of the river have this one, too: a region is not looked for in the postal code
  ['CA', 'Québec', 'K1A  0B1', 'QC | K1A 0B1'],
  ['CA', 'Quebec', 'D1A 0B1', 'postalCode'],
  ['GB', null, 'sw1a2aa', 'SW1A 2AA'],
  ['GB', null, 'W1A 4ZZ', 'W1A 4ZZ'],
  ['GB', null, 'm25bq', 'M2 5BQ'],
  ['GB', null, 'BFPO61', 'BFPO 61'],
  ['GB', null, '61', 'postalCode'],
  ['GB', 'Kent', 'ME1 1AA', 'Kent | ME1 1AA'],
  ['DE', null, '10115', '10115'],
  ['DE', null, 'D-10115', '10115'],
  ['DE', null, 'DE10115', '10115'],
  ['DE', null, 'XY10115', 'postalCode'],
  ['DE', 'Bayern', '80331', 'Bayern | 80331'],
  ['FR', null, '69002', '69002'],
  ['FR', null, '69 002', '69 002'],
  ['AT', null, 'A-1010', '1010'],
  ['SE', null, 'SE-11455', '11455'],
  ['SE', null, '114 55', '114 55'],
  ['JP', '東京都', '1540023', 'Tokyo | 154-0023'],
  ['JP', '13', '１５４－００２３', 'Tokyo | 154-0023'],
  ['JP', 'Tokyo', '154 0023', 'Tokyo | 154-0023'],
  ['JP', null, '154-0023', 'required'],
  ['BR', 'Sao Paulo', '01310100', 'SP | 01310-100'],
  ['BR', 'XX', '01310-100', 'region'],
  ['IE', null, 'd02af30', 'D02 AF30'],
  ['IE', 'Dublin', 'D02 AF30', 'D | D02 AF30'],
  ['IE', 'Co. Dublin', '65F4E2', 'postalCode'],
  ['HK', 'kowloon', 'none', 'Kowloon | none'],
  ['HK', '九龍', '-', 'Kowloon | -'],
  ['HK', null, '-', 'required'],
  ['AE', 'Dubai', '00000', 'DU | 00000'],
  ['AE', 'دبي', '-', 'DU | -'],
  ['AR', 'C', 'C1070AAM', 'C | C1070AAM'],
  ['AR', null, '1425', '1425'],
  ['AR', 'Nowhere', '1425', 'region'],
  ['IN', 'Karnataka', '560 001', 'KA | 560001'],
  ['IN', 'KA', '5600', 'postalCode'],
  ['IT', 'rm', '00184', 'RM | 00184'],
  ['IT', null, '00184', 'required'],
  ['KR', '서울', '04524', 'Seoul | 04524'],
  ['KR', 'Gyeonggi', '10001', 'Gyeonggi-do | 10001'],
  ['NL', null, '1012ab', '1012 AB'],
  ['NL', null, '1012-AB', '1012 AB'],
  ['NL', null, '0012 AB', 'postalCode'],
  ['CN', 'Anhui', '230000', 'Anhui Sheng | 230000'],
  ['LV', null, '1073', 'LV-1073'],
  ['LV', null, 'lv 1073', 'LV-1073'],
  ['SZ', null, '100', 'postalCode'],
  ['PL', null, '00950', '00-950'],
  ['CR', null, '10101', 'required'],
  ['CR', 'San José', '10101', 'San José | 10101'],
])('%s with region %s and postal code %s: %s', (countryCode, region, postalCode, kept) => {
  expect(taken({ ...good('DE'), countryCode, region, postalCode })).toBe(kept);
});

test('every country takes its own examples, its regions by code and name, and neither ZZ nor !!! where it says what is right', () => {
  expect(countries).toHaveLength(250);
  for (const code of countries) {
    const address = good(code);
    const { regions, postalCode } = addressRulesOf(code);
    const wrong: string[] = [];
    const is = (what: string, changed: object, kept: object) => {
      const { address: written, problems } = lookAtAddress({ ...address, ...changed });
      if (problems.length > 0 || Object.entries(kept).some(([field, value]) => written[field as 'region'] !== value))
        wrong.push(what);
    };
    is('itself', {}, address);
    for (const example of postalCode?.examples ?? []) {
      is(example, { postalCode: example }, { postalCode: example });
      is(`small ${example}`, { postalCode: ` ${example.toLowerCase()} ` }, { postalCode: example });
      is(`bare ${example}`, { postalCode: example.replace(/[ -]/g, '') }, { postalCode: example });
      is(`wide ${example}`, { postalCode: example.replace(/[ -]/g, '  ') }, {});
    }
    for (const { code: region, name } of regions) {
      is(region, { region: region.toLowerCase() }, { region });
      is(name, { region: name.toUpperCase() }, { region });
    }
    expect([code, wrong]).toEqual([code, []]);
    const refused = (changed: object) => lookAtAddress({ ...address, ...changed }).problems.map(({ rule }) => rule);
    expect([code, refused({ postalCode: '!!!' })]).toEqual([code, postalCode ? ['postalCode'] : []]);
    expect([code, refused({ region: 'ZZ' })]).toEqual([code, regions.length > 0 ? ['region'] : []]);
  }
});

test('what is written as its country does is written so when it is looked at again', () => {
  const code = fc.constantFrom(...countries.filter((country) => addressRulesOf(country).postalCode));
  const some = code.chain((countryCode) =>
    fc.record({
      countryCode: fc.constant(countryCode),
      postalCode: fc.stringMatching(new RegExp(`^(?:${addressRulesOf(countryCode).postalCode!.typed})$`)),
    }),
  );
  fc.assert(
    fc.property(some, ({ countryCode, postalCode }) => {
      // what a form lets through is taken
      const { address, problems } = lookAtAddress({ ...good(countryCode), postalCode });
      expect(problems).toEqual([]);
      expect(address.postalCode).toMatch(new RegExp(`^(?:${addressRulesOf(countryCode).postalCode!.pattern})$`));
      expect(lookAtAddress(address).address).toEqual(address);
    }),
    { numRuns: 2_000, seed: 7 },
  );
});

test('any text is a postal code or none, at once, and is never a fault', () => {
  fc.assert(
    fc.property(fc.constantFrom(...countries), fc.string({ unit: 'binary', maxLength: 100 }), (code, text) => {
      const { address } = lookAtAddress({ ...good(code), region: text, postalCode: text });
      expect(address.countryCode).toBe(code);
    }),
    { numRuns: 2_000, seed: 7 },
  );
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(taken({ ...good('US'), region: name })).toBe('region');
  expect(taken({ ...good('US'), postalCode: '9'.repeat(1_000_000) })).toBe('postalCode');
});

test('a refusal names the field, the rule and how it is right', () => {
  const refusalOf = (changed: object) => {
    try {
      return checkedAddress({ ...good('US'), ...changed });
    } catch (error) {
      const { message, extensions } = error as { message: string; extensions: object };
      return { message, ...extensions };
    }
  };
  const code = 'BAD_USER_INPUT';
  expect(refusalOf({ region: null })).toEqual({
    code,
    field: 'input.address.region',
    rule: 'required',
    message: 'An address in this country (United States) names its state, province or county, such as AL for Alabama',
  });
  expect(refusalOf({ region: 'ZZ', postalCode: '!!!' })).toEqual({
    code,
    field: 'input.address.region',
    rule: 'region',
    message:
      'This is no state, province or county of this country (United States): give its code or its name, such as AL for Alabama',
  });
  expect(refusalOf({ postalCode: '!!!' })).toEqual({
    code,
    field: 'input.address.postalCode',
    rule: 'postalCode',
    message: 'This is no postal code of this country (United States): one looks like 95014 or 22162-1010',
  });
});

test('a country in small letters is the same country', () => {
  expect(checkedAddress({ ...good('US'), countryCode: 'us' })).toMatchObject({ countryCode: 'US', region: 'AL' });
});
