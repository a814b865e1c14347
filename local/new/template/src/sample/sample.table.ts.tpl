import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const samples = pgTable(
  'samples',
  {
    id: text().primaryKey(),
    userId: text('user_id').notNull(),
    text: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (sample) => [
    index('samples_of_user').on(sample.userId, sample.id),
    check('text_is_not_empty', sql`${sample.text} <> ''`),
  ],
);

export type SampleRow = typeof samples.$inferSelect;
