import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Who a shopper is at Stripe. */
export const customers = pgTable('customers', {
  userId: text('user_id').primaryKey(),
  stripeCustomerId: text('stripe_customer_id').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
