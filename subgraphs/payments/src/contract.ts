import { personalData, reconcile } from '@storegraph/commerce';
import { command, contract, event } from '@storegraph/kit';
import { z } from 'zod';

const id = z.string().min(1).max(100);
const amount = z.number().int().min(1).max(99_999_999_999);
const currencyCode = z.string().regex(/^[A-Z]{3}$/);

const createIntentInput = z.object({
  orderId: id,
  attempt: z.int32().min(1),
  amountMinor: amount,
  currencyCode,
  userId: id.nullable(),
  /** SHA-256 of the order token, in hex: what lets a guest pay. */
  orderTokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  email: z.string().min(1).max(254),
});
export type CreateIntentInput = z.output<typeof createIntentInput>;

const refundInput = z.object({
  orderId: id,
  refundRequestId: id,
  amountMinor: amount,
  reason: z.string().max(2_000),
});
export type RefundInput = z.output<typeof refundInput>;

/** Each command is idempotent by its business key and may come again at any time. */
export const payments = contract('payments', {
  events: {
    /** The money of an order has arrived. */
    PaymentSucceeded: event(z.object({ orderId: id, paymentId: id, amountMinor: amount, currencyCode }), {
      to: ['orders'],
    }),
    /** The order can no longer be paid. */
    PaymentCanceled: event(z.object({ orderId: id }), { to: ['orders'] }),
    /** Information only: the buyer may try another card. */
    PaymentFailed: event(z.object({ orderId: id, declineCode: z.string() }), { to: ['orders'] }),
    RefundSucceeded: event(z.object({ orderId: id, refundRequestId: id, amountMinor: amount, currencyCode }), {
      to: ['orders'],
    }),
  },
  commands: {
    reconcile,
    personalData,
    /** Once per (orderId, attempt). CANCELED: the order was given up before this arrived. */
    createIntent: command({
      input: createIntentInput,
      output: z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('CREATED'), paymentId: z.string(), clientSecret: z.string() }),
        z.object({ outcome: z.literal('CANCELED') }),
      ]),
      from: ['orders'],
    }),
    /** Makes the order unpayable, or says why that is too late. PROCESSING: ask again later. */
    cancelIntent: command({
      input: z.object({ orderId: id }),
      output: z.object({ outcome: z.enum(['CANCELED', 'SUCCEEDED', 'PROCESSING']) }),
      from: ['orders'],
    }),
    /** Once per refundRequestId. PENDING: ask again later with the same id. */
    refund: command({
      input: refundInput,
      output: z.object({ outcome: z.enum(['REFUNDED', 'PENDING']) }),
      from: ['orders'],
    }),
  },
});
