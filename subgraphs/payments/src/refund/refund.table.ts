import { sql } from 'drizzle-orm';
import { bigint, check, index, pgEnum, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { payments } from '../payment/payment.table.ts';
import { refundStates } from './refund.rules.ts';

export const refundState = pgEnum('refund_state', refundStates);

export const refunds = pgTable(
  'refunds',
  {
    id: text().primaryKey(),
    /** The business key: once per request, never by amount. */
    refundRequestId: text('refund_request_id').notNull().unique(),
    paymentId: text('payment_id')
      .notNull()
      .references(() => payments.id),
    orderId: text('order_id').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currencyCode: text('currency_code').notNull(),
    reason: text().notNull(),
    status: refundState().notNull().default('REQUESTED'),
    stripeRefundId: text('stripe_refund_id').unique(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (refund) => [
    check('refund_is_positive', sql`${refund.amountMinor} > 0`),
    index('refunds_of_order').on(refund.orderId, refund.createdAt),
    index('refunds_of_payment').on(refund.paymentId, refund.createdAt),
    index('refunds_under_way').on(refund.updatedAt).where(sql`${refund.status} in ('REQUESTED', 'PENDING')`),
  ],
);

export type RefundRow = typeof refunds.$inferSelect;
