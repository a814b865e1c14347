import { pgEnum, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

export const identityProvider = pgEnum('identity_provider', ['GOOGLE']);

/** Accounts elsewhere that sign in here: known by issuer and subject, never by an address. */
export const linkedAccounts = pgTable(
  'linked_accounts',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    provider: identityProvider().notNull(),
    issuer: text().notNull(),
    subject: text().notNull(),
    /** As it was at the last sign-in; for people to tell it by. */
    email: text().notNull(),
    linkedAt: timestamp('linked_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (account) => [
    unique('one_owner_of_each').on(account.issuer, account.subject),
    unique('one_of_each_provider').on(account.userId, account.provider),
  ],
);

export type LinkedAccountRow = typeof linkedAccounts.$inferSelect;
