import { type ConnectionArgs, countRows, type Database, type KeysetColumn, type List, readPage } from '@storegraph/kit';
import { and, eq, isNotNull, type SQL } from 'drizzle-orm';
import { type NotificationRow, notifications } from './notification.table.ts';
import type { Notification, NotificationDelivery, NotificationDeliveryFilter } from './notification.type.ts';

export const toNotification = (row: NotificationRow): Notification & { orderId?: string } => ({
  id: row.id,
  kind: row.kind,
  title: row.subject,
  body: row.summary!,
  createdAt: row.createdAt,
  readAt: row.readAt,
  orderId: row.data.orderId,
});

export const toDelivery = (row: NotificationRow): NotificationDelivery => ({
  id: row.id,
  kind: row.kind,
  recipient: row.email!,
  subject: row.subject,
  status: row.status!,
  attempts: row.attempts,
  lastError: row.lastError,
  messageId: row.messageId,
  createdAt: row.createdAt,
  sentAt: row.sentAt,
});

/** Ids sort by time. */
const newestFirst: KeysetColumn[] = [{ column: notifications.id, direction: 'desc', holds: 'text' }];

const listOf = <Node, Parent extends SQL | undefined>(
  db: Database,
  args: ConnectionArgs,
  part: Pick<List<NotificationRow, Node>, 'shape' | 'values' | 'toNode'> & {
    where: (parent: Parent) => SQL | undefined;
  },
): List<NotificationRow, Node, Parent> => ({
  ...part,
  page: readPage(args),
  columns: newestFirst,
  keyOf: ({ id }) => [id],
  rows: ({ beyond, order, limit }, parent) =>
    db
      .select()
      .from(notifications)
      .where(and(part.where(parent), beyond))
      .orderBy(...order)
      .limit(limit),
  count: (parent) =>
    db
      .select({ count: countRows.as('count') })
      .from(notifications)
      .where(part.where(parent)),
});

/** What is shown to a user in the app. */
export const feedOf = (db: Database, args: ConnectionArgs): List<NotificationRow, Notification, SQL> =>
  listOf(db, args, {
    shape: 'feed',
    toNode: toNotification,
    where: (userId: SQL) => and(eq(notifications.userId, userId), isNotNull(notifications.summary)),
  });

/** Never the bodies: they carry links that give access. */
export const deliveries = (
  db: Database,
  args: ConnectionArgs,
  { status, kind }: NotificationDeliveryFilter = {},
): List<NotificationRow, NotificationDelivery> =>
  listOf(db, args, {
    shape: `deliveries ${status ?? ''} ${kind ?? ''}`,
    toNode: toDelivery,
    where: () =>
      and(
        isNotNull(notifications.status),
        status ? eq(notifications.status, status) : undefined,
        kind ? eq(notifications.kind, kind) : undefined,
      ),
  });
