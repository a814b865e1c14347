import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';

export const notificationKinds = [
  'WELCOME',
  'EMAIL_VERIFICATION',
  'PASSWORD_RESET',
  'DATA_EXPORT',
  'ACCOUNT_DELETION',
  'ACCOUNT_KEPT',
  'REGISTRATION',
  'EMAIL_CHANGE',
  'EMAIL_CONFIRMATION',
  'EMAIL_TAKEN',
  'EMAIL_CHANGE_UNDONE',
  'PASSWORD_CHANGED',
  'SIGN_IN_METHOD_ADDED',
  'SIGN_IN_METHOD_REMOVED',
  'ORDER_PLACED',
  'ORDER_PAID',
  'ORDER_CANCELLED',
  'ORDER_EXPIRED',
  'ORDER_REFUNDED',
  'ORDER_FULFILLED',
] as const;
export type NotificationKindName = (typeof notificationKinds)[number];

/** To addresses whose owners need not have an account, nor have asked. */
export const isUnasked = ({ kind }: { kind: AnyPgColumn }): SQL =>
  sql`${kind} IN ('REGISTRATION', 'EMAIL_CONFIRMATION', 'EMAIL_TAKEN')`;

export const deliveryStatuses = ['QUEUED', 'SENT', 'DEAD'] as const;
export type DeliveryStatusName = (typeof deliveryStatuses)[number];

/** What a feed entry points at. */
export interface NotificationData {
  orderId?: string;
}

export const notifications = pgTable(
  'notifications',
  {
    id: text().primaryKey(),
    /** Null for guests. */
    userId: text('user_id'),
    /** Null where none is known: then it is in the feed only. */
    email: text(),
    kind: text().$type<NotificationKindName>().notNull(),
    dedupeKey: text('dedupe_key').notNull(),
    subject: text().notNull(),
    /** One sentence for the in-app feed; null keeps it out of the feed. */
    summary: text(),
    /** The bodies. Those that carry a secret are erased as soon as they are sent or given up. */
    html: text(),
    text: text(),
    holdsSecret: boolean('holds_secret').notNull().default(false),
    messageId: text('message_id').notNull(),
    /** Null for what is in the feed only and never mailed. */
    status: text().$type<DeliveryStatusName>(),
    attempts: integer().notNull().default(0),
    redeliveries: integer().notNull().default(0),
    lastError: text('last_error'),
    data: jsonb().$type<NotificationData>().notNull().default({}),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    sentAt: timestamp('sent_at', { withTimezone: true, mode: 'date' }),
    readAt: timestamp('read_at', { withTimezone: true, mode: 'date' }),
  },
  (notification) => [
    unique('one_notification_per_cause').on(notification.dedupeKey),
    check('known_delivery_status', sql`${notification.status} IN ('QUEUED', 'SENT', 'DEAD')`),
    check('sent_has_a_time', sql`${notification.status} <> 'SENT' OR ${notification.sentAt} IS NOT NULL`),
    check(
      'secrets_end_with_delivery',
      sql`NOT ${notification.holdsSecret} OR ${notification.status} = 'QUEUED' OR (${notification.html} IS NULL AND ${notification.text} IS NULL)`,
    ),
    index('feed_of_user').on(notification.userId, notification.id).where(sql`${notification.summary} IS NOT NULL`),
    index('unread_of_user')
      .on(notification.userId)
      .where(sql`${notification.readAt} IS NULL AND ${notification.summary} IS NOT NULL`),
    index('unasked_by_age').on(notification.createdAt).where(isUnasked(notification)),
    index('deliveries').on(notification.status, notification.id),
  ],
);

/** Accounts that were deleted: an event about one that comes late makes no notification any more. */
export const forgottenUsers = pgTable('forgotten_users', {
  userId: text('user_id').primaryKey(),
  forgottenAt: timestamp('forgotten_at', { withTimezone: true }).notNull().defaultNow(),
});

export type NotificationRow = typeof notifications.$inferSelect;
