import { sql } from 'drizzle-orm';
import { bigserial, boolean, check, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

export const consentSources = ['REGISTRATION', 'ACCOUNT'] as const;

/** What somebody said about mails that advertise, each time that they said it: the last row counts, the others prove. */
export const consents = pgTable(
  'consents',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    given: boolean().notNull(),
    source: text().$type<(typeof consentSources)[number]>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (consent) => [
    index('consents_of_user').on(consent.userId, consent.id),
    check('known_source', sql`${consent.source} in ('REGISTRATION', 'ACCOUNT')`),
  ],
);

export type ConsentRow = typeof consents.$inferSelect;
