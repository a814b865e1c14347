import { type CurrencyCode, type MoneyInput, parseMoney, SHOP_CURRENCY } from '@storegraph/commerce';
import { badInput } from '@storegraph/kit';

/** Minor units of what is given as a price: an amount in another currency is no price of this shop. */
export function parsePrice(money: MoneyInput, field: string): { minor: number; currencyCode: CurrencyCode } {
  if (money.currencyCode !== SHOP_CURRENCY)
    throw badInput(`${field}.currencyCode`, 'currency', `This shop sells in ${SHOP_CURRENCY}`);
  return parseMoney(money, field);
}
