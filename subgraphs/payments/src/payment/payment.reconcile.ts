import { and, asc, inArray, sql } from 'drizzle-orm';
import { reconcileRefunds } from '../refund/refund.service.ts';
import { type PaymentsService, retrieveIntent } from '../stripe/stripe.client.ts';
import { completeCancel } from './cancelIntent.service.ts';
import { finishCreate } from './createIntent.service.ts';
import { applyIntent } from './payment.apply.ts';
import { canceledOrders, type PaymentRow, payments } from './payment.table.ts';

const AT_ONCE = 50;

/** Asks Stripe about every open payment that has been quiet for a minute: a lost webhook costs a minute, not an order. */
export async function reconcilePayments(service: PaymentsService): Promise<void> {
  const quiet = await service.db
    .select()
    .from(payments)
    .where(
      and(
        inArray(payments.status, ['CREATING', 'REQUIRES_PAYMENT_METHOD', 'REQUIRES_ACTION', 'PROCESSING']),
        sql`${payments.checkedAt} < now() - interval '1 minute'`,
      ),
    )
    .orderBy(asc(payments.checkedAt))
    .limit(AT_ONCE);
  for (const payment of quiet) {
    await check(service, payment).catch((error) =>
      service.log.warn({ err: error, paymentId: payment.id }, 'a payment could not be checked'),
    );
  }
  await reconcileRefunds(service);
}

async function check(service: PaymentsService, payment: PaymentRow): Promise<void> {
  // first, so that one that always fails does not keep the others from their turn
  await service.db
    .update(payments)
    .set({ checkedAt: sql`now()` })
    .where(inArray(payments.id, [payment.id]));
  if (payment.status === 'CREATING') await finishCreate(service, payment);
  else {
    const intent = await retrieveIntent(service, payment.stripeIntentId!);
    await service.db.transaction((tx) => applyIntent(tx, service, intent));
  }
  const [tombstone] = await service.db
    .select()
    .from(canceledOrders)
    .where(inArray(canceledOrders.orderId, [payment.orderId]));
  if (tombstone) await completeCancel(service, payment.orderId);
}
