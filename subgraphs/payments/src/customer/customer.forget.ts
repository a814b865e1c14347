import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { payments } from '../payment/payment.table.ts';
import { refunds } from '../refund/refund.table.ts';
import { isRefusal, type PaymentsService, stripeOf } from '../stripe/stripe.client.ts';
import { findCustomer } from './customer.service.ts';
import { customers } from './customer.table.ts';

const LOOK_AGAIN_IN_SECONDS = 3_600;
const OVER = ['SUCCEEDED', 'CANCELED'] as const;

/** The customer at Stripe goes, cards included; amounts and the ledger stay. A payment that is under way keeps what it needs until it is over. */
export async function forgetCustomer(
  service: PaymentsService,
  { userId }: { userId: string },
): Promise<{ runAgainInSeconds: number } | undefined> {
  const { db } = service;
  const mine = eq(payments.userId, userId);
  if ((await db.$count(payments, and(mine, notInArray(payments.status, [...OVER])))) > 0)
    return { runAgainInSeconds: LOOK_AGAIN_IN_SECONDS };
  const customerId = await findCustomer(service, userId);
  if (customerId) await deleteAtStripe(service, customerId);
  // one that was made meanwhile is at Stripe still: the next time
  const deleted = and(eq(customers.userId, userId), eq(customers.stripeCustomerId, customerId ?? ''));
  await db.transaction(async (tx) => {
    await tx.delete(customers).where(deleted);
    const over = await tx
      .update(payments)
      .set({ card: null, clientSecret: null, redirectUrl: null, stripeCustomerId: null })
      .where(and(mine, inArray(payments.status, [...OVER])))
      .returning({ id: payments.id });
    if (over.length > 0)
      await tx
        .update(refunds)
        .set({ reason: '–' })
        .where(
          inArray(
            refunds.paymentId,
            over.map(({ id }) => id),
          ),
        );
  });
  return undefined;
}

/** One that is not there any more was deleted before. */
async function deleteAtStripe(service: PaymentsService, customerId: string): Promise<void> {
  try {
    await stripeOf(service).customers.del(customerId);
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'resource_missing') throw error;
  }
}
