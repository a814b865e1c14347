/** What is typed into a card form, and what is wrong with it. */
export interface TypedCard {
  number: string;
  /** As it is typed: `12 / 34`. */
  expiry: string;
  cvc: string;
  postalCode: string;
}
export type CardField = keyof TypedCard;

/** A problem of one field, with Stripe's code. */
export interface CardProblem {
  field: CardField;
  code: string;
  message: string;
}

export const digitsOf = (text: string): string => text.replace(/\D/g, '');

export function brandOf(number: string): string {
  if (/^4/.test(number)) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  return 'unknown';
}

const lengthOf = (number: string): number => (brandOf(number) === 'amex' ? 15 : 16);
const cvcLengthOf = (number: string): number => (brandOf(number) === 'amex' ? 4 : 3);

/** The check digit of every card number. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number]
    .reverse()
    .map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

export interface Expiry {
  month: number;
  year: number;
}

/** `1234`, `12 / 34`, `12/2034`; null while it is not whole. */
export function expiryOf(text: string): Expiry | null {
  const [, month, year] = /^(\d{2})(\d{2}|\d{4})$/.exec(digitsOf(text)) ?? [];
  return month && year ? { month: Number(month), year: Number(year.length === 2 ? `20${year}` : year) } : null;
}

/** The last day counts. */
export const isOver = ({ month, year }: Expiry, now: Date): boolean =>
  year < now.getFullYear() || (year === now.getFullYear() && month < now.getMonth() + 1);

/** In groups, as it stands on the card. */
export function groupedNumber(text: string): string {
  const number = digitsOf(text).slice(0, lengthOf(digitsOf(text)));
  const groups =
    brandOf(number) === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?/ : /^(\d{1,4})(\d{1,4})?(\d{1,4})?(\d{1,4})?/;
  return (groups.exec(number) ?? []).slice(1).filter(Boolean).join(' ');
}

export function groupedExpiry(text: string): string {
  const digits = digitsOf(text);
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits;
  return padded.length > 2 ? `${padded.slice(0, 2)} / ${padded.slice(2, 4)}` : padded;
}

/** In the order of the form; empty when it can be sent. */
export function problemsOf({ number, expiry, cvc, postalCode }: TypedCard, now: Date): CardProblem[] {
  const problems: CardProblem[] = [];
  const add = (field: CardField, code: string, message: string) => problems.push({ field, code, message });
  const digits = digitsOf(number);
  if (digits.length < lengthOf(digits)) add('number', 'incomplete_number', 'Your card number is incomplete.');
  else if (!isCardNumber(digits)) add('number', 'invalid_number', 'Your card number is invalid.');
  const until = expiryOf(expiry);
  if (!until) add('expiry', 'incomplete_expiry', "Your card's expiration date is incomplete.");
  else if (until.month < 1 || until.month > 12)
    add('expiry', 'invalid_expiry_month', "Your card's expiration month is invalid.");
  else if (isOver(until, now)) add('expiry', 'invalid_expiry_year_past', "Your card's expiration date is in the past.");
  if (digitsOf(cvc).length < cvcLengthOf(digits))
    add('cvc', 'incomplete_cvc', "Your card's security code is incomplete.");
  if (postalCode.trim().length < 3) add('postalCode', 'incomplete_zip', 'Your postal code is incomplete.');
  return problems;
}
