import type { ReactNode } from 'react';
import { Money, type MoneyValue } from './money.tsx';

interface AmountsProps {
  totals: Record<'subtotal' | 'discount' | 'shipping' | 'tax' | 'total', MoneyValue>;
  /** What is not known before there is an address and a way to send it. */
  notYet?: readonly ('shipping' | 'tax')[];
  /** What comes after the total, each an Amount. */
  children?: ReactNode;
}

/** What something costs, part by part, for whoever is about to order or to pay it, or has done so. */
export function Amounts({ totals: { subtotal, discount, shipping, tax, total }, notYet = [], children }: AmountsProps) {
  return (
    <dl>
      <Amount label="Subtotal">
        <Money value={subtotal} />
      </Amount>
      {Number(discount.amount) > 0 && (
        <Amount label="Discount">
          −<Money value={discount} />
        </Amount>
      )}
      <Amount label="Shipping">
        {notYet.includes('shipping') ? 'comes with the way' : <Money value={shipping} />}
      </Amount>
      <Amount label="Tax">{notYet.includes('tax') ? 'comes with the address' : <Money value={tax} />}</Amount>
      <Amount label={notYet.length > 0 ? 'So far' : 'Total'} className="total">
        <Money value={total} />
      </Amount>
      {children}
    </dl>
  );
}

export const Amount = ({ label, className, children }: { label: string; className?: string; children: ReactNode }) => (
  <div className={className}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
