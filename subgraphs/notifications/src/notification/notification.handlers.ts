import { createHash } from 'node:crypto';
import type { DomainEvent, EventHandler } from '@storegraph/kit';
import type { z } from 'zod';
import { passwordResetMail, verificationMail, welcomeMail } from './account.template.ts';
import {
  emailVerificationRequested,
  type OrderEvent,
  orderEnded,
  orderEvent,
  orderFulfilled,
  orderRefunded,
  passwordResetRequested,
  userRegistered,
} from './notification.events.ts';
import { type NewNotification, notify } from './notification.service.ts';
import {
  orderCancelledMail,
  orderExpiredMail,
  orderFulfilledMail,
  orderPaidMail,
  orderPlacedMail,
  orderRefundedMail,
} from './order.template.ts';

/** An event that this schema reads becomes one notification. */
const on =
  <Schema extends z.ZodType>(
    schema: Schema,
    toNotification: (payload: z.infer<Schema>, publicUrl: string) => NewNotification,
  ): EventHandler =>
  async (tx, event: DomainEvent, service) => {
    const publicUrl = String(service.env.PUBLIC_URL).replace(/\/$/, '');
    await notify(tx, service, toNotification(schema.parse(event.payload), publicUrl));
  };

/** Tells two requests of one user apart without storing the token in a key. */
const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

const aboutOrder = (order: OrderEvent): Pick<NewNotification, 'userId' | 'email' | 'data'> => ({
  userId: order.userId ?? null,
  email: order.email ?? null,
  data: { orderId: order.orderId },
});

const keyOf = (...parts: (string | null | undefined)[]): string => parts.filter((part) => part != null).join(':');

export const eventHandlers: Record<string, EventHandler> = {
  UserRegistered: on(userRegistered, (user, publicUrl) => ({
    kind: 'WELCOME',
    dedupeKey: keyOf(user.userId, 'welcome'),
    userId: user.userId,
    email: user.email,
    mail: welcomeMail(user, publicUrl),
    holdsSecret: true,
  })),
  EmailVerificationRequested: on(emailVerificationRequested, (user, publicUrl) => ({
    kind: 'EMAIL_VERIFICATION',
    dedupeKey: keyOf(user.userId, 'verification', fingerprint(user.verificationToken)),
    userId: user.userId,
    email: user.email,
    mail: verificationMail(user, publicUrl),
    holdsSecret: true,
  })),
  PasswordResetRequested: on(passwordResetRequested, (user, publicUrl) => ({
    kind: 'PASSWORD_RESET',
    dedupeKey: keyOf(user.userId, 'passwordReset', fingerprint(user.resetToken)),
    userId: user.userId,
    email: user.email,
    mail: passwordResetMail(user, publicUrl),
    holdsSecret: true,
  })),
  OrderPlaced: on(orderEvent, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_PLACED',
    dedupeKey: keyOf(order.orderId, 'placed'),
    mail: orderPlacedMail(order, publicUrl),
    feedOnly: true,
  })),
  OrderPaid: on(orderEvent, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_PAID',
    dedupeKey: keyOf(order.orderId, 'paid'),
    mail: orderPaidMail(order, publicUrl),
  })),
  OrderCancelled: on(orderEnded, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_CANCELLED',
    dedupeKey: keyOf(order.orderId, 'cancelled'),
    mail: orderCancelledMail(order, publicUrl),
  })),
  OrderExpired: on(orderEnded, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_EXPIRED',
    dedupeKey: keyOf(order.orderId, 'expired'),
    mail: orderExpiredMail(order, publicUrl),
  })),
  OrderRefunded: on(orderRefunded, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_REFUNDED',
    dedupeKey: keyOf(order.orderId, 'refunded', String(order.refundedMinor)),
    mail: orderRefundedMail(order, publicUrl),
  })),
  OrderFulfilled: on(orderFulfilled, (order, publicUrl) => ({
    ...aboutOrder(order),
    kind: 'ORDER_FULFILLED',
    dedupeKey: keyOf(order.orderId, 'fulfilled', order.shipmentId ?? order.trackingNumber),
    mail: orderFulfilledMail(order, publicUrl),
  })),
};
