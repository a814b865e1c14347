import { validator } from '@storegraph/kit';

const MAX_LENGTH = 35;

/** In its canonical form, such as pt-BR for pt-br; null for what is no tag. */
export function canonicalLocale(tag: string): string | null {
  if (tag.length > MAX_LENGTH) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null; // a RangeError: not well-formed
  }
}

export const Locale = (): PropertyDecorator =>
  validator(
    'locale',
    (value) => typeof value === 'string' && canonicalLocale(value) !== null,
    `a BCP 47 tag of at most ${MAX_LENGTH} characters, such as de or pt-BR`,
  );
