import { personalList } from '@storegraph/commerce';
import { and, asc, eq, gt } from 'drizzle-orm';
import { type NotificationRow, notifications } from './notification.table.ts';

/** The feed and the mails of an account. */
export const notificationsOf = personalList<NotificationRow>(
  'notifications',
  ({ db }, { userId, after, limit }) =>
    db
      .select()
      .from(notifications)
      .where(and(eq(notifications.userId, userId), gt(notifications.id, after)))
      .orderBy(asc(notifications.id))
      .limit(limit),
  ({ id, kind, subject, summary, email, status, text: written, holdsSecret, data, createdAt, sentAt, readAt }) => ({
    // a link that still opens something is in its mail alone
    text: holdsSecret ? null : written,
    ...{ id, kind, title: subject, body: summary, recipient: email, status, createdAt, sentAt, readAt },
    ...(data.orderId && { order: { id: data.orderId } }),
  }),
);
