import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Mails that somebody else than the owner of an address can cause: so many were sent to it since then. */
export const unaskedMails = pgTable(
  'unasked_mails',
  {
    /** In all, or `<asker> <address>`: so many of them one asker has caused, see `mayMail`. */
    emailKey: text('email_key').primaryKey(),
    mails: integer().notNull(),
    since: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (mailbox) => [index('unasked_mails_by_age').on(mailbox.since)],
);
