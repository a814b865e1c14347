import { crashPoint, enqueueJob } from '@storegraph/kit';
import { and, eq, inArray } from 'drizzle-orm';
import { isRefusal, type PaymentsService, retrieveIntent, stripeOf } from '../stripe/stripe.client.ts';
import { finishCreate, lockOrderId } from './createIntent.service.ts';
import { applyIntent } from './payment.apply.ts';
import { type CancelOutcome, isFinal, outcomeOfCancel } from './payment.rules.ts';
import { canceledOrders, type PaymentRow, payments } from './payment.table.ts';

export const COMPLETE_CANCEL = 'completeCancel';
const COMPLETE_AFTER_SECONDS = 20;

/** Makes an order unpayable for good, or says why that is too late. Stripe decides the race with a payer. */
export async function cancelIntent(service: PaymentsService, orderId: string): Promise<CancelOutcome> {
  const rows = await service.db.transaction(async (tx) => {
    await lockOrderId(tx, orderId);
    await tx.insert(canceledOrders).values({ orderId }).onConflictDoNothing();
    const found = await tx.select().from(payments).where(eq(payments.orderId, orderId));
    if (found.some(({ status }) => !isFinal(status)))
      await enqueueJob(tx, COMPLETE_CANCEL, orderId, { orderId }, { delaySeconds: COMPLETE_AFTER_SECONDS });
    return found;
  });
  crashPoint('cancelIntent.afterTx');
  const ends = [];
  for (const row of rows) ends.push(isFinal(row.status) ? row : await close(service, row));
  return outcomeOfCancel(ends.map(({ status }) => status));
}

/** A cancel that meets CREATING finishes the create with the same key first: only what is known can be killed. */
async function close(service: PaymentsService, row: PaymentRow): Promise<PaymentRow> {
  const payment = row.status === 'CREATING' ? await finishCreate(service, row) : row;
  const { status, stripeIntentId } = payment;
  // still CREATING: what Stripe has opened is not what was agreed, and somebody has to look into it
  if (isFinal(status) || stripeIntentId === null) return payment;
  const intent = await stripeOf(service)
    .paymentIntents.cancel(stripeIntentId, { cancellation_reason: 'abandoned' })
    .catch((error) => {
      if (isRefusal(error)) return retrieveIntent(service, stripeIntentId);
      throw error;
    });
  crashPoint('cancelIntent.afterCall');
  return service.db.transaction(async (tx) => (await applyIntent(tx, service, intent)) ?? payment);
}

/** The job behind cancelIntent. */
export async function completeCancel(
  service: PaymentsService,
  orderId: string,
): Promise<{ runAgainInSeconds: number } | undefined> {
  const [open] = await service.db
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderId),
        inArray(payments.status, ['CREATING', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING']),
      ),
    );
  if (open && (await cancelIntent(service, orderId)) === 'PROCESSING') return { runAgainInSeconds: 30 };
  return undefined;
}
