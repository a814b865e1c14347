import { randomUUID } from 'node:crypto';
import { CancelOrderDocument, OrderByTokenDocument, type OrderDetailsFragment } from '@storegraph/client';
import { html, type Html, type WebPage, type WebPageAnswer, type WebPageRequest } from '@storegraph/kit';
import { bad, good, hidden, page } from './layout.ts';
import { refusalOf, shopOf } from './page.ts';

const words: Record<string, string> = {
  PENDING: 'is being placed',
  AWAITING_PAYMENT: 'waits for its payment',
  CONFIRMED: 'is paid and confirmed',
  COMPLETED: 'has arrived',
  CANCELLED: 'is cancelled',
  EXPIRED: 'was not paid in time',
  REJECTED: 'could not be placed',
};

const money = ({ amount, currencyCode }: { amount: string; currencyCode: string }): string =>
  `${amount} ${currencyCode}`;
const row = (label: string, value: string, kind = ''): Html =>
  html`<tr class="${kind}"><th scope="row">${label}</th><td>${value}</td></tr>\n`;

const linesOf = ({ items, totals }: OrderDetailsFragment): Html => html`<table>
${items.map(({ quantity, title, total }) => row(`${quantity} × ${title}`, money(total)))}${row('Shipping', money(totals.shipping))}${row('Tax', money(totals.tax))}${row('Total', money(totals.total), 'total')}</table>`;

const parcelsOf = ({ shipments }: OrderDetailsFragment): Html[] =>
  shipments.map(
    ({ carrier, trackingNumber, deliveredAt }) =>
      html`<p>${deliveredAt ? 'Delivered' : 'On its way'} with ${carrier}${trackingNumber ? `, number ${trackingNumber}` : ''}.</p>`,
  );

/** The key comes with the form: a double click cancels once. */
const cancelForm = (orderId: string, token: string): Html => html`<details><summary>Cancel this order</summary>
<form method="post" action="/orders/${orderId}">
${hidden('token', token)}${hidden('idempotencyKey', randomUUID())}
<label for="reason">Why?</label>
<select id="reason" name="reason"><option>I changed my mind</option><option>I ordered the wrong thing</option><option>It takes too long</option><option>Another reason</option></select>
<button>Cancel this order</button>
</form></details>`;

/** A token that opens another order than the path names opens none. */
async function orderOf(request: WebPageRequest): Promise<OrderDetailsFragment | null> {
  const { id, token } = request.given;
  if (!token) return null;
  const shop = shopOf(request);
  shop.orderToken = token;
  const { orderByToken } = await shop.query(OrderByTokenDocument, { token });
  return orderByToken?.id === id ? orderByToken : null;
}

const show = (order: OrderDetailsFragment, token: string, news?: Html, status = 200): WebPageAnswer =>
  page({
    status,
    // the number comes when it can be paid
    title: order.number ? `Order ${order.number}` : 'Your order',
    body: [
      ...(news ? [news] : []),
      `It ${words[order.status] ?? order.status}.`,
      linesOf(order),
      ...parcelsOf(order),
      ...(order.cancellable ? [cancelForm(order.id, token)] : []),
    ],
  });

const unknown = (): WebPageAnswer =>
  page({
    status: 404,
    title: 'There is no such order',
    body: [bad('The link is not complete, or has ended. Take the one of the latest mail about your order.')],
  });

export const orderPage: WebPage = {
  path: '/orders/:id',
  async get(request) {
    const { token } = request.given;
    if (!token)
      return page({
        title: 'Your order',
        body: ['It belongs to an account: sign in to the shop and look under "My orders".'],
      });
    const order = await orderOf(request);
    return order ? show(order, token) : unknown();
  },
  async post(request) {
    const { token = '', reason = '', idempotencyKey = '' } = request.given;
    const order = await orderOf(request);
    if (!order) return unknown();
    const shop = shopOf(request);
    shop.orderToken = token;
    const refusal = await refusalOf(
      async () =>
        (
          await shop.mutate(CancelOrderDocument, {
            input: { orderId: order.id, orderToken: token, reason, idempotencyKey },
          })
        ).cancelOrder,
    );
    const now = (await orderOf(request)) ?? order;
    // the key of this page was used on this order alone: by the same button, with another reason
    return refusal && refusal.code !== 'IDEMPOTENCY_KEY_REUSED'
      ? show(now, token, bad(`It could not be cancelled: ${refusal.message}.`), 400)
      : show(now, token, good('It is cancelled. What was paid goes back by itself.'));
  },
};
