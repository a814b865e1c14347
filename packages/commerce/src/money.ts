import { Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { badInput, DecimalScalar } from '@storegraph/kit';

export enum CurrencyCode {
  AUD = 'AUD',
  CAD = 'CAD',
  CHF = 'CHF',
  DKK = 'DKK',
  EUR = 'EUR',
  GBP = 'GBP',
  JPY = 'JPY',
  KWD = 'KWD',
  NOK = 'NOK',
  PLN = 'PLN',
  SEK = 'SEK',
  USD = 'USD',
}
registerEnumType(CurrencyCode, { name: 'CurrencyCode', description: 'A currency (ISO 4217).' });

const exponents: Partial<Record<CurrencyCode, number>> = { [CurrencyCode.JPY]: 0, [CurrencyCode.KWD]: 3 };
/** How many decimals a currency has. */
export const exponentOf = (currencyCode: string): number => exponents[currencyCode as CurrencyCode] ?? 2;

/** 1990 → "19.90" (USD), 1990 → "1990" (JPY). */
export function formatMinor(minor: number, currencyCode: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError('Money is whole minor units');
  const exponent = exponentOf(currencyCode);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return `${minor < 0 ? '-' : ''}${exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`}`;
}

/** minor × rate, rounded half up (away from zero), computed without floats. Rate as basis points: 1900 is 19 %. */
export function shareOf(minor: number, basisPoints: number): number {
  const product = BigInt(minor) * BigInt(basisPoints);
  const half = product < 0n ? -5_000n : 5_000n;
  return Number((product + half) / 10_000n);
}

@ObjectType({ description: 'An amount of money. Inside, always whole minor units.' })
@Directive('@shareable')
export class Money {
  @Field(() => DecimalScalar, { description: "A decimal string with the currency's own number of decimals." })
  amount: string;

  @Field(() => CurrencyCode)
  currencyCode: CurrencyCode;

  static of(minor: number, currencyCode: string): Money {
    return { amount: formatMinor(minor, currencyCode), currencyCode: currencyCode as CurrencyCode };
  }
}

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => DecimalScalar)
  amount: string;

  @Field(() => CurrencyCode)
  currencyCode: CurrencyCode;
}

/** Checks sign, decimals and size, and answers minor units. */
export function parseMoney(
  { amount, currencyCode }: MoneyInput,
  field: string,
): { minor: number; currencyCode: CurrencyCode } {
  const exponent = exponentOf(currencyCode);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match || match[1] === '-') throw badInput(`${field}.amount`, 'positive', 'An amount is zero or more');
  const [, , whole, fraction = ''] = match;
  if (fraction.length > exponent)
    throw badInput(`${field}.amount`, 'decimals', `${currencyCode} has ${exponent} decimals`, { limit: exponent });
  const minor = Number(`${whole}${fraction.padEnd(exponent, '0')}`);
  if (minor > 99_999_999_999)
    throw badInput(`${field}.amount`, 'max', 'The amount is too large', {
      limit: formatMinor(99_999_999_999, currencyCode),
    });
  return { minor, currencyCode };
}
