import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Customers whose accounts are gone: what is still written of them is forgotten as well. */
export const forgottenCustomers = pgTable('forgotten_customers', {
  userId: text('user_id').primaryKey(),
  forgottenAt: timestamp('forgotten_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Who a shopper is at Stripe. */
export const customers = pgTable('customers', {
  userId: text('user_id').primaryKey(),
  stripeCustomerId: text('stripe_customer_id').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});
