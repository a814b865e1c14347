import { asCompared } from './asCompared.ts';
import { countries } from './countries.generated.ts';

/** The code that is kept, the name for people, and what else the region is called. */
export type KeptRegion = [code: string, name: string, ...also: string[]];
export interface KeptRules {
  fields: string[];
  regionRequired?: true;
  regions?: KeptRegion[];
  postalCode?: PostalCodeRules;
}
export interface PostalCodeRules {
  /** What one matches as a whole, written as the country does. */
  pattern: string;
  /** The same for somebody who types it: any case, blanks and hyphens. */
  typed: string;
  /** One of each form. */
  examples: string[];
}

export interface CountryRules {
  countryCode: string;
  /** Names of an address's fields in the order in which the country writes them. */
  fields: readonly string[];
  isRegionRequired: boolean;
  /** By name; empty: any text will do. */
  regions: readonly { code: string; name: string }[];
  /** Null: any text will do, and none. */
  postalCode: PostalCodeRules | null;
  /** By what a region may be called, as it is compared. */
  regionCodes: ReadonlyMap<string, string>;
}

const known = new Map<string, CountryRules>();

/** Read when they are first asked for: most shops send to few countries. */
export function addressRulesOf(code: string): CountryRules {
  const countryCode = code.toUpperCase(); // the scalar takes small letters, too
  const rules = known.get(countryCode) ?? read(countryCode);
  known.set(countryCode, rules);
  return rules;
}

/** Of a country that nobody has told anything of. */
const USUAL = '{"fields":["fullName","company","line1","line2","city"]}';

function read(countryCode: string): CountryRules {
  const text = Object.hasOwn(countries, countryCode) ? countries[countryCode]! : USUAL;
  const { fields, regionRequired = false, regions = [], postalCode = null } = JSON.parse(text) as KeptRules;
  return {
    countryCode,
    fields,
    isRegionRequired: regionRequired,
    regions: regions.map(([code, name]) => ({ code, name })),
    postalCode,
    regionCodes: new Map(
      regions.flatMap(([code, ...names]) => [code, ...names].map((name) => [asCompared(name), code])),
    ),
  };
}
