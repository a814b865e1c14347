import type { PostalCodeRules } from './addressRules.ts';

const GAP = /[\s\p{Dash}]/u;
const withoutGaps = (text: string): string => text.replace(/[\s\p{Dash}]+/gu, '');
/** More is no postal code anywhere. */
const LONGEST = 20;

/**
 * As the country writes it: in capital letters, with its blank or hyphen where that was left out, doubled or another one, and without
 * the country before it. Null when it does not match as a whole.
 */
export function postalCodeAsWritten(
  typed: string,
  countryCode: string,
  { pattern: rule, examples }: PostalCodeRules,
): string | null {
  if (typed.length > LONGEST) return null;
  const pattern = new RegExp(`^(?:${rule})$`);
  const text = typed.normalize('NFKC').toUpperCase().trim().replace(/\s+/g, ' ');
  if (GAP.test(text) && pattern.test(text)) return text;
  const ways = waysToRead(text, countryCode, rule).flatMap((bare) => [
    ...examples.map((example) => spacedAs(example, bare)),
    bare,
    ...withOneGap(bare),
  ]);
  return ways.find((way) => pattern.test(way)) ?? null;
}

/** Without blanks and hyphens; as well with letters that each begins with, and without a country before digits: `1073` in Latvia, `D-10115`. */
function waysToRead(text: string, countryCode: string, rule: string): string[] {
  const bare = withoutGaps(text);
  const [always] = /^[A-Z]+(?!.*\|)/.exec(rule) ?? [];
  if (always) return [bare, always + bare];
  if (/[A-Z]/.test(rule)) return [bare];
  return [bare, withoutGaps(text.replace(new RegExp(`^(?:${countryCode}[ -]?|[A-Z]{1,3}-)`), ''))];
}

/** The blanks and hyphens of another one of that length, at their places; '' for one of another length. */
function spacedAs(example: string, bare: string): string {
  if (withoutGaps(example).length !== bare.length) return '';
  let next = 0;
  return [...example].map((character) => (GAP.test(character) ? character : bare[next++])).join('');
}

/** Of a length that no example has. Where a country has a blank or hyphen, its pattern takes it in one place only. */
const withOneGap = (bare: string): string[] =>
  [...bare].flatMap((_, index) => ['-', ' '].map((gap) => bare.slice(0, index) + gap + bare.slice(index)));
