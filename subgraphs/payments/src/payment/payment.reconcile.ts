import type { Finding } from '@storegraph/commerce';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { findQuietRefunds, reconcileRefund } from '../refund/refund.service.ts';
import { isLivemode, type PaymentsService, retrieveIntent, stripeOf } from '../stripe/stripe.client.ts';
import { completeCancel } from './cancelIntent.service.ts';
import { finishCreate } from './createIntent.service.ts';
import { applyIntent, factsOf } from './payment.apply.ts';
import { decide, intentOf } from './payment.rules.ts';
import { canceledOrders, type PaymentRow, payments } from './payment.table.ts';

export type PaymentFinding = Finding<
  'PAYMENT_UNFINISHED' | 'PAYMENT_DIFFERS' | 'PAYMENT_OF_DEAD_ORDER' | 'REFUND_UNFINISHED' | 'ORPHANED_INTENT'
>;

const AT_ONCE = 50;

/** Asks Stripe about every open payment that has been quiet for a minute: a lost webhook costs a minute, not an order. */
export const findPayments = (service: PaymentsService): Promise<PaymentFinding[]> => lookAtAll(service, false);
export const reconcilePayments = (service: PaymentsService): Promise<PaymentFinding[]> => lookAtAll(service, true);

async function lookAtAll(service: PaymentsService, fix: boolean): Promise<PaymentFinding[]> {
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
  const findings: PaymentFinding[] = [];
  for (const payment of quiet) {
    try {
      const finding = await lookAt(service, payment, fix);
      if (finding) findings.push(finding);
    } catch (error) {
      service.log.warn({ err: error, paymentId: payment.id }, 'a payment could not be checked');
    }
  }
  for (const refund of await findQuietRefunds(service)) {
    findings.push({
      kind: 'REFUND_UNFINISHED',
      subject: refund.id,
      orderId: refund.orderId,
      message: `Stripe has not confirmed it (${refund.status})`,
      since: refund.updatedAt.toISOString(),
    });
    if (fix) await reconcileRefund(service, refund);
  }
  return findings;
}

async function lookAt(service: PaymentsService, payment: PaymentRow, fix: boolean): Promise<PaymentFinding | null> {
  const { id: subject, orderId, status } = payment;
  const found = (kind: PaymentFinding['kind'], message: string): PaymentFinding => ({
    kind,
    subject,
    orderId,
    message,
    since: payment.updatedAt.toISOString(),
  });
  // first, so that one that always fails does not keep the others from their turn
  if (fix) await service.db.update(payments).set({ checkedAt: sql`now()` }).where(eq(payments.id, subject));
  let finding: PaymentFinding | null = null;
  if (status === 'CREATING') {
    finding = found('PAYMENT_UNFINISHED', 'It was announced and never opened');
    if (fix) await finishCreate(service, payment);
  } else {
    const intent = await retrieveIntent(service, intentOf(payment));
    const verdict = decide(payment, factsOf(intent), isLivemode(service));
    if (verdict.kind === 'move') finding = found('PAYMENT_DIFFERS', `Stripe says ${intent.status}, not ${status}`);
    if (verdict.kind === 'mismatch')
      finding = found('PAYMENT_DIFFERS', `The intent is not what was agreed (${verdict.what})`);
    if (fix) await service.db.transaction((tx) => applyIntent(tx, service, intent));
  }
  const [dead] = await service.db.select().from(canceledOrders).where(eq(canceledOrders.orderId, orderId));
  if (!dead) return finding;
  if (fix) await completeCancel(service, orderId);
  return finding ?? found('PAYMENT_OF_DEAD_ORDER', 'Its order was given up, and it can still be paid');
}

const ORPHANS_SINCE_HOURS = 24;
const ORPHANS_UNTIL_MINUTES = 10;

/** Intents at Stripe that this shop made and does not know, such as after a restored backup: nobody would get anything for the money. */
export const findOrphans = (service: PaymentsService): Promise<PaymentFinding[]> => lookForOrphans(service, false);
export const reconcileOrphans = (service: PaymentsService): Promise<PaymentFinding[]> => lookForOrphans(service, true);

async function lookForOrphans(service: PaymentsService, fix: boolean): Promise<PaymentFinding[]> {
  const now = Math.floor(Date.now() / 1000);
  const created = { gte: now - ORPHANS_SINCE_HOURS * 3_600, lte: now - ORPHANS_UNTIL_MINUTES * 60 };
  const ours: Stripe.PaymentIntent[] = [];
  for await (const intent of stripeOf(service).paymentIntents.list({
    created,
    limit: 100,
    expand: ['data.latest_charge'],
  })) {
    if (intent.metadata.shop === service.env.PUBLIC_URL && costsSomething(intent)) ours.push(intent);
  }
  const findings: PaymentFinding[] = [];
  for (let from = 0; from < ours.length; from += 100) {
    const some = ours.slice(from, from + 100);
    const ids = some.map(({ metadata }) => metadata.paymentId ?? '');
    const rows = await service.db.select({ id: payments.id }).from(payments).where(inArray(payments.id, ids));
    const known = new Set(rows.map(({ id }) => id));
    for (const intent of some.filter(({ metadata }) => !known.has(metadata.paymentId ?? ''))) {
      findings.push({
        kind: 'ORPHANED_INTENT',
        subject: intent.id,
        orderId: intent.metadata.orderId ?? null,
        message: `Stripe has ${intent.amount} ${intent.currency} (${intent.status}) that no payment here knows`,
        since: new Date(intent.created * 1000).toISOString(),
      });
      if (fix) await giveBack(service, intent);
    }
  }
  return findings;
}

/** Open, or paid and not given back. */
function costsSomething({ status, latest_charge: charge }: Stripe.PaymentIntent): boolean {
  if (status === 'canceled') return false;
  return !(charge !== null && typeof charge === 'object' && charge.refunded);
}

async function giveBack(service: PaymentsService, { id, status }: Stripe.PaymentIntent): Promise<void> {
  service.log.error({ intentId: id, status }, 'an intent without a payment is given back');
  if (status === 'succeeded')
    await stripeOf(service).refunds.create({ payment_intent: id }, { idempotencyKey: `orphan:${id}` });
  else await stripeOf(service).paymentIntents.cancel(id);
}
