import { CountryCodeScalar } from '@storegraph/kit';

const names = new Intl.DisplayNames('en', { type: 'region' });

/** Whether `CountryCode` takes it. */
export function isCountry(code: string): boolean {
  try {
    return CountryCodeScalar.parseValue(code) === code.toUpperCase();
  } catch {
    return false;
  }
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** All that `CountryCode` takes. */
export const countryCodes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter(isCountry);
export const countryName = (code: string): string => names.of(code) ?? code;
