import { formatMinor } from '@storegraph/commerce';
import { html, type Html } from '@storegraph/kit';
import { type Mail, mayBecomeALink, oneLine, renderMail, type Shop } from './layout.template.ts';
import type { OrderEnded, OrderEvent, OrderFulfilled, OrderRefunded } from '@storegraph/orders/contract';

const money = (minor: number, currencyCode: string): string => `${formatMinor(minor, currencyCode)} ${currencyCode}`;

function linesOf({ lines, totalMinor, currencyCode }: OrderEvent): { html: Html; text: string } {
  const rows = lines.map(
    ({ title, quantity, totalMinor: lineTotal }) =>
      html`<tr><td style="padding:6px 0">${quantity} × ${oneLine(title)}</td><td align="right" style="padding:6px 0 6px 16px;white-space:nowrap">${money(lineTotal, currencyCode)}</td></tr>\n`,
  );
  const text = lines.map(
    ({ title, quantity, totalMinor: lineTotal }) =>
      `${quantity} × ${oneLine(title)}: ${money(lineTotal, currencyCode)}`,
  );
  return {
    html: html`<table role="presentation" width="100%" style="border-collapse:collapse;margin:16px 0">
${rows}<tr><td style="padding:10px 0;border-top:1px solid #e3e3df;font-weight:700">Total</td><td align="right" style="padding:10px 0;border-top:1px solid #e3e3df;font-weight:700;white-space:nowrap">${money(totalMinor, currencyCode)}</td></tr>
</table>
`,
    text: [...text, `Total: ${money(totalMinor, currencyCode)}`].join('\n'),
  };
}

/** Stands in the stored mail for the token, which is put in while the mail is sent. */
const TOKEN_QUERY = '?token={orderToken}';

/** The token lets a guest in; it is worth nothing for another order. */
const orderLink = ({ orderId }: OrderEvent, shop: Shop) => ({
  label: 'See your order',
  url: `${shop.url}/orders/${encodeURIComponent(orderId)}${TOKEN_QUERY}`,
});

export const needsToken = (body: string | null): boolean => body?.includes(TOKEN_QUERY) ?? false;
/** The mail as it leaves; without a token the link is for who is signed in. */
export const withToken = (body: string, token: string | null): string =>
  body.replaceAll(TOKEN_QUERY, token ? `?token=${encodeURIComponent(token)}` : '');

const orderMail = (order: OrderEvent, shop: Shop, subject: string, summary: string, paragraphs: string[]): Mail =>
  renderMail(shop, {
    subject,
    summary,
    greeting: 'Hello,',
    paragraphs,
    table: linesOf(order),
    link: orderLink(order, shop),
  });

export const orderPlacedMail = (order: OrderEvent, shop: Shop): Mail =>
  orderMail(order, shop, `Order ${order.number} is placed`, `Order ${order.number} is placed and waits for payment.`, [
    `we have received your order ${order.number}. It is yours as soon as it is paid.`,
  ]);

export const orderPaidMail = (order: OrderEvent, shop: Shop): Mail =>
  orderMail(order, shop, `Order ${order.number} is confirmed`, `Order ${order.number} is paid and confirmed.`, [
    `thank you for your order ${order.number}. We have received your payment of ${money(order.totalMinor, order.currencyCode)}.`,
  ]);

/** A guest writes it, who may have given somebody else's address. */
const because = (reason: string | null | undefined): string[] =>
  reason?.trim() && !mayBecomeALink(reason) ? [`Reason: ${reason}`] : [];

export const orderCancelledMail = (order: OrderEnded, shop: Shop): Mail =>
  orderMail(order, shop, `Order ${order.number} is cancelled`, `Order ${order.number} is cancelled.`, [
    `your order ${order.number} is cancelled. Nothing more will be charged for it.`,
    ...because(order.reason),
  ]);

export const orderExpiredMail = (order: OrderEvent, shop: Shop): Mail =>
  orderMail(order, shop, `Order ${order.number} has expired`, `Order ${order.number} was not paid in time.`, [
    `your order ${order.number} was not paid in time, so we have let it go. You were not charged; your cart is still there.`,
  ]);

export function orderRefundedMail(order: OrderRefunded, shop: Shop): Mail {
  const amount = money(order.refundedMinor, order.currencyCode);
  return orderMail(
    order,
    shop,
    `Refund for order ${order.number}`,
    `Order ${order.number}: refunded so far ${amount}.`,
    [
      `we have sent a refund for your order ${order.number}. Refunded so far: ${amount}. It may take some days until it shows on your account.`,
    ],
  );
}

export function orderFulfilledMail(order: OrderFulfilled, shop: Shop): Mail {
  const tracking = [order.carrier, order.trackingNumber].filter((part) => part?.trim()).join(' ');
  return orderMail(
    order,
    shop,
    `Order ${order.number} is on its way`,
    `Order ${order.number} is on its way${tracking ? ` (${tracking})` : ''}.`,
    [`your order ${order.number} is on its way to you.`, ...(tracking ? [`Tracking: ${tracking}`] : [])],
  );
}
