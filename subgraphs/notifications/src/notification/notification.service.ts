import { createHash } from 'node:crypto';
import {
  type Database,
  deleteInPages,
  enqueueJob,
  isSafeText,
  lockFor,
  newId,
  onlyRow,
  refuse,
  type Service,
} from '@storegraph/kit';
import { UNASKED_KEPT_DAYS } from '@storegraph/users/contract';
import { isEmail } from 'class-validator';
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Mail } from './layout.template.ts';
import {
  forgottenUsers,
  isUnasked,
  type NotificationData,
  type NotificationKindName,
  type NotificationRow,
  notifications,
} from './notification.table.ts';

export interface NewNotification {
  kind: NotificationKindName;
  /** The cause: a second notification of the same cause is not made. */
  dedupeKey: string;
  userId: string | null;
  email: string | null;
  mail: Mail;
  /** Only in the feed, never mailed. */
  feedOnly?: boolean;
  /** Carries a token that gives access: erased once sent or given up. */
  holdsSecret?: boolean;
  data?: NotificationData;
}

/** Of `Shop <shop@storegraph.local>` or the address alone: what follows its last @. */
export const domainOf = (sender: string): string =>
  sender
    .slice(sender.lastIndexOf('@') + 1)
    .replace('>', '')
    .toLowerCase();

/** The same cause has the same Message-ID, so that a mail repeated after a crash shows as one. */
export function messageIdOf(dedupeKey: string, mailFrom: string): string {
  return `<${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 40)}@${domainOf(mailFrom)}>`;
}

const canReceiveMail = (email: string | null): boolean =>
  isSafeText(email, { max: 254 }) && !/\s/.test(email) && isEmail(email);

/** Records a notification and queues its mail in the caller's transaction, or does nothing when the cause is known. */
export async function notify(tx: Database, service: Service, notification: NewNotification): Promise<void> {
  const { mail, feedOnly: noMail = false, holdsSecret = false, ...rest } = notification;
  if (await isForgotten(tx, notification.userId)) return;
  const feedOnly = noMail || notification.email === null;
  const deliverable = canReceiveMail(notification.email);
  const hasBodies = !feedOnly && (deliverable || !holdsSecret);
  const [added] = await tx
    .insert(notifications)
    .values({
      ...rest,
      id: newId('ntf'),
      subject: mail.subject,
      summary: mail.summary ?? null,
      html: hasBodies ? mail.html : null,
      text: hasBodies ? mail.text : null,
      holdsSecret,
      messageId: messageIdOf(notification.dedupeKey, service.env.MAIL_FROM),
      status: feedOnly ? null : deliverable ? 'QUEUED' : 'DEAD',
      lastError: feedOnly || deliverable ? null : 'not an e-mail address',
    })
    .onConflictDoNothing({ target: notifications.dedupeKey })
    .returning({ id: notifications.id, status: notifications.status });
  if (added?.status === 'QUEUED') await enqueueSending(tx, added.id);
}

const ABOUT_USER = 'notifications of a user';

/** Whoever makes a notification of them and whoever forgets them wait for each other. */
async function isForgotten(tx: Database, userId: string | null): Promise<boolean> {
  if (userId === null) return false;
  await lockFor(tx, ABOUT_USER, userId);
  return (await tx.$count(forgottenUsers, eq(forgottenUsers.userId, userId))) > 0;
}

export async function forgetUser(tx: Database, { userId }: { userId: string }): Promise<void> {
  await lockFor(tx, ABOUT_USER, userId);
  await tx.insert(forgottenUsers).values({ userId }).onConflictDoNothing();
  await tx.delete(notifications).where(eq(notifications.userId, userId));
}

/** However far they came: nobody has an account that they would go with. */
export const sweepUnasked = (db: Database): Promise<void> =>
  deleteInPages(
    db,
    (most) => sql`
    DELETE FROM ${notifications} WHERE id IN (
      SELECT id FROM ${notifications} WHERE ${isUnasked(notifications)} AND ${notifications.createdAt} < now() - ${UNASKED_KEPT_DAYS} * interval '1 day'
      ORDER BY ${notifications.createdAt} LIMIT ${most}) RETURNING id`,
  );

const enqueueSending = (tx: Database, notificationId: string): Promise<void> =>
  enqueueJob(tx, 'sendMail', notificationId, { notificationId });

/** What of the viewer's feed this is about: other people's notifications do not exist. */
const inFeedOf = (userId: string) => and(eq(notifications.userId, userId), isNotNull(notifications.summary));

export async function unreadCountOf(db: Database, userId: string): Promise<number> {
  return db.$count(notifications, and(inFeedOf(userId), isNull(notifications.readAt)));
}

/** Marks those of the ids that are the viewer's; the first reading counts. */
export async function markRead(db: Database, userId: string, ids: readonly string[]): Promise<NotificationRow[]> {
  return db
    .update(notifications)
    .set({ readAt: sql`coalesce(${notifications.readAt}, now())` })
    .where(and(inFeedOf(userId), inArray(notifications.id, [...ids])))
    .returning();
}

/** Sends a mail once more, on purpose: with a Message-ID of its own, or mailboxes would drop it as known. */
export async function redeliver(service: Service, id: string): Promise<NotificationRow> {
  return service.db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(notifications)
      .where(and(eq(notifications.id, id), isNotNull(notifications.status)))
      .for('update');
    if (!row) refuse('NOT_FOUND', 'This delivery does not exist', ['input', 'id']);
    if (row.status === 'QUEUED') refuse('INVALID_STATE', 'This mail is still on its way', ['input', 'id']);
    if (row.html === null)
      refuse('INVALID_STATE', 'The link of this mail is kept no longer; the customer can ask for a new one', [
        'input',
        'id',
      ]);
    if (!canReceiveMail(row.email)) refuse('INVALID_STATE', 'The address cannot receive mail', ['input', 'id']);
    const redeliveries = row.redeliveries + 1;
    const messageId = messageIdOf(`${row.dedupeKey}#${redeliveries}`, service.env.MAIL_FROM);
    const queued = await tx
      .update(notifications)
      .set({ status: 'QUEUED', attempts: 0, lastError: null, redeliveries, messageId })
      .where(eq(notifications.id, id))
      .returning()
      .then(onlyRow);
    await enqueueSending(tx, id);
    return queued;
  });
}
