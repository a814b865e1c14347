import { type Database, newId } from '@storegraph/kit';
import { ledgerEntries, ledgerTransactions } from './ledger.table.ts';

/** Money that Stripe holds for us, and what shoppers have paid for their orders. */
export type Account = 'stripe_balance' | 'order_revenue';

export interface Booking {
  /** What it is about; booked once. */
  source: string;
  orderId: string;
  currencyCode: string;
  from: Account;
  to: Account;
  amountMinor: number;
}

/** Books a movement of money in the transaction of what caused it. A second booking of the same source is refused by the database. */
export async function book(
  tx: Database,
  { source, orderId, currencyCode, from, to, amountMinor }: Booking,
): Promise<void> {
  const transactionId = newId('ltx');
  await tx.insert(ledgerTransactions).values({ id: transactionId, source, orderId });
  await tx.insert(ledgerEntries).values([
    { transactionId, source, currencyCode, account: to, amountMinor },
    { transactionId, source, currencyCode, account: from, amountMinor: -amountMinor },
  ]);
}
