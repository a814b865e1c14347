import { type Database, enqueueJob, lockFor } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import { forgottenCustomers } from './customer.table.ts';

export const FORGET = 'forgetCustomer';

const forget = (tx: Database, userId: string): Promise<void> => enqueueJob(tx, FORGET, userId, { userId });

/** Whoever writes of a customer, and whoever forgets them, wait for each other. */
const takeTurn = (tx: Database, userId: string) => lockFor(tx, 'customer', userId);

/** Payments may be under way: a job does it, as often as it takes. */
export async function forgetLater(tx: Database, { userId }: { userId: string }): Promise<void> {
  await takeTurn(tx, userId);
  await tx.insert(forgottenCustomers).values({ userId }).onConflictDoNothing();
  await forget(tx, userId);
}

/**
 * In the transaction that writes something of a customer. An order that was placed before the account was deleted may be paid after:
 * then they are forgotten once more, when that is over.
 */
export async function forgetAgain(tx: Database, userId: string): Promise<void> {
  await takeTurn(tx, userId);
  if ((await tx.$count(forgottenCustomers, eq(forgottenCustomers.userId, userId))) > 0) await forget(tx, userId);
}
