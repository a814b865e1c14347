import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { paymentStates } from './payment.rules.ts';

export const paymentState = pgEnum('payment_state', paymentStates);
const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What of a card may be shown. */
export interface CardFacts {
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
}

export const payments = pgTable(
  'payments',
  {
    id: text().primaryKey(),
    orderId: text('order_id').notNull(),
    attempt: integer().notNull(),
    status: paymentState().notNull().default('CREATING'),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currencyCode: text('currency_code').notNull(),
    userId: text('user_id'),
    orderTokenHash: text('order_token_hash').notNull(),
    stripeCustomerId: text('stripe_customer_id'),
    stripeIntentId: text('stripe_intent_id').unique(),
    clientSecret: text('client_secret'),
    redirectUrl: text('redirect_url'),
    card: jsonb().$type<CardFacts>(),
    failureReason: text('failure_reason'),
    declineCode: text('decline_code'),
    /** The failed charge that was published last, so that each is published once. */
    failedChargeId: text('failed_charge_id'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** When Stripe was last asked about it. */
    checkedAt: moment('checked_at').notNull().defaultNow(),
  },
  (payment) => [
    unique('one_payment_per_attempt').on(payment.orderId, payment.attempt),
    uniqueIndex('one_live_payment_per_order').on(payment.orderId).where(sql`${payment.status} <> 'CANCELED'`),
    check('payment_is_positive', sql`${payment.amountMinor} > 0`),
    check(
      'open_payments_have_an_intent',
      sql`${payment.status} in ('CREATING', 'CANCELED') or ${payment.stripeIntentId} is not null`,
    ),
    index('payments_to_check').on(payment.checkedAt).where(sql`${payment.status} not in ('SUCCEEDED', 'CANCELED')`),
  ],
);

/** Orders that were given up: a create that arrives later finds it here. */
export const canceledOrders = pgTable('canceled_orders', {
  orderId: text('order_id').primaryKey(),
  canceledAt: moment('canceled_at').notNull().defaultNow(),
});

/** Every event of Stripe that was applied: a second delivery changes nothing. */
export const stripeEvents = pgTable('stripe_events', {
  id: text().primaryKey(),
  type: text().notNull(),
  objectId: text('object_id').notNull(),
  receivedAt: moment('received_at').notNull().defaultNow(),
});

export type PaymentRow = typeof payments.$inferSelect;
