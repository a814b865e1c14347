import { isEmail, registerDecorator } from 'class-validator';

// Control characters except tab and line feed, marks of direction, what cannot be seen, lone surrogates: none of them belongs into text for people.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}|\p{Noncharacter_Code_Point}/u;
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const WITHOUT_WIDTH =
  /\u00ad|\u034f|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180f]|\u200b|\u2800|[\u2060-\u2065]|[\u206a-\u206f]|\u3164|[\ufe00-\ufe0d]|\ufeff|\uffa0|[\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u;
// what joins the parts of an emoji, and letters in the scripts that need it
const JOINS_NOTHING =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}])[\u200c\u200d]/u;
// what chooses one of the two looks of an emoji, or makes a key of a digit
const CHOOSES_NOTHING = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}])[\ufe0e\ufe0f](?!\u20e3)/u;
const MARKS_IN_A_ROW = /\p{M}{5,}/u;
const LINES = /[\n\t]/;

export interface TextRules {
  min?: number;
  max: number;
  /** May have several lines, such as a description. */
  lines?: boolean;
}

const UNSAFE = [CONTROLS, DIRECTIONS, WITHOUT_WIDTH, JOINS_NOTHING, CHOOSES_NOTHING, MARKS_IN_A_ROW];

/** Normalised (NFC) and trimmed: how text is stored. */
export const cleanText = (value: string): string => value.normalize('NFC').trim();

export const isSafeText = (value: unknown, { min = 1, max, lines = false }: TextRules): value is string => {
  if (typeof value !== 'string' || value.length > max * 4) return false;
  if (UNSAFE.some((pattern) => pattern.test(value)) || (!lines && LINES.test(value.trim()))) return false;
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

const BETWEEN = '[^\\p{L}\\d]{1,3}';
// the groups that are printed on cards, with whatever between them; four of four begin with what cards begin with, which years do not
const FOURS = `(?<!\\d)(?:[3-6]\\d|2[2-7])\\d{2}(?:${BETWEEN}\\d{4}){3}`;
const CARDS = [
  /(?<![\p{L}\d])\d{13,19}(?!\d)/gu,
  /(?<![\p{L}\d])\d(?:[ .-]?\d){12,18}(?!\d)/gu,
  new RegExp(`${FOURS}(?!\\d)`, 'gu'),
  new RegExp(`${FOURS}${BETWEEN}\\d{1,3}(?!\\d)`, 'gu'),
  new RegExp(`(?<!\\d)3\\d{3}${BETWEEN}\\d{6}${BETWEEN}\\d{4,5}(?!\\d)`, 'gu'),
];

/** Thirteen to nineteen digits, maybe in groups, whose check digit is that of a card. */
export function hasCardNumber(value: string): boolean {
  const text = value.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, digitOf);
  return CARDS.some((card) => [...text.matchAll(card)].some(([found]) => isLuhn(found.replace(/\D/g, ''))));
}

/** Digits of any script stand in a row from its zero on. */
function digitOf(digit: string): string {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0)! - value - 1))) value++;
  return String(value);
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum > 0 && sum % 10 === 0;
}

/** What a mail program makes a link of, whoever wrote it. */
const ADDRESS_OF_A_PAGE = /:\/\/|\bwww\.|\bmailto:|[\p{L}\d][.\u3002][\p{L}]{2,}\//iu;
export const hasLink = (value: string): boolean => ADDRESS_OF_A_PAGE.test(value.normalize('NFKC'));

const all =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
const isText = (value: unknown): value is string => typeof value === 'string';

/** Text that a machine has made or reads, such as a token or the number of a parcel: one line of `min` (1) to `max` characters. */
export const Code = (rules: TextRules): PropertyDecorator =>
  validator(
    'text',
    (value) => isSafeText(value, rules),
    `text of ${rules.min ?? 1} to ${rules.max} characters${rules.lines ? '' : ' in one line'}, without control characters and others that cannot be seen`,
  );

/** Text that people write for people: as Code, and no number of a card in it. */
export const Text = (rules: TextRules): PropertyDecorator =>
  all(
    Code(rules),
    validator('noCard', (value) => !isText(value) || !hasCardNumber(value), 'text without the number of a card'),
  );

/** What somebody is called: as Text, and not the address of a page, because mails begin with it. */
export const Name = (rules: TextRules): PropertyDecorator =>
  all(
    Text(rules),
    validator('noLink', (value) => !isText(value) || !hasLink(value), 'a name, without a link in it'),
  );

export const isEmailAddress = (value: unknown): value is string =>
  isSafeText(value, { max: 254 }) && isEmail(cleanText(value));
export const EmailAddress = (): PropertyDecorator =>
  validator('email', isEmailAddress, 'an e-mail address such as name@example.com');
