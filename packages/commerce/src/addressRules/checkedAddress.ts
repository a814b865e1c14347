import { badInput } from '@storegraph/kit';
import { cleanAddress, type PostalAddress } from '../address.ts';
import { addressRulesOf, type CountryRules } from './addressRules.ts';
import { asCompared } from './asCompared.ts';
import { postalCodeAsWritten } from './postalCode.ts';

/** What is wrong with an address, and how it is right. */
export interface AddressProblem {
  field: 'region' | 'postalCode';
  rule: 'required' | 'region' | 'postalCode';
  message: string;
}

/**
 * The address as its country writes it, and what is wrong with it by the rules of that country. What is wrong is left as it is: an
 * address that was taken before there were rules can still be read.
 */
export function lookAtAddress(given: PostalAddress): { address: Required<PostalAddress>; problems: AddressProblem[] } {
  const address = cleanAddress(given);
  const rules = addressRulesOf(address.countryCode);
  const [region, postalCode] = [regionOf(address, rules), postalCodeOf(address, rules)];
  return {
    address: {
      ...address,
      countryCode: rules.countryCode,
      region: region ?? address.region,
      postalCode: postalCode ?? address.postalCode,
    },
    problems: [
      ...(!address.region && rules.isRegionRequired ? [missingRegion(rules)] : []),
      ...(address.region && region === null ? [unknownRegion(rules)] : []),
      ...(postalCode === null ? [address.postalCode ? wrongPostalCode(rules) : missingPostalCode(rules)] : []),
    ],
  };
}

/** As it is kept. Refuses one that breaks the rules of its country, at the field of the input that it is in. */
export function checkedAddress(given: PostalAddress, at = 'input.address'): Required<PostalAddress> {
  const { address, problems } = lookAtAddress(given);
  const [problem] = problems;
  if (problem) throw badInput(`${at}.${problem.field}`, problem.rule, problem.message);
  return address;
}

/** Its code where the country lists its regions, the text itself elsewhere; null for one that is not listed. */
const regionOf = ({ region }: PostalAddress, { regions, regionCodes }: CountryRules): string | null => {
  if (!region || regions.length === 0) return region ?? null;
  return regionCodes.get(asCompared(region)) ?? null;
};

/** Any text is one where there are none, and so is none. */
const postalCodeOf = (
  { postalCode }: PostalAddress,
  { countryCode, postalCode: rules }: CountryRules,
): string | null => (rules ? postalCodeAsWritten(postalCode, countryCode, rules) : postalCode);

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const nameOf = ({ countryCode }: CountryRules): string => names.of(countryCode) ?? countryCode;

const suchAs = ({ regions: [first] }: CountryRules): string => {
  if (!first) return '';
  return `, such as ${first.code === first.name ? first.name : `${first.code} for ${first.name}`}`;
};
const missingRegion = (rules: CountryRules): AddressProblem => ({
  field: 'region',
  rule: 'required',
  message: `An address in this country (${nameOf(rules)}) names its state, province or county${suchAs(rules)}`,
});
const unknownRegion = (rules: CountryRules): AddressProblem => ({
  field: 'region',
  rule: 'region',
  message: `This is no state, province or county of this country (${nameOf(rules)}): give its code or its name${suchAs(rules)}`,
});
const examplesOf = ({ postalCode }: CountryRules): string => postalCode!.examples.slice(0, 2).join(' or ');
const missingPostalCode = (rules: CountryRules): AddressProblem => ({
  field: 'postalCode',
  rule: 'required',
  message: `An address in this country (${nameOf(rules)}) has a postal code, such as ${examplesOf(rules)}`,
});
const wrongPostalCode = (rules: CountryRules): AddressProblem => ({
  field: 'postalCode',
  rule: 'postalCode',
  message: `This is no postal code of this country (${nameOf(rules)}): one looks like ${examplesOf(rules)}`,
});
