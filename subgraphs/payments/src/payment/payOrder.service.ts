import { badInput, crashPoint, DomainError, notFound, once, onlyRow, refuse, RemoteError } from '@storegraph/kit';
import { desc, eq } from 'drizzle-orm';
import type Stripe from 'stripe';
import {
  isCardError,
  isRefusal,
  isUnknownOutcome,
  onceAtStripe,
  type PaymentsService,
  retrieveIntent,
  stripeOf,
} from '../stripe/stripe.client.ts';
import { finishCreate } from './createIntent.service.ts';
import { mayPay, ownedBy, type Payer } from './payment.access.ts';
import { applyIntent } from './payment.apply.ts';
import { intentOf, isPayable, type Unpayable } from './payment.rules.ts';
import { type PaymentRow, payments } from './payment.table.ts';
import { PaymentDeclined, type PayOrderInput } from './payment.type.ts';

/** What became of the attempt; `declined` when the buyer may try another card. */
export interface PayResult {
  payment: PaymentRow;
  declined?: PaymentDeclined;
}

/** Confirms the intent of an order, once per idempotency key. The last word on money is what Stripe says when asked again. */
export async function payOrder(service: PaymentsService, payer: Payer, input: PayOrderInput): Promise<PayResult> {
  const payment = await payableBy(service, payer, input.orderId);
  if (input.savePaymentMethod && payer.viewer?.id !== payment.userId)
    throw badInput('savePaymentMethod', 'signedIn', 'Sign in to save a payment method');
  const fresh = await claimKey(service, payer, payment, input);
  crashPoint('payOrder.afterTx');
  const current = fresh ? payment : await reread(service, payment);
  if (!fresh && current.status !== 'REQUIRES_PAYMENT_METHOD') return resultOf(current);
  const result = await confirm(service, current, input);
  crashPoint('payOrder.beforeReply');
  return result;
}

/** Someone else's order is indistinguishable from no order. */
async function payableBy(service: PaymentsService, payer: Payer, orderId: string): Promise<PaymentRow> {
  const [latest] = await service.db
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.attempt))
    .limit(1);
  if (!latest || !ownedBy(latest, payer)) throw notFound('This order');
  if (!mayPay(latest, payer)) throw new DomainError('FORBIDDEN', 'This order belongs to an account: sign in to pay it');
  if (latest.status !== 'CREATING') return latest;
  return finishCreate(service, latest).catch((error) => {
    throw isUnknownOutcome(error) ? new RemoteError('stripe', 'create', { cause: error }) : error;
  });
}

/** True for a key that is new. The key is committed before Stripe is called; a refusal keeps it free. */
async function claimKey(
  service: PaymentsService,
  { viewer }: Payer,
  { id, orderTokenHash }: PaymentRow,
  input: PayOrderInput,
): Promise<boolean> {
  let fresh = false;
  const { orderId, paymentMethod, savePaymentMethod = false, idempotencyKey: key } = input;
  await once(
    service.db,
    { scope: `payOrder:${viewer?.id ?? orderTokenHash}`, key, input: { orderId, paymentMethod, savePaymentMethod } },
    async (tx) => {
      const rows = await tx.select({ status: payments.status }).from(payments).where(eq(payments.id, id));
      const { status } = onlyRow(rows);
      if (!isPayable(status)) refuse('INVALID_STATE', whyNot[status], ['orderId']);
      fresh = true;
      return id;
    },
  );
  return fresh;
}

const whyNot: Record<Unpayable, string> = {
  CREATING: 'This order cannot be paid now',
  SUCCEEDED: 'This order is paid already',
  PROCESSING: 'A payment for this order is under way',
  CANCELED: 'This order cannot be paid any more',
};

async function confirm(service: PaymentsService, payment: PaymentRow, input: PayOrderInput): Promise<PayResult> {
  const { orderId, paymentMethod, savePaymentMethod, idempotencyKey } = input;
  try {
    const intent = await onceAtStripe(
      `confirm:${payment.id}:${idempotencyKey}`,
      (key): Promise<Stripe.Response<Stripe.PaymentIntent>> =>
        stripeOf(service).paymentIntents.confirm(
          intentOf(payment),
          {
            payment_method: paymentMethod,
            return_url: returnUrl(service, orderId),
            ...(savePaymentMethod && { setup_future_usage: 'off_session' }),
            expand: ['latest_charge'],
          },
          { idempotencyKey: key },
        ),
      async () => null, // an intent takes money once, whatever the key: looked at below
    );
    crashPoint('payOrder.afterCall');
    const replayed = intent.lastResponse.headers['idempotent-replayed'] === 'true'; // an old answer: things may have moved on
    return resultOf(replayed ? await reread(service, payment) : await apply(service, payment, intent));
  } catch (error) {
    if (isCardError(error)) return resultOf(await reread(service, payment));
    if (isUnknownOutcome(error)) return afterSilence(service, payment, error);
    if (isRefusal(error)) return afterRefusal(service, payment, error);
    throw error;
  }
}

/** Stripe may or may not have acted. Asked again it knows; if nothing happened, the same key may be tried again. */
async function afterSilence(service: PaymentsService, before: PaymentRow, cause: unknown): Promise<PayResult> {
  const payment = await reread(service, before);
  const happened = payment.status !== before.status || payment.failedChargeId !== before.failedChargeId;
  if (!happened) throw new RemoteError('stripe', 'confirm', { cause });
  return resultOf(payment);
}

async function afterRefusal(
  service: PaymentsService,
  before: PaymentRow,
  error: Stripe.errors.StripeError,
): Promise<PayResult> {
  if (error.param === 'payment_method' || error.code?.startsWith('payment_method'))
    throw badInput('paymentMethod', 'usable', 'This payment method cannot be used');
  const payment = await reread(service, before);
  if (isPayable(payment.status)) throw new DomainError('SERVICE_UNAVAILABLE', 'The payment could not be made now', {});
  return resultOf(payment);
}

const apply = (service: PaymentsService, payment: PaymentRow, intent: Stripe.PaymentIntent): Promise<PaymentRow> =>
  service.db.transaction(async (tx) => (await applyIntent(tx, service, intent)) ?? payment);

async function reread(service: PaymentsService, payment: PaymentRow): Promise<PaymentRow> {
  return payment.stripeIntentId
    ? apply(service, payment, await retrieveIntent(service, payment.stripeIntentId))
    : payment;
}

function resultOf(payment: PaymentRow): PayResult {
  if (payment.status === 'CANCELED') refuse('INVALID_STATE', whyNot.CANCELED, ['orderId']);
  if (payment.status !== 'REQUIRES_PAYMENT_METHOD') return { payment };
  const declined = Object.assign(new PaymentDeclined(), {
    code: 'PAYMENT_DECLINED',
    message: payment.failureReason ?? 'The payment was declined.',
    path: ['paymentMethod'],
    declineCode: payment.declineCode ?? 'unknown',
  });
  return { payment, declined };
}

function returnUrl({ env }: PaymentsService, orderId: string): string {
  const url = new URL(env.PAYMENT_RETURN_URL ?? env.PUBLIC_URL);
  url.searchParams.set('order', orderId);
  return url.href;
}
