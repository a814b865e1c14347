import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What somebody asked the shop to give them: all that it keeps about them, as one file. */
export const dataExports = pgTable(
  'data_exports',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    requestedAt: moment('requested_at').notNull().defaultNow(),
    /** Null while it is made. */
    fileKey: text('file_key'),
    expiresAt: moment('expires_at'),
  },
  (one) => [
    uniqueIndex('one_export_under_way').on(one.userId).where(sql`${one.fileKey} is null`),
    index('exports_of_user').on(one.userId, one.requestedAt),
    index('exports_to_delete').on(one.expiresAt),
    check('a_file_has_its_end', sql`(${one.fileKey} is null) = (${one.expiresAt} is null)`),
  ],
);

/** What the domains have answered so far: a process that dies goes on where it was. */
export const dataExportPages = pgTable(
  'data_export_pages',
  {
    exportId: text('export_id')
      .notNull()
      .references(() => dataExports.id, { onDelete: 'cascade' }),
    domain: text().notNull(),
    number: integer().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Where the next page begins; null: this was the last one. */
    next: text(),
  },
  (page) => [primaryKey({ columns: [page.exportId, page.domain, page.number] })],
);

export type DataExportRow = typeof dataExports.$inferSelect;
