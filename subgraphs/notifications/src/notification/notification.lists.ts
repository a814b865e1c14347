import {
  type ConnectionArgs,
  countRows,
  type Database,
  type KeysetColumn,
  keysetOrder,
  keysetWhere,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, eq, isNotNull } from 'drizzle-orm';
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

export type NotificationPage<Node> = ReturnType<typeof toConnection<Node>>;

/** Ids sort by time. */
const newestFirst: KeysetColumn[] = [{ column: notifications.id, direction: 'desc', holds: 'text' }];

async function list<Node extends { id: string }>(
  db: Database,
  args: ConnectionArgs,
  where: ReturnType<typeof and>,
  toNode: (row: NotificationRow) => Node,
): Promise<NotificationPage<Node>> {
  const page = readPage(args);
  const rows = await db
    .select()
    .from(notifications)
    .where(and(where, keysetWhere(newestFirst, page)))
    .orderBy(...keysetOrder(newestFirst, page))
    .limit(page.limit + 1);
  return {
    ...toConnection(rows.map(toNode), page, ({ id }) => [id]),
    totalCount: async () => (await db.select({ count: countRows }).from(notifications).where(where))[0]!.count,
  };
}

export const feedOf = (db: Database, userId: string, args: ConnectionArgs): Promise<NotificationPage<Notification>> =>
  list(db, args, and(eq(notifications.userId, userId), isNotNull(notifications.summary)), toNotification);

/** Never the bodies: they carry links that give access. */
export const deliveries = (
  db: Database,
  args: ConnectionArgs,
  filter: NotificationDeliveryFilter | null = null,
): Promise<NotificationPage<NotificationDelivery>> =>
  list(
    db,
    args,
    and(
      isNotNull(notifications.status),
      filter?.status ? eq(notifications.status, filter.status) : undefined,
      filter?.kind ? eq(notifications.kind, filter.kind) : undefined,
    ),
    toDelivery,
  );
