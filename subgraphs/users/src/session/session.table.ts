import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** One sign-in on one device. Its refresh tokens form a family: one live leaf. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Successors of refresh tokens are derived with it: whoever held one token cannot compute the next. */
    secret: text().notNull(),
    userAgent: text('user_agent'),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (session) => [index('sessions_of_user').on(session.userId)],
);

export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** When it was exchanged for its successor. */
    rotatedAt: moment('rotated_at'),
    /** The successor, readable once more by who still holds this token: for an answer that was lost on its way. */
    successorHash: text('successor_hash'),
  },
  (token) => [uniqueIndex('one_live_token_per_session').on(token.sessionId).where(sql`${token.rotatedAt} is null`)],
);

/** Failed sign-ins per account and place, per account and per place: waiting grows, nobody is locked out for good. */
export const signInFailures = pgTable('sign_in_failures', {
  key: text().primaryKey(),
  failures: integer().notNull(),
  lastAt: moment('last_at').notNull().defaultNow(),
  /** Of an account at a place: when somebody last signed in there. */
  succeededAt: moment('succeeded_at'),
});

export type SessionRow = typeof sessions.$inferSelect;
