export interface MoneyValue {
  amount: string;
  currencyCode: string;
}

/** "$48.50", "¥2,635": as the shop's readers write it. The amount is a decimal text and stays exact. */
export function formatMoney({ amount, currencyCode }: MoneyValue): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currencyCode });
  return format.format(amount as Intl.StringNumericLiteral);
}

export function Money({ value }: { value: MoneyValue }) {
  return <span className="money">{formatMoney(value)}</span>;
}

interface PriceProps {
  price: MoneyValue;
  /** There are dearer ones. */
  from?: boolean;
  /** What it was. */
  was?: MoneyValue | null | undefined;
}

export function Price({ price, from = false, was }: PriceProps) {
  const isReduced = was && Number(was.amount) > Number(price.amount);
  return (
    <span className="price">
      {from && 'from '}
      <span className={isReduced ? 'price-now' : undefined}>{formatMoney(price)}</span>
      {isReduced && (
        <s className="price-was">
          <span className="for-readers">was </span>
          {formatMoney(was)}
        </s>
      )}
    </span>
  );
}
