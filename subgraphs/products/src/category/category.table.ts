import { type AnyPgColumn, check, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';

export const categories = pgTable(
  'categories',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    description: text().notNull().default(''),
    parentId: text('parent_id').references((): AnyPgColumn => categories.id),
    /** The ids from the root to itself: descendants are found by one index look-up. */
    path: text().array().notNull(),
    position: integer().notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (category) => [
    index('children_of_category').on(category.parentId, category.position),
    index('categories_by_path').using('gin', category.path),
    check('path_ends_with_itself', sql`${category.path}[cardinality(${category.path})] = ${category.id}`),
    check('at_most_five_levels', sql`cardinality(${category.path}) <= 5`),
  ],
);
export type CategoryRow = typeof categories.$inferSelect;
