import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';

/** One movement of money: at least two entries that sum to zero per currency (a trigger checks it at commit). */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: text().primaryKey(),
    /** What it is about, such as payment:pay_… or refund:…; never booked twice. */
    source: text().notNull().unique(),
    orderId: text('order_id').notNull(),
    bookedAt: timestamp('booked_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (transaction) => [index('ledger_of_order').on(transaction.orderId)],
);

/** Append only. Positive: the account receives; negative: it gives. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    transactionId: text('transaction_id')
      .notNull()
      .references(() => ledgerTransactions.id),
    source: text().notNull(),
    account: text().notNull(),
    currencyCode: text('currency_code').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  },
  (entry) => [
    unique('one_entry_per_source_and_account').on(entry.source, entry.account),
    check('entry_is_not_zero', sql`${entry.amountMinor} <> 0`),
    index('entries_of_transaction').on(entry.transactionId),
  ],
);
