import { index, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

/** Customers that staff look after together, such as wholesale. */
export const customerGroups = pgTable(
  'customer_groups',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** Lower case: two groups of one name could not be told apart. */
    nameKey: text('name_key').notNull(),
    description: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (group) => [uniqueIndex('one_group_per_name').on(group.nameKey)],
);

export const customerGroupMembers = pgTable(
  'customer_group_members',
  {
    groupId: text('group_id')
      .notNull()
      .references(() => customerGroups.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (member) => [primaryKey({ columns: [member.groupId, member.userId] }), index('groups_of_user').on(member.userId)],
);

export type CustomerGroupRow = typeof customerGroups.$inferSelect;
