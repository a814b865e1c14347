import { addressRulesOf } from '@storegraph/commerce';
import type { AddressField, AddressRules } from './country.type.ts';

/** What a form needs of the rules by which addresses are taken. */
export function addressRules(code: string): AddressRules {
  const { countryCode, fields, isRegionRequired, regions, postalCode } = addressRulesOf(code);
  const isRequired = (name: AddressField['name']): boolean => {
    if (name === 'region') return isRegionRequired;
    if (name === 'postalCode') return postalCode !== null;
    return ALWAYS.includes(name);
  };
  return {
    countryCode,
    fields: complete(fields).map((name) => ({
      name,
      required: isRequired(name),
    })),
    regions: [...regions],
    postalCodePattern: postalCode?.typed ?? null,
    postalCodeExample: postalCode?.examples[0] ?? null,
  };
}

/** What an address without is refused for, in any country. */
const ALWAYS = ['fullName', 'line1', 'city'];

/** A country without cities or postal codes: they are in the form all the same, behind the rest. */
const complete = (written: readonly string[]): AddressField['name'][] => [
  ...written,
  ...[...ALWAYS, 'postalCode'].filter((name) => !written.includes(name)),
  'phone',
];
