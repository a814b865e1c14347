import { type Database, publish } from '@storegraph/kit';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { payments as contract } from '../contract.ts';
import { book } from '../ledger/ledger.service.ts';
import { isLivemode, type PaymentsService } from '../stripe/stripe.client.ts';
import { decide, type IntentFacts, isFinal, statesBefore } from './payment.rules.ts';
import { type CardFacts, type PaymentRow, payments } from './payment.table.ts';

export const factsOf = (intent: Stripe.PaymentIntent): IntentFacts => ({
  id: intent.id,
  status: intent.status,
  amount: intent.amount,
  amountReceived: intent.amount_received,
  currency: intent.currency,
  livemode: intent.livemode,
  orderId: intent.metadata.orderId,
  paymentId: intent.metadata.paymentId,
});

/**
 * Brings our row in line with what Stripe says, in this transaction. The only place where a payment changes after it was
 * created; whoever comes late changes nothing. Returns the row as it is then, or null when the intent is not ours.
 */
export async function applyIntent(
  tx: Database,
  service: PaymentsService,
  intent: Stripe.PaymentIntent,
): Promise<PaymentRow | null> {
  const paymentId = intent.metadata.paymentId;
  if (!paymentId) return null;
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update');
  if (!payment) return null;
  const verdict = decide(payment, factsOf(intent), isLivemode(service));
  if (verdict.kind === 'mismatch') {
    service.log.error(
      { paymentId, intentId: intent.id, what: verdict.what },
      'an intent at Stripe is not what was agreed',
    );
    return payment;
  }
  if (verdict.kind === 'stay') return isFinal(payment.status) ? payment : keepFacts(tx, payment, intent);

  const [moved] = await tx
    .update(payments)
    .set({ ...columnsOf(payment, intent), status: verdict.to, updatedAt: sql`now()` })
    .where(and(eq(payments.id, payment.id), inArray(payments.status, statesBefore(verdict.to))))
    .returning();
  if (!moved) return payment;
  await tellFailure(tx, payment, moved);
  if (moved.status === 'SUCCEEDED') await settle(tx, moved);
  if (moved.status === 'CANCELED') await publish(tx, contract.PaymentCanceled, { orderId: moved.orderId });
  return moved;
}

async function settle(tx: Database, { id, orderId, amountMinor, currencyCode }: PaymentRow): Promise<void> {
  await book(tx, {
    source: `payment:${id}`,
    orderId,
    currencyCode,
    amountMinor,
    from: 'order_revenue',
    to: 'stripe_balance',
  });
  await publish(tx, contract.PaymentSucceeded, {
    orderId,
    paymentId: id,
    amountMinor,
    currencyCode,
  });
}

async function keepFacts(tx: Database, payment: PaymentRow, intent: Stripe.PaymentIntent): Promise<PaymentRow> {
  const [kept] = await tx
    .update(payments)
    .set(columnsOf(payment, intent))
    .where(and(eq(payments.id, payment.id), eq(payments.status, payment.status)))
    .returning();
  if (!kept) return payment;
  await tellFailure(tx, payment, kept);
  return kept;
}

/** Each failed charge is published once. */
async function tellFailure(tx: Database, before: PaymentRow, after: PaymentRow): Promise<void> {
  if (!after.failedChargeId || after.failedChargeId === before.failedChargeId) return;
  await publish(tx, contract.PaymentFailed, {
    orderId: after.orderId,
    declineCode: after.declineCode ?? 'unknown',
  });
}

function columnsOf(payment: PaymentRow, intent: Stripe.PaymentIntent) {
  const error = intent.last_payment_error;
  return {
    stripeIntentId: intent.id,
    clientSecret: intent.client_secret,
    redirectUrl: intent.next_action?.redirect_to_url?.url ?? null,
    card: cardOf(intent) ?? payment.card,
    failureReason: error?.message ?? null,
    declineCode: error ? (error.decline_code ?? error.code ?? 'unknown') : null,
    failedChargeId: error ? (error.charge ?? `${intent.id}:${error.code}`) : payment.failedChargeId,
    checkedAt: sql`now()`,
  };
}

function cardOf({ latest_charge: charge }: Stripe.PaymentIntent): CardFacts | undefined {
  const card = charge !== null && typeof charge === 'object' ? charge.payment_method_details?.card : undefined;
  if (!card) return undefined;
  return {
    brand: card.brand ?? 'unknown',
    last4: card.last4 ?? '0000',
    expMonth: card.exp_month,
    expYear: card.exp_year,
  };
}
