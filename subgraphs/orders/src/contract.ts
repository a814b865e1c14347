import { personalData, reconcile } from '@storegraph/commerce';
import { command, contract, event } from '@storegraph/kit';
import { z } from 'zod';
import { orderStates } from './order/order.life.ts';

export type { OrderState } from './order/order.life.ts';

/** What every event of an order carries. */
const order = z.object({
  orderId: z.string(),
  number: z.string(),
  cartId: z.string().nullable(),
  userId: z.string().nullable(),
  email: z.string().nullable(),
  totalMinor: z.number().int(),
  currencyCode: z.string(),
  lines: z.array(z.object({ title: z.string(), quantity: z.number().int(), totalMinor: z.number().int() })),
});
export type OrderEvent = z.output<typeof order>;

const orderEnded = order.extend({ reason: z.string().nullable() });
export type OrderEnded = z.output<typeof orderEnded>;

/** It never was an order, so it has no number. */
const orderRejected = orderEnded.extend({ number: z.string().nullable() });

const orderRefunded = order.extend({
  /** The sum so far: an order may be refunded in parts. */
  refundedMinor: z.number().int(),
  /** Nothing was shipped and everything was refunded: the units are for sale again. */
  restock: z.boolean(),
});
export type OrderRefunded = z.output<typeof orderRefunded>;

const orderFulfilled = order.extend({
  /** Which parcel: its number is what staff typed. */
  shipmentId: z.string(),
  carrier: z.string(),
  trackingNumber: z.string(),
});
export type OrderFulfilled = z.output<typeof orderFulfilled>;

export const orders = contract('orders', {
  events: {
    OrderPlaced: event(order, { to: ['notifications'] }),
    /** Somebody with an account has placed their first order. */
    CustomerOrdered: event(z.object({ userId: z.string(), placedAt: z.iso.datetime() }), { to: ['users'] }),
    OrderPaid: event(order, { to: ['carts', 'products', 'notifications'] }),
    OrderCancelled: event(orderEnded, { to: ['carts', 'products', 'notifications'] }),
    OrderExpired: event(order, { to: ['carts', 'products', 'notifications'] }),
    OrderRejected: event(orderRejected, { to: ['carts', 'products'] }),
    /** The payment came while the order was being cancelled: the stock is free again, a refund is on its way. */
    StockFreed: event(order, { to: ['carts', 'products'] }),
    OrderRefunded: event(orderRefunded, { to: ['products', 'notifications'] }),
    OrderFulfilled: event(orderFulfilled, { to: ['notifications'] }),
    /** Whose it was is not known any more: what was copied from the cart is in it still. */
    OrderForgotten: event(z.object({ orderId: z.string(), cartId: z.string().nullable() }), { to: ['carts'] }),
  },
  commands: {
    reconcile,
    personalData,
    /** What keeps an account from being deleted: orders that are placed, paid, sent or refunded just now. */
    openOrdersOf: command({
      input: z.object({ userId: z.string() }),
      output: z.object({ count: z.number().int() }),
      from: ['users'],
    }),
    /** What opens an order without an account, for a link in a mail that is just being sent: kept by nobody. Null for an unknown order. */
    orderToken: command({
      input: z.object({ orderId: z.string() }),
      output: z.object({ orderToken: z.string() }).nullable(),
      from: ['notifications'],
    }),
    /** The internal state, for reconciliation; null for an unknown order. */
    orderState: command({
      input: z.object({ orderId: z.string() }),
      output: z
        .object({
          orderId: z.string(),
          state: z.enum(orderStates),
          totalMinor: z.number().int(),
          currencyCode: z.string(),
        })
        .nullable(),
      from: ['products'],
    }),
  },
});
