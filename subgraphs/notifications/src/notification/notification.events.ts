import { z } from 'zod';

// What a notification needs of the events of users and orders. More fields may come along; they are ignored.

const email = z.string().min(1);

export const userRegistered = z.object({
  userId: z.string(),
  email,
  displayName: z.string().nullish(),
  verificationToken: z.string().min(1),
});
export type UserRegistered = z.infer<typeof userRegistered>;

export const emailVerificationRequested = userRegistered;
export type EmailVerificationRequested = UserRegistered;

export const passwordResetRequested = z.object({ userId: z.string(), email, resetToken: z.string().min(1) });
export type PasswordResetRequested = z.infer<typeof passwordResetRequested>;

const orderLine = z.object({ title: z.string(), quantity: z.number().int(), totalMinor: z.number().int() });

export const orderEvent = z.object({
  orderId: z.string(),
  number: z.string(),
  userId: z.string().nullish(),
  email: email.nullish(),
  orderToken: z.string().nullish(),
  totalMinor: z.number().int(),
  currencyCode: z.string(),
  lines: z.array(orderLine),
});
export type OrderEvent = z.infer<typeof orderEvent>;

export const orderEnded = orderEvent.extend({ reason: z.string().nullish() });
export type OrderEnded = z.infer<typeof orderEnded>;

/** An order may be refunded in parts: each is a mail of its own. `refundedMinor` is the sum so far. */
export const orderRefunded = orderEvent.extend({ refundedMinor: z.number().int() });
export type OrderRefunded = z.infer<typeof orderRefunded>;

/** An order may be shipped in parcels: each is a mail of its own. */
export const orderFulfilled = orderEvent.extend({
  shipmentId: z.string().nullish(),
  carrier: z.string().nullish(),
  trackingNumber: z.string().nullish(),
});
export type OrderFulfilled = z.infer<typeof orderFulfilled>;
