import { sql } from 'drizzle-orm';
import { boolean, check, index, pgEnum, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

export const userStatus = pgEnum('user_status', ['ACTIVE', 'DISABLED']);
export const userRole = pgEnum('user_role', ['CUSTOMER', 'STAFF', 'ADMIN']);
export type RoleName = (typeof userRole.enumValues)[number];
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const users = pgTable(
  'users',
  {
    id: text().primaryKey(),
    email: text().notNull(),
    /** Lower case: one account per address. */
    emailKey: text('email_key').notNull(),
    emailVerified: boolean('email_verified').notNull().default(false),
    displayName: text('display_name'),
    passwordHash: text('password_hash').notNull(),
    roles: userRole().array().notNull().default(['CUSTOMER']),
    status: userStatus().notNull().default('ACTIVE'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (user) => [
    uniqueIndex('one_account_per_email').on(user.emailKey),
    index('users_by_time').on(user.createdAt, user.id),
    check('has_a_role', sql`cardinality(${user.roles}) > 0`),
  ],
);

export type UserRow = typeof users.$inferSelect;
