import { bigserial, boolean, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/**
 * Wishes for another address, and what became of them. While it can be undone the former address is kept for its owner: a trigger on
 * `users` refuses it to everybody else (see the migration). Of the links only hashes are kept.
 */
export const emailChanges = pgTable(
  'email_changes',
  {
    /** Given while the account is locked: of one account they are in order. */
    id: bigserial({ mode: 'number' }).primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The account as it was. */
    formerEmail: text('former_email').notNull(),
    formerKey: text('former_key').notNull(),
    formerVerified: boolean('former_verified').notNull(),
    /** What it shall become. */
    email: text().notNull(),
    emailKey: text('email_key').notNull(),
    requestedAt: moment('requested_at').notNull().defaultNow(),
    confirmHash: text('confirm_hash').notNull(),
    /** Earlier than it was when a newer wish, a new password or an undo ended it. */
    confirmUntil: moment('confirm_until').notNull(),
    /** When the address of the account changed; null: it has not. */
    confirmedAt: moment('confirmed_at'),
    undoHash: text('undo_hash').notNull(),
    /** Its own moment when it was undone. */
    undoUntil: moment('undo_until').notNull(),
  },
  (change) => [
    uniqueIndex('change_by_confirmation').on(change.confirmHash),
    uniqueIndex('change_by_undo').on(change.undoHash),
    index('changes_of_user').on(change.userId, change.id),
    index('kept_addresses').on(change.formerKey, change.undoUntil),
    index('changes_by_end').on(change.undoUntil),
  ],
);

export type EmailChangeRow = typeof emailChanges.$inferSelect;
