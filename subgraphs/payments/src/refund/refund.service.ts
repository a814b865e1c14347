import {
  crashPoint,
  type Database,
  DomainError,
  enqueueJob,
  newId,
  onlyRow,
  publish,
  RemoteError,
} from '@storegraph/kit';
import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { type RefundInput, payments as contract } from '../contract.ts';
import { book } from '../ledger/ledger.service.ts';
import { lockOrderId } from '../payment/createIntent.service.ts';
import { intentOf } from '../payment/payment.rules.ts';
import { payments } from '../payment/payment.table.ts';
import { isRefusal, onceAtStripe, type PaymentsService, stripeOf } from '../stripe/stripe.client.ts';
import { keyAge } from '../stripe/stripe.key.ts';
import { decideRefund, isFinal, statesBefore } from './refund.rules.ts';
import { type RefundRow, refunds } from './refund.table.ts';

export const COMPLETE_REFUND = 'completeRefund';
const COMPLETE_AFTER_SECONDS = 20;

/** Gives money back, once per refundRequestId and never more than was paid. */
export async function refundOrder(
  service: PaymentsService,
  input: RefundInput,
): Promise<{ outcome: 'REFUNDED' | 'PENDING' }> {
  const announced = await service.db.transaction((tx) => announce(tx, input));
  crashPoint('refund.afterTx');
  const refund = await advanceRefund(service, announced);
  if (refund.status === 'FAILED')
    throw new DomainError('NOT_REFUNDABLE', 'Stripe refused this refund', { refundRequestId: refund.refundRequestId });
  return { outcome: refund.status === 'SUCCEEDED' ? 'REFUNDED' : 'PENDING' };
}

async function announce(
  tx: Database,
  { orderId, refundRequestId, amountMinor, reason }: RefundInput,
): Promise<RefundRow> {
  await lockOrderId(tx, orderId);
  const [known] = await tx.select().from(refunds).where(eq(refunds.refundRequestId, refundRequestId));
  if (known) {
    if (known.orderId === orderId && known.amountMinor === amountMinor) return known;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'This refund was requested over another amount');
  }
  const [payment] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.status, 'SUCCEEDED')));
  if (!payment) throw new DomainError('NOT_REFUNDABLE', 'Nothing was paid for this order');
  const { given } = await tx
    .select({ given: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)::bigint`.mapWith(Number) })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payment.id), ne(refunds.status, 'FAILED')))
    .then(onlyRow);
  const left = payment.amountMinor - given;
  if (amountMinor > left)
    throw new DomainError('REFUND_TOO_LARGE', 'More than what is left of the payment', { leftMinor: left });
  const fresh = await tx
    .insert(refunds)
    .values({
      id: newId('rfnd'),
      refundRequestId,
      paymentId: payment.id,
      orderId,
      amountMinor,
      currencyCode: payment.currencyCode,
      reason,
    })
    .returning()
    .then(onlyRow);
  await enqueueJob(tx, COMPLETE_REFUND, fresh.id, { refundId: fresh.id }, { delaySeconds: COMPLETE_AFTER_SECONDS });
  return fresh;
}

/** Asks Stripe, with the same key while it is fresh; after that it only looks. */
async function advanceRefund(service: PaymentsService, refund: RefundRow): Promise<RefundRow> {
  if (isFinal(refund.status)) return refund;
  const answer = refund.stripeRefundId
    ? await stripeOf(service).refunds.retrieve(refund.stripeRefundId)
    : await openAtStripe(service, refund);
  crashPoint('refund.afterCall');
  return service.db.transaction(async (tx) =>
    answer ? ((await applyRefund(tx, service, answer)) ?? refund) : fail(tx, refund),
  );
}

/** Null: Stripe refused it, or has nothing and has forgotten the key. */
async function openAtStripe(service: PaymentsService, refund: RefundRow): Promise<Stripe.Refund | null> {
  const paid = await service.db.select().from(payments).where(eq(payments.id, refund.paymentId));
  const intentId = intentOf(onlyRow(paid));
  const find = () => findAtStripe(service, refund, intentId);
  const age = await keyAge(service.db, refunds, refund.id);
  if (age !== 'fresh') {
    const found = await find();
    if (!found && age === 'old') throw new RemoteError('stripe', 'refund');
    return found;
  }
  try {
    return await onceAtStripe(
      `re:${refund.refundRequestId}`,
      (idempotencyKey): Promise<Stripe.Refund> =>
        stripeOf(service).refunds.create(
          {
            payment_intent: intentId,
            amount: refund.amountMinor,
            metadata: { orderId: refund.orderId, refundRequestId: refund.refundRequestId },
          },
          { idempotencyKey },
        ),
      find,
    );
  } catch (error) {
    if (!isRefusal(error)) throw error;
    service.log.error({ refundId: refund.id, code: error.code }, 'Stripe refused a refund');
    return find();
  }
}

async function findAtStripe(
  service: PaymentsService,
  { refundRequestId }: RefundRow,
  intentId: string,
): Promise<Stripe.Refund | null> {
  for await (const refund of stripeOf(service).refunds.list({ payment_intent: intentId, limit: 100 })) {
    if (refund.metadata?.refundRequestId === refundRequestId) return refund;
  }
  return null;
}

/** Brings our refund in line with Stripe's, in this transaction. Whoever comes late changes nothing. Null: not ours. */
export async function applyRefund(
  tx: Database,
  service: PaymentsService,
  answer: Stripe.Refund,
): Promise<RefundRow | null> {
  const refundRequestId = answer.metadata?.refundRequestId;
  const [refund] = refundRequestId
    ? await tx.select().from(refunds).where(eq(refunds.refundRequestId, refundRequestId)).for('update')
    : [];
  if (!refund) return null;
  const { status, amount, currency, metadata } = answer;
  const verdict = decideRefund(refund, { status, amount, currency, orderId: metadata?.orderId });
  if (verdict.kind === 'mismatch') {
    service.log.error({ refundId: refund.id, stripeRefundId: answer.id }, 'a refund at Stripe is not what was agreed');
    return refund;
  }
  if (verdict.kind === 'stay') return refund;
  const [moved] = await tx
    .update(refunds)
    .set({ status: verdict.to, stripeRefundId: answer.id, updatedAt: sql`now()` })
    .where(and(eq(refunds.id, refund.id), inArray(refunds.status, statesBefore(verdict.to))))
    .returning();
  if (moved?.status === 'SUCCEEDED') {
    const { orderId, amountMinor, currencyCode } = moved;
    await book(tx, {
      source: `refund:${moved.id}`,
      orderId,
      currencyCode,
      amountMinor,
      from: 'stripe_balance',
      to: 'order_revenue',
    });
    await publish(tx, contract.RefundSucceeded, {
      orderId,
      refundRequestId: moved.refundRequestId,
      amountMinor,
      currencyCode,
    });
  }
  return moved ?? refund;
}

async function fail(tx: Database, refund: RefundRow): Promise<RefundRow> {
  const [failed] = await tx
    .update(refunds)
    .set({ status: 'FAILED', updatedAt: sql`now()` })
    .where(and(eq(refunds.id, refund.id), inArray(refunds.status, statesBefore('FAILED'))))
    .returning();
  return failed ?? refund;
}

/** The job behind refundOrder. */
export async function completeRefund(
  service: PaymentsService,
  refundId: string,
): Promise<{ runAgainInSeconds: number } | undefined> {
  const [refund] = await service.db.select().from(refunds).where(eq(refunds.id, refundId));
  const { status } = refund ? await advanceRefund(service, refund) : { status: 'FAILED' };
  return status === 'PENDING' ? { runAgainInSeconds: 60 } : undefined;
}

/** Refunds that nobody has heard of for a minute. */
export const findQuietRefunds = (service: PaymentsService): Promise<RefundRow[]> =>
  service.db
    .select()
    .from(refunds)
    .where(
      and(inArray(refunds.status, ['REQUESTED', 'PENDING']), sql`${refunds.updatedAt} < now() - interval '1 minute'`),
    )
    .orderBy(asc(refunds.updatedAt))
    .limit(50);

export async function reconcileRefund(service: PaymentsService, refund: RefundRow): Promise<void> {
  await service.db.update(refunds).set({ updatedAt: sql`now()` }).where(eq(refunds.id, refund.id));
  await advanceRefund(service, refund).catch((error) =>
    service.log.warn({ err: error, refundId: refund.id }, 'a refund could not be checked'),
  );
}
