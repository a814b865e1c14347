import { allCountries } from 'country-region-data';
import { formatAddress } from 'localized-address-format';
import { POSTCODE_REGEXES } from 'postcode-validator/lib/cjs/postcode-regexes.js';
import { exampleOf, htmlPattern } from './postalCode.pattern.ts';
import type { AddressField, AddressRules, Region } from './country.type.ts';

const regionsByCountry = new Map<string, readonly (readonly [name: string, code: string])[]>(
  allCountries.map(([, code, regions]) => [code, regions]),
);

const known = new Map<string, AddressRules>();

/** Made when it is first asked for: most shops send to few countries. */
export function addressRules(code: string): AddressRules {
  const countryCode = code.toUpperCase(); // the scalar takes small letters, too
  const rules = known.get(countryCode) ?? readRules(countryCode);
  known.set(countryCode, rules);
  return rules;
}

function readRules(countryCode: string): AddressRules {
  const written = fieldsOf(countryCode);
  const regions = written.includes('region') ? regionsOf(countryCode) : [];
  const pattern = written.includes('postalCode') ? POSTCODE_REGEXES.get(countryCode) : undefined;
  return {
    countryCode,
    fields: complete(written).map((name) => ({
      name,
      required: ALWAYS.includes(name) || (name === 'region' && regions.length > 0),
    })),
    regions,
    postalCodePattern: pattern ? htmlPattern(pattern) : null,
    postalCodeExample: pattern ? exampleOf(pattern) : null,
  };
}

/** What an address without is refused for, by `AddressInput`. */
const ALWAYS = ['fullName', 'line1', 'city', 'postalCode'];

/** The names of our fields stand in for an address: where they come out is where the country writes them. */
function fieldsOf(postalCountry: string): string[] {
  const lines = formatAddress(
    {
      postalCountry,
      name: '{fullName}',
      organization: '{company}',
      addressLines: ['{line1}', '{line2}'],
      locality: '{city}',
      administrativeArea: '{region}',
      postalCode: '{postalCode}',
    },
    'latin',
  );
  return [...lines.join('\n').matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
}

/** A country without cities or postal codes: they are asked for all the same, behind the rest. */
const complete = (written: readonly string[]): AddressField['name'][] => [
  ...written,
  ...ALWAYS.filter((name) => !written.includes(name)),
  'phone',
];

function regionsOf(countryCode: string): Region[] {
  const byCode = new Map(
    (regionsByCountry.get(countryCode) ?? []).map(([name, slug]) => {
      const code = codeOnParcels(slug?.replace(`${countryCode}-`, ''), name);
      return [code, { code, name }];
    }),
  );
  // one that is the whole country is no choice
  return byCode.size > 1 ? [...byCode.values()].sort((a, b) => a.name.localeCompare(b.name, 'en')) : [];
}

/** A number is for statistics: no carrier knows that 13 is Tokyo. */
const codeOnParcels = (code: string | undefined, name: string): string => (code && /^[A-Z]+$/.test(code) ? code : name);
