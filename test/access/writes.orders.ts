import type { Write } from './writes.rules.ts';
import { key, money, staffWrite } from './writes.values.ts';

/** Payments as well: what is paid is an order. */
export const writesOfOrders: Readonly<Record<string, Write>> = {
  placeOrder: {
    domain: 'orders',
    rule: 'cartHolder',
    shows: 'order { id } orderToken',
    watches: ['carts', 'payments'],
    aim: ({ owner }) => ({ cartId: owner.cart.id, expectedTotal: owner.cart.total, ...key() }),
    work: (caller, fresh) => fresh.readyCartOf(caller),
    refusal: { anonymous: 'BAD_USER_INPUT', orderToken: 'BAD_USER_INPUT' },
  },
  payOrder: {
    domain: 'payments',
    rule: 'orderHolder',
    shows: 'payment { id status }',
    watches: ['payments', 'orders'],
    aim: ({ owner }) => ({ orderId: owner.orders.open.id, paymentMethod: 'pm_card_visa', ...key() }),
    work: (caller, { open }) => ({
      orderId: open[caller]!.id,
      ...(caller === 'orderToken' && { orderToken: open[caller]!.token }),
      paymentMethod: 'pm_card_visa',
      ...key(),
    }),
  },
  cancelOrder: {
    domain: 'orders',
    rule: 'orderHolderOrStaff',
    shows: 'order { id }',
    watches: ['orders', 'payments'],
    aim: ({ owner }) => ({ orderId: owner.orders.open.id, reason: 'not mine', ...key() }),
    work: (caller, { open }) => ({
      orderId: open[caller]!.id,
      ...(caller === 'orderToken' && { orderToken: open[caller]!.token }),
      ...key(),
    }),
  },
  fulfillOrder: staffWrite({
    domain: 'orders',
    shows: 'order { id fulfillmentStatus }',
    aim: ({ owner }) => ({ orderId: owner.orders.paid.id, carrier: 'Parcel Post', trackingNumber: 'PP-666', ...key() }),
    work: (caller, { paid }) => ({
      orderId: paid[caller]!.id,
      carrier: 'Parcel Post',
      trackingNumber: 'PP-1',
      ...key(),
    }),
  }),
  markDelivered: staffWrite({
    domain: 'orders',
    shows: 'order { id fulfillmentStatus }',
    aim: ({ owner }) => ({ orderId: owner.orders.shipped.id }),
    work: (caller, { paid }) => ({ orderId: paid[caller]!.id }),
  }),
  refundOrder: staffWrite({
    domain: 'orders',
    shows: 'order { id }',
    watches: ['orders', 'payments'],
    aim: ({ owner }) => ({ orderId: owner.orders.paid.id, amount: money('1.00'), reason: 'please', ...key() }),
    work: (caller, { paid }) => ({ orderId: paid[caller]!.id, amount: money('1.00'), reason: 'please', ...key() }),
  }),
  createPaymentMethodSetup: { domain: 'payments', rule: 'signedIn', shows: 'clientSecret', aim: key },
  removePaymentMethod: {
    domain: 'payments',
    rule: 'account',
    shows: 'removedPaymentMethodId',
    aim: ({ owner }) => ({ paymentMethodId: owner.paymentMethodId }),
    work: (_caller, _fresh, { owner }) => ({ paymentMethodId: owner.paymentMethodId }),
  },
};
