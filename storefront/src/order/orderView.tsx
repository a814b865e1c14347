import type { OrderTrackingFragment } from '@storegraph/client';
import { Form, Link } from 'react-router';
import { PostalAddress } from '../ui/address.tsx';
import { Amount, Amounts } from '../ui/amounts.tsx';
import { Money } from '../ui/money.tsx';
import { Picture } from '../ui/picture.tsx';
import { cardName } from '../ui/savedCard.tsx';
import { When } from '../ui/when.tsx';
import { eventWords, moneyOf, standingOf } from './words.ts';

interface OrderViewProps {
  order: OrderTrackingFragment;
  /** Of the form that cancels; without it there is none. */
  idempotencyKey?: string;
  /** Why it could not be cancelled. */
  problem?: string | undefined;
}

/** An order, for who bought it: with an account, or by the link of a mail. */
export function OrderView({ order, idempotencyKey, problem }: OrderViewProps) {
  const { id, number, status, placedAt, expiresAt, shippingAddress, shippingMethod, email } = order;
  const money = moneyOf(order);
  return (
    <article className="order">
      <h1>{number ? `Order ${number}` : 'Your order'}</h1>
      <p className="standing">
        <strong className={`status status-${status}`}>{standingOf(order)}</strong>
        {money && <span> · {money}</span>}
        <span>
          {' '}
          · ordered on <When at={placedAt} />
        </span>
      </p>
      {problem && (
        <p className="problem-line" role="alert">
          {problem}
        </p>
      )}
      {status === 'AWAITING_PAYMENT' && (
        <p className="banner">
          {expiresAt && (
            <>
              It is set aside for you until <When at={expiresAt} exact />.{' '}
            </>
          )}
          <Link to={`/pay/${id}`}>Pay now</Link>
        </p>
      )}
      <Parcels shipments={order.shipments} />
      <div className="cart">
        <section>
          <h2>What you ordered</h2>
          <Items items={order.items} />
          <Timeline events={order.timeline.nodes} />
          {order.cancellable && idempotencyKey && (
            <CancelForm orderId={id} idempotencyKey={idempotencyKey} isOpen={Boolean(problem)} />
          )}
        </section>
        <aside>
          <Totals order={order} />
          {shippingAddress && (
            <section className="box">
              <h2>Where it goes</h2>
              <PostalAddress address={shippingAddress} />
              {shippingMethod && <p>{shippingMethod}</p>}
              {email && <p>Mails about it go to {email}.</p>}
            </section>
          )}
        </aside>
      </div>
    </article>
  );
}

function Items({ items }: Pick<OrderTrackingFragment, 'items'>) {
  return (
    <ul className="order-items">
      {items.map(({ id, title, imageUrl, quantity, unitPrice, total, variant }) => (
        <li key={id}>
          <Picture image={imageUrl ? { url: imageUrl, alt: '', width: 80, height: 80 } : null} eager />
          <div>
            {variant ? (
              <Link to={`/p/${encodeURIComponent(variant.product.slug)}`}>{title}</Link>
            ) : (
              <span>{title}</span>
            )}
            <small>
              {quantity} × <Money value={unitPrice} />
            </small>
          </div>
          <strong>
            <Money value={total} />
          </strong>
        </li>
      ))}
    </ul>
  );
}

function Totals({ order: { totals, payments, refunds } }: { order: OrderTrackingFragment }) {
  const paid = payments?.find(({ status, method }) => status === 'SUCCEEDED' && method)?.method;
  return (
    <section className="totals">
      <Amounts totals={totals}>
        {refunds
          ?.filter(({ status }) => status === 'SUCCEEDED')
          .map(({ id, amount }) => (
            <Amount key={id} label="Sent back">
              <Money value={amount} />
            </Amount>
          ))}
      </Amounts>
      {paid && (
        <p>
          Paid with {cardName(paid.brand)}, ending in {paid.last4}.
        </p>
      )}
    </section>
  );
}

function Parcels({ shipments }: Pick<OrderTrackingFragment, 'shipments'>) {
  if (shipments.length === 0) return null;
  return (
    <section className="box">
      <h2>{shipments.length === 1 ? 'Your parcel' : 'Your parcels'}</h2>
      <ul className="parcels">
        {shipments.map(({ id, carrier, trackingNumber, shippedAt, deliveredAt }) => (
          <li key={id}>
            {carrier}
            {trackingNumber && (
              <>
                , tracking number <code>{trackingNumber}</code>
              </>
            )}
            <small>
              {deliveredAt ? (
                <>
                  Arrived on <When at={deliveredAt} />
                </>
              ) : (
                <>
                  Sent on <When at={shippedAt} />
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Timeline({ events }: { events: OrderTrackingFragment['timeline']['nodes'] }) {
  return (
    <>
      <h2>What has happened</h2>
      <ol className="timeline">
        {events.map(({ id, kind, note, occurredAt }) => {
          const words = eventWords(kind);
          return (
            words && (
              <li key={id}>
                <span>
                  {words}
                  {note && `: ${note}`}
                </span>
                <small>
                  <When at={occurredAt} exact />
                </small>
              </li>
            )
          );
        })}
      </ol>
    </>
  );
}

const REASONS = ['I changed my mind', 'I ordered the wrong thing', 'It takes too long', 'Another reason'];

function CancelForm({ orderId, idempotencyKey, isOpen }: { orderId: string; idempotencyKey: string; isOpen: boolean }) {
  return (
    <details className="cancel" open={isOpen}>
      <summary>Cancel this order</summary>
      <Form method="post" className="stack">
        <input type="hidden" name="orderId" value={orderId} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <label>
          Why?
          <select name="reason">
            {REASONS.map((reason) => (
              <option key={reason}>{reason}</option>
            ))}
          </select>
        </label>
        <button type="submit">Cancel this order</button>
      </Form>
    </details>
  );
}
