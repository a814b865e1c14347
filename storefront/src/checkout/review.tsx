import type { CartDetailsFragment } from '@storegraph/client';
import { Form, Link } from 'react-router';
import { FieldProblem } from '../ui/field.tsx';
import { Amounts } from '../ui/amounts.tsx';
import { formatMoney, Money } from '../ui/money.tsx';
import { variantName } from '../ui/variantName.ts';
import type { CheckoutProblem } from './checkout.action.ts';

interface ReviewProps {
  cart: CartDetailsFragment;
  /** Ordered by this browser before. */
  previous: string | undefined;
  problem?: CheckoutProblem | undefined;
}

/** What is ordered for how much. The button sends the total that stands beside it: another one is refused. */
export function Review({ cart, previous, problem }: ReviewProps) {
  const { id, version, items, totals, problems, shippingAddress, shippingMethod } = cart;
  const blocking = (problems ?? []).filter(({ code }) => code !== 'PRICE_CHANGED');
  const isReady = Boolean(shippingAddress && shippingMethod) && blocking.length === 0;
  const notYet = [...(shippingMethod ? [] : ['shipping' as const]), ...(shippingAddress ? [] : ['tax' as const])];
  return (
    <aside className="totals">
      <h2>Your order</h2>
      <ul>
        {items.map((item) => {
          const left = item.variant ? problem?.shortages?.[item.variant.id] : undefined;
          const marks = (problems ?? []).filter(({ itemId }) => itemId === item.id);
          return (
            <li key={item.id} className="review-line">
              <span>
                {item.quantity} × <bdi>{item.variant ? variantName(item.variant) : 'a product'}</bdi>
                {left !== undefined && <em className="problem-line">{left > 0 ? `Only ${left} left` : 'Sold out'}</em>}
                {marks.map(({ code, message }) => (
                  <em key={code} className="problem-line">
                    {message}
                  </em>
                ))}
              </span>
              <Money value={item.total} />
            </li>
          );
        })}
      </ul>
      <Link to="/cart">Change the cart</Link>
      <Amounts totals={totals} notYet={notYet} />
      <Form method="post">
        <input type="hidden" name="intent" value="order" />
        <input type="hidden" name="cartId" value={id} />
        <input type="hidden" name="cartVersion" value={version} />
        <input type="hidden" name="amount" value={totals.total.amount} />
        <input type="hidden" name="currencyCode" value={totals.total.currencyCode} />
        <input type="hidden" name="previous" value={problem?.previous ?? previous ?? ''} />
        <input type="hidden" name="attempt" value={problem?.attempt ?? 0} />
        <FieldProblem name="order-form" problem={problem?.problems.form} />
        <button type="submit" className="button" disabled={!isReady}>
          {notYet.length > 0 ? 'Order' : `Order for ${formatMoney(totals.total)}`}
        </button>
        {!isReady && <small>{blocking[0]?.message ?? 'Fill in the steps before this one first.'}</small>}
      </Form>
    </aside>
  );
}
