import { isEmail, registerDecorator } from 'class-validator';

// Control characters except tab and line feed, bidi controls, lone surrogates: none of them belongs into text for people.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
const MARKS_IN_A_ROW = /\p{M}{5,}/u;

export interface TextRules {
  min?: number;
  max: number;
}

/** Normalised (NFC) and trimmed: how text is stored. */
export const cleanText = (value: string): string => value.normalize('NFC').trim();

export const isSafeText = (value: unknown, { min = 1, max }: TextRules): value is string => {
  if (typeof value !== 'string' || value.length > max * 4 || UNSAFE.test(value) || MARKS_IN_A_ROW.test(value))
    return false;
  const { length } = [...cleanText(value)];
  return length >= min && length <= max;
};

/** A decorator of an input's field: the value must be `rule`. */
export const validator =
  (name: string, valid: (value: unknown) => boolean, rule: string): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: property as string,
      validator: { validate: valid, defaultMessage: () => `${String(property)} must be ${rule}` },
    });

/** Text for people: `min` (1) to `max` characters after trimming, no control or bidi characters. */
export const Text = (rules: TextRules): PropertyDecorator =>
  validator(
    'text',
    (value) => isSafeText(value, rules),
    `text of ${rules.min ?? 1} to ${rules.max} characters without control characters`,
  );

export const EmailAddress = (): PropertyDecorator =>
  validator(
    'email',
    (value) => isSafeText(value, { max: 254 }) && isEmail(cleanText(value)),
    'an e-mail address such as name@example.com',
  );
