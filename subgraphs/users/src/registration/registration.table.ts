import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** Accounts to be, where an address is verified first. Until then there is none: nothing to sign in to, nothing to reset. */
export const registrations = pgTable(
  'registrations',
  {
    /** Of the token in the mail; itself it is nowhere. */
    tokenHash: text('token_hash').primaryKey(),
    /** That the account is going to have: mails about it are its own from the beginning. */
    userId: text('user_id').notNull(),
    email: text().notNull(),
    emailKey: text('email_key').notNull(),
    displayName: text('display_name'),
    passwordHash: text('password_hash').notNull(),
    /** Null: not said. */
    marketingConsent: boolean('marketing_consent'),
    /** With a password that may have been wrong. */
    tries: integer().notNull().default(0),
    expiresAt: moment('expires_at').notNull(),
  },
  (registration) => [
    index('registrations_of_address').on(registration.emailKey),
    index('registrations_by_end').on(registration.expiresAt),
  ],
);
