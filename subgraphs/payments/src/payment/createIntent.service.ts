import {
  crashPoint,
  type Database,
  DomainError,
  enqueueJob,
  lockFor,
  newId,
  publish,
  RemoteError,
} from '@storegraph/kit';
import { and, eq, sql } from 'drizzle-orm';
import type Stripe from 'stripe';
import { type CreateIntentInput, payments as contract } from '../contract.ts';
import { forgetAgain } from '../customer/customer.forgotten.ts';
import { ensureCustomer } from '../customer/customer.service.ts';
import { onceAtStripe, type PaymentsService, stripeOf } from '../stripe/stripe.client.ts';
import { type KeyAge, keyAge } from '../stripe/stripe.key.ts';
import { applyIntent } from './payment.apply.ts';
import { canceledOrders, type PaymentRow, payments } from './payment.table.ts';

export const COMPLETE_INTENT = 'completeIntent';
const COMPLETE_AFTER_SECONDS = 20;

/** One at a time per order, so that a create and a cancel that cross always see each other. */
export const lockOrderId = (tx: Database, orderId: string) => lockFor(tx, 'order', orderId);

/** Opens the payment of an order, once per attempt. The row is committed before Stripe is asked. */
export async function createIntent(
  service: PaymentsService,
  input: CreateIntentInput,
): Promise<{ outcome: 'CREATED'; paymentId: string; clientSecret: string } | { outcome: 'CANCELED' }> {
  const announced = await service.db.transaction((tx) => announce(tx, input));
  if (announced === 'CANCELED') return { outcome: 'CANCELED' };
  crashPoint('createIntent.afterTx');
  const { row, keyAge } = announced;
  const payment = row.status === 'CREATING' ? await finishCreate(service, row, keyAge) : row;
  const { id: paymentId, status, clientSecret } = payment;
  if (status === 'CANCELED') return { outcome: 'CANCELED' };
  // still CREATING: what Stripe has opened is not what was agreed
  if (clientSecret === null) throw new RemoteError('stripe', 'create');
  return { outcome: 'CREATED', paymentId, clientSecret };
}

/** `keyAge` where it is known without asking. */
async function announce(
  tx: Database,
  input: CreateIntentInput,
): Promise<{ row: PaymentRow; keyAge?: KeyAge } | 'CANCELED'> {
  const { orderId, attempt, amountMinor, currencyCode, userId, orderTokenHash } = input;
  await lockOrderId(tx, orderId);
  const [known] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.attempt, attempt)));
  if (known) {
    if (known.amountMinor === amountMinor && known.currencyCode === currencyCode) return { row: known };
    throw new DomainError('CONFLICT', 'This attempt was opened over another amount');
  }
  const [tombstone] = await tx.select().from(canceledOrders).where(eq(canceledOrders.orderId, orderId));
  if (tombstone) return 'CANCELED';
  const [fresh] = await tx
    .insert(payments)
    .values({ id: newId('pay'), orderId, attempt, amountMinor, currencyCode, userId, orderTokenHash })
    .onConflictDoNothing()
    .returning();
  if (!fresh) throw new DomainError('CONFLICT', 'Another attempt for this order is still open');
  if (userId) await forgetAgain(tx, userId);
  await enqueueJob(tx, COMPLETE_INTENT, fresh.id, { paymentId: fresh.id }, { delaySeconds: COMPLETE_AFTER_SECONDS });
  return { row: fresh, keyAge: 'fresh' };
}

/** Brings a payment out of CREATING. Repeated with the same key it finds the same intent; never makes a second one. */
export async function finishCreate(service: PaymentsService, payment: PaymentRow, age?: KeyAge): Promise<PaymentRow> {
  const intent = await openAtStripe(service, payment, age ?? (await keyAge(service.db, payments, payment.id)));
  crashPoint('createIntent.afterCall');
  return service.db.transaction(async (tx) => {
    if (intent) return (await applyIntent(tx, service, intent)) ?? payment;
    const [gone] = await tx
      .update(payments)
      .set({ status: 'CANCELED', updatedAt: sql`now()` })
      .where(and(eq(payments.id, payment.id), eq(payments.status, 'CREATING')))
      .returning();
    if (gone) await publish(tx, contract.PaymentCanceled, { orderId: gone.orderId });
    return gone ?? payment;
  });
}

/** Null: Stripe has nothing and has forgotten the key. */
async function openAtStripe(
  service: PaymentsService,
  payment: PaymentRow,
  age: KeyAge,
): Promise<Stripe.PaymentIntent | null> {
  if (age !== 'fresh') {
    const found = await findAtStripe(service, payment);
    if (!found && age === 'old') throw new RemoteError('stripe', 'create');
    return found;
  }
  const stripeCustomerId = payment.userId ? await ensureCustomer(service, payment.userId) : undefined;
  return onceAtStripe(
    `pi:${payment.orderId}:${payment.attempt}`,
    (idempotencyKey): Promise<Stripe.PaymentIntent> =>
      stripeOf(service).paymentIntents.create(
        {
          amount: payment.amountMinor,
          currency: payment.currencyCode.toLowerCase(),
          ...(stripeCustomerId && { customer: stripeCustomerId }),
          description: `Order ${payment.orderId}`,
          metadata: {
            orderId: payment.orderId,
            paymentId: payment.id,
            attempt: String(payment.attempt),
            shop: service.env.PUBLIC_URL,
          },
          automatic_payment_methods: { enabled: true },
        },
        { idempotencyKey },
      ),
    () => findAtStripe(service, payment),
  );
}

async function findAtStripe(
  service: PaymentsService,
  { id, createdAt }: PaymentRow,
): Promise<Stripe.PaymentIntent | null> {
  const since = Math.floor(createdAt.getTime() / 1000);
  const created = { gte: since - 300, lte: since + 24 * 3_600 };
  for await (const intent of stripeOf(service).paymentIntents.list({ created, limit: 100 })) {
    if (intent.metadata.paymentId === id) return intent;
  }
  return null;
}

/** The job behind createIntent: continues what a crash left, in the direction that the order has taken since. */
export async function completeIntent(service: PaymentsService, paymentId: string): Promise<void> {
  const [payment] = await service.db.select().from(payments).where(eq(payments.id, paymentId));
  if (payment?.status === 'CREATING') await finishCreate(service, payment);
}
