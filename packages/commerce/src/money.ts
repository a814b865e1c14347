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
/** All prices of the shop are in it. */
export const SHOP_CURRENCY = CurrencyCode.USD;

const exponents: Partial<Record<CurrencyCode, number>> = { [CurrencyCode.JPY]: 0, [CurrencyCode.KWD]: 3 };
/** How many decimals a currency has. */
export const exponentOf = (currencyCode: string): number => exponents[currencyCode as CurrencyCode] ?? 2;

const currencyNames: Record<CurrencyCode, string> = {
  AUD: 'Australian dollar',
  CAD: 'Canadian dollar',
  CHF: 'Swiss franc',
  DKK: 'Danish krone',
  EUR: 'Euro',
  GBP: 'Pound sterling',
  JPY: 'Japanese yen',
  KWD: 'Kuwaiti dinar',
  NOK: 'Norwegian krone',
  PLN: 'Polish złoty',
  SEK: 'Swedish krona',
  USD: 'US dollar',
};
registerEnumType(CurrencyCode, {
  name: 'CurrencyCode',
  description: `A currency (ISO 4217). The shop sells in ${SHOP_CURRENCY} for now.`,
  valuesConfig: Object.fromEntries(
    Object.entries(currencyNames).map(([code, name]) => [
      code,
      { description: `${name}: amounts have ${exponentOf(code) || 'no'} decimals.` },
    ]),
  ),
});

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

@ObjectType({
  description:
    'An amount of money in one currency. Computed in whole minor units, rounded half up per line: never in floats.',
})
@Directive('@shareable')
export class Money {
  @Field(() => DecimalScalar, { description: "With the currency's own number of decimals: 19.90 USD, 1990 JPY." })
  amount: string;

  @Field(() => CurrencyCode, { description: 'What the amount is in.' })
  currencyCode: CurrencyCode;

  static of(minor: number, currencyCode: string): Money {
    return { amount: formatMinor(minor, currencyCode), currencyCode: currencyCode as CurrencyCode };
  }
}

@InputType({ description: 'An amount of money in one currency.' })
export class MoneyInput {
  @Field(() => DecimalScalar, {
    description:
      'Zero or more, with at most as many decimals as the currency has: "19.9" and "19.90" are the same. At most 999999999.99 USD.',
  })
  amount: string;

  @Field(() => CurrencyCode, { description: 'What the amount is in; what it is compared with has to be in the same.' })
  currencyCode: CurrencyCode;
}

/** Checks sign, decimals and size, and returns minor units. */
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
