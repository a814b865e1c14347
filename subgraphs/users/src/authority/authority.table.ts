import { sql } from 'drizzle-orm';
import { bigserial, customType, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The number of a transaction, as text: it never wraps. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * What access tokens that are out do not say: that their session has ended, or that their account may something else now. Written
 * by triggers, whoever changes the row (see the migration); kept a little longer than a token lives.
 */
export const authorityChanges = pgTable(
  'authority_changes',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    /** Numbers of rows are given before they commit: only with the transaction's own does a reader know what may still come. */
    transaction: xid8().notNull().default(sql`pg_current_xact_id()`),
    userId: text('user_id').notNull(),
    /** Null: it is about the account. */
    sessionId: text('session_id'),
    at: timestamp({ withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (change) => [
    index('authority_changes_in_order').on(change.transaction, change.id),
    index('authority_changes_by_age').on(change.at),
  ],
);
