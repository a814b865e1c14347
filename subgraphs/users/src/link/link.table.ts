import { index, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });
export const tokenPurpose = pgEnum('token_purpose', ['VERIFY_EMAIL', 'RESET_PASSWORD']);

/** Sent by mail, used once. Only the hash is kept. */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: tokenPurpose().notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (token) => [index('tokens_of_user').on(token.userId, token.purpose)],
);
