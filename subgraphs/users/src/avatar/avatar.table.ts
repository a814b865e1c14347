import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** A picture that somebody may send, or has sent. Kept for a day, whatever came of it: who sends many is known by them. */
export const uploads = pgTable(
  'uploads',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    contentType: text('content_type').notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Pictures are made of it just now, unless their process has died: then not any more from this moment on. */
    drawnUntil: moment('drawn_until'),
    /** It became the picture of the account. */
    attachedAt: moment('attached_at'),
    /** Its bytes are no picture that we take. */
    refusedAt: moment('refused_at'),
  },
  (upload) => [
    index('uploads_of_user').on(upload.userId, upload.createdAt),
    index('uploads_by_time').on(upload.createdAt),
    check('has_bytes', sql`${upload.bytes} > 0`),
    check('is_a_sha256', sql`${upload.sha256} ~ '^[0-9a-f]{64}$'`),
    check('ends_one_way', sql`${upload.attachedAt} is null or ${upload.refusedAt} is null`),
  ],
);

export type UploadRow = typeof uploads.$inferSelect;
