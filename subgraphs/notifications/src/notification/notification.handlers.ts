import { createHash } from 'node:crypto';
import { storefrontUrl } from '@storegraph/commerce';
import { type EventOf, on, type Subscription } from '@storegraph/kit';
import { type OrderEvent, orders } from '@storegraph/orders/contract';
import { users } from '@storegraph/users/contract';
import type { z } from 'zod';
import {
  accountDeletionMail,
  accountKeptMail,
  dataExportMail,
  emailChangeMail,
  emailChangeUndoneMail,
  emailConfirmationMail,
  emailTakenMail,
  passwordChangedMail,
  passwordResetMail,
  registrationMail,
  signInMethodsMail,
  verificationMail,
  welcomeMail,
} from './account.template.ts';
import type { Shop } from './layout.template.ts';
import { forgetUser, type NewNotification, notify } from './notification.service.ts';
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

const aboutPerson = ({ userId, email }: { userId: string; email: string | null }) => ({ userId, email });

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
    ...aboutPerson(user),
    mail: welcomeMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.EmailVerificationRequested, (user, shop) => ({
    kind: 'EMAIL_VERIFICATION',
    dedupeKey: keyOf(user.userId, 'verification', fingerprint(user.verificationToken)),
    ...aboutPerson(user),
    mail: verificationMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.PasswordResetRequested, (user, shop) => ({
    kind: 'PASSWORD_RESET',
    dedupeKey: keyOf(user.userId, 'passwordReset', fingerprint(user.resetToken)),
    ...aboutPerson(user),
    mail: passwordResetMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.DataExportReady, (ready, shop) => ({
    kind: 'DATA_EXPORT',
    dedupeKey: keyOf(ready.userId, 'dataExport', fingerprint(ready.link)),
    ...aboutPerson(ready),
    mail: dataExportMail(ready, shop),
    holdsSecret: true,
  })),
  notifyOf(users.AccountDeletionRequested, (request, shop) => ({
    kind: 'ACCOUNT_DELETION',
    dedupeKey: keyOf(request.userId, 'deletion', request.deletionDueAt),
    ...aboutPerson(request),
    mail: accountDeletionMail(request, shop),
  })),
  notifyOf(users.AccountDeletionCancelled, (account, shop) => ({
    kind: 'ACCOUNT_KEPT',
    dedupeKey: keyOf(account.userId, 'kept', account.requestedAt),
    ...aboutPerson(account),
    mail: accountKeptMail(account, shop),
  })),
  on(users.AccountDeleted, forgetUser),
  notifyOf(users.RegistrationRequested, (person, shop) => ({
    kind: 'REGISTRATION',
    dedupeKey: keyOf(person.userId, 'registration'),
    ...aboutPerson(person),
    mail: registrationMail(person, shop),
    holdsSecret: true,
  })),
  notifyOf(users.EmailChangeRequested, (user, shop) => ({
    kind: 'EMAIL_CHANGE',
    dedupeKey: keyOf(user.userId, 'emailChange', fingerprint(user.undoToken)),
    ...aboutPerson(user),
    mail: emailChangeMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.EmailConfirmationRequested, (user, shop) => ({
    kind: 'EMAIL_CONFIRMATION',
    dedupeKey: keyOf(user.userId, 'emailConfirmation', fingerprint(user.confirmToken)),
    ...aboutPerson(user),
    mail: emailConfirmationMail(user, shop),
    holdsSecret: true,
  })),
  notifyOf(users.EmailTaken, (notice, shop) => ({
    kind: 'EMAIL_TAKEN',
    dedupeKey: keyOf('emailTaken', notice.noticeId),
    ...aboutPerson(notice),
    mail: emailTakenMail(notice, shop),
  })),
  notifyOf(users.SignInMethodsChanged, (event, shop) => ({
    kind: event.change === 'ADDED' ? 'SIGN_IN_METHOD_ADDED' : 'SIGN_IN_METHOD_REMOVED',
    dedupeKey: keyOf('signInMethods', event.changeId),
    ...aboutPerson(event),
    mail: signInMethodsMail(event, shop),
  })),
  notifyOf(users.PasswordChanged, (event, shop) => ({
    kind: 'PASSWORD_CHANGED',
    dedupeKey: keyOf('passwordChanged', event.changeId),
    ...aboutPerson(event),
    mail: passwordChangedMail(event, shop),
  })),
  notifyOf(users.EmailChangeUndone, (user, shop) => ({
    kind: 'EMAIL_CHANGE_UNDONE',
    dedupeKey: keyOf(user.userId, 'emailChangeUndone', fingerprint(user.resetToken)),
    ...aboutPerson(user),
    mail: emailChangeUndoneMail(user, shop),
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
