import type { OrderSummaryFragment } from '@storegraph/client';
import { Link } from 'react-router';
import { standingOf } from '../order/words.ts';
import { Money } from '../ui/money.tsx';
import { Picture } from '../ui/picture.tsx';
import { When } from '../ui/when.tsx';

const MOST_PICTURES = 3;

export function OrderList({ orders }: { orders: readonly OrderSummaryFragment[] }) {
  return (
    <ul className="order-list">
      {orders.map((order) => {
        const { id, number, status, placedAt, items, totals } = order;
        const [first, ...others] = items;
        return (
          <li key={id}>
            <div className="order-pictures">
              {items.slice(0, MOST_PICTURES).map((item) => (
                <Picture
                  key={item.id}
                  image={item.imageUrl ? { url: item.imageUrl, alt: '', width: 64, height: 64 } : null}
                  eager
                />
              ))}
            </div>
            <div>
              <Link to={`/account/orders/${encodeURIComponent(number ?? id)}`}>Order {number}</Link>
              <span>
                <bdi>{first?.title}</bdi>
                {others.length > 0 && ` and ${others.length} more`}
              </span>
              <small>
                <When at={placedAt} />
              </small>
            </div>
            <div className="order-end">
              <strong>
                <Money value={totals.total} />
              </strong>
              <span className={`status status-${status}`}>{standingOf(order)}</span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
