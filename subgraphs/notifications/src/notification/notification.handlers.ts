import { createHash } from 'node:crypto';
import { storefrontUrl } from '@storegraph/commerce';
import { type EventOf, on, type Subscription } from '@storegraph/kit';
import { type OrderEvent, orders } from '@storegraph/orders/contract';
import { users } from '@storegraph/users/contract';
import type { z } from 'zod';
import { passwordResetMail, verificationMail, welcomeMail } from './account.template.ts';
import type { Shop } from './layout.template.ts';
import { type NewNotification, notify } from './notification.service.ts';
import {
  orderCancelledMail,
  orderExpiredMail,
  orderFulfilledMail,
  orderPaidMail,
  orderPlacedMail,
  orderRefundedMail,
} from './order.template.ts';

/** An event that becomes one notification. */
const notifyOf = <Schema extends z.ZodType>(
  event: EventOf<Schema>,
  toNotification: (payload: z.output<Schema>, shop: Shop) => NewNotification,
): Subscription =>
  on(event, async (tx, payload, service) => {
    const shop = { name: String(service.env.SHOP_NAME), url: storefrontUrl(service) };
    await notify(tx, service, toNotification(payload, shop));
  });

/** Tells two requests of one user apart without storing the token in a key. */
const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

const aboutOrder = (order: OrderEvent): Pick<NewNotification, 'userId' | 'email' | 'data'> => ({
  userId: order.userId,
  email: order.email,
  data: { orderId: order.orderId },
});

const keyOf = (...parts: string[]): string => parts.join(':');

export const subscriptions = [
  notifyOf(users.UserRegistered, (user, shop) => ({
    kind: 'WELCOME',
    dedupeKey: keyOf(user.userId, 'welcome'),
    userId: user.userId,
    email: user.email,
    mail: welcomeMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.EmailVerificationRequested, (user, shop) => ({
    kind: 'EMAIL_VERIFICATION',
    dedupeKey: keyOf(user.userId, 'verification', fingerprint(user.verificationToken)),
    userId: user.userId,
    email: user.email,
    mail: verificationMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.PasswordResetRequested, (user, shop) => ({
    kind: 'PASSWORD_RESET',
    dedupeKey: keyOf(user.userId, 'passwordReset', fingerprint(user.resetToken)),
    userId: user.userId,
    email: user.email,
    mail: passwordResetMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(orders.OrderPlaced, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_PLACED',
    dedupeKey: keyOf(order.orderId, 'placed'),
    mail: orderPlacedMail(order, shop),
    feedOnly: true,
  })),
  notifyOf(orders.OrderPaid, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_PAID',
    dedupeKey: keyOf(order.orderId, 'paid'),
    mail: orderPaidMail(order, shop),
  })),
  notifyOf(orders.OrderCancelled, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_CANCELLED',
    dedupeKey: keyOf(order.orderId, 'cancelled'),
    mail: orderCancelledMail(order, shop),
  })),
  notifyOf(orders.OrderExpired, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_EXPIRED',
    dedupeKey: keyOf(order.orderId, 'expired'),
    mail: orderExpiredMail(order, shop),
  })),
  notifyOf(orders.OrderRefunded, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_REFUNDED',
    dedupeKey: keyOf(order.orderId, 'refunded', String(order.refundedMinor)),
    mail: orderRefundedMail(order, shop),
  })),
  notifyOf(orders.OrderFulfilled, (order, shop) => ({
    ...aboutOrder(order),
    kind: 'ORDER_FULFILLED',
    dedupeKey: keyOf(order.orderId, 'fulfilled', order.shipmentId),
    mail: orderFulfilledMail(order, shop),
  })),
];
