import { addressRulesOf } from '@storegraph/commerce';
import type { AddressField, AddressRules } from './country.type.ts';

/** What a form needs of the rules by which addresses are taken. */
export function addressRules(code: string): AddressRules {
  const { countryCode, fields, isRegionRequired, regions, postalCode } = addressRulesOf(code);
  return {
    countryCode,
    fields: complete(fields).map((name) => ({
      name,
      required: ALWAYS.includes(name) || (name === 'region' && isRegionRequired),
    })),
    regions: [...regions],
    postalCodePattern: postalCode?.typed ?? null,
    postalCodeExample: postalCode?.examples[0] ?? null,
  };
}

/** What an address without is refused for, by `AddressInput`. */
const ALWAYS = ['fullName', 'line1', 'city', 'postalCode'];

/** A country without cities or postal codes: they are asked for all the same, behind the rest. */
const complete = (written: readonly string[]): AddressField['name'][] => [
  ...written,
  ...ALWAYS.filter((name) => !written.includes(name)),
  'phone',
];
