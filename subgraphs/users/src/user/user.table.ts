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
    /** A BCP 47 tag in its canonical form. */
    locale: text(),
    /** What staff write down about them. They never see it, and it is theirs to ask for by the law all the same. */
    note: text(),
    /** Orders said so: they have placed one. */
    firstOrderAt: moment('first_order_at'),
    /** Where the files of their picture are, by `avatarKey`. */
    avatar: text(),
    /** Null: they sign in another way, and set their first password by a mail. */
    passwordHash: text('password_hash'),
    roles: userRole().array().notNull().default(['CUSTOMER']),
    status: userStatus().notNull().default('ACTIVE'),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** They want the account deleted, and when that is due: until then they can take it back. */
    deletionRequestedAt: moment('deletion_requested_at'),
    deletionDueAt: moment('deletion_due_at'),
    deletionReason: text('deletion_reason'),
    /** The row stays, as a name for what orders and bills have to keep; everything about the person is gone. */
    deletedAt: moment('deleted_at'),
  },
  (user) => [
    uniqueIndex('one_account_per_email').on(user.emailKey),
    uniqueIndex('one_account_per_picture').on(user.avatar),
    index('users_by_time').on(user.createdAt, user.id),
    check('has_a_role', sql`cardinality(${user.roles}) > 0`),
    check('deletion_has_its_day', sql`(${user.deletionRequestedAt} is null) = (${user.deletionDueAt} is null)`),
    index('accounts_to_delete')
      .on(user.deletionDueAt)
      .where(sql`${user.deletionDueAt} is not null and ${user.deletedAt} is null`),
    check('deleted_accounts_have_no_picture', sql`${user.deletedAt} is null or ${user.avatar} is null`),
    check(
      'deleted_accounts_are_nobody',
      sql`${user.deletedAt} is null or (${user.status} = 'DISABLED' and ${user.passwordHash} is null and ${user.displayName} is null and ${user.locale} is null and ${user.note} is null and ${user.deletionReason} is null and ${user.email} = ${user.id} || '@deleted.invalid' and ${user.emailKey} = ${user.email})`,
    ),
  ],
);

export type UserRow = typeof users.$inferSelect;
