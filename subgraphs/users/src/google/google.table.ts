import { sql } from 'drizzle-orm';
import { check, index, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });
export const googlePurpose = pgEnum('google_purpose', ['SIGN_IN', 'LINK']);

/** Browsers that are on their way to Google. Each comes back once, with its state. */
export const googleSignIns = pgTable(
  'google_sign_ins',
  {
    stateHash: text('state_hash').primaryKey(),
    /** Of the cookie of the browser that was sent: another one cannot come back in its place. */
    browserHash: text('browser_hash').notNull(),
    nonce: text().notNull(),
    verifier: text().notNull(),
    purpose: googlePurpose().notNull(),
    /** Whose account is linked; nobody's is signed in to yet. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    returnTo: text('return_to'),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (attempt) => [
    check('who_links_is_known', sql`(${attempt.purpose} = 'LINK') = (${attempt.userId} is not null)`),
    index('google_sign_ins_by_age').on(attempt.expiresAt),
  ],
);

/** Who has shown a Google account whose address an account has, and is asked for the password of that one. */
export const googleChallenges = pgTable(
  'google_challenges',
  {
    tokenHash: text('token_hash').primaryKey(),
    browserHash: text('browser_hash').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text().notNull(),
    returnTo: text('return_to'),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (challenge) => [index('google_challenges_by_age').on(challenge.expiresAt)],
);
