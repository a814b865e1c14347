import type { PayPageQuery } from '@storegraph/client';

export type PayableOrder = NonNullable<PayPageQuery['order']>;

/**
 * What a shopper can do about the money of an order: OPEN pay it, WAITING nothing but wait for the bank or for us, PAID nothing
 * any more, CANCELLED and LATE order again, AWAY come back, since nobody can say at the moment.
 */
export type PayState = 'OPEN' | 'WAITING' | 'PAID' | 'CANCELLED' | 'LATE' | 'AWAY';

export function payStateOf({ status, payments, paymentClientSecret }: PayableOrder): PayState {
  switch (status) {
    case 'CONFIRMED':
    case 'COMPLETED':
      return 'PAID';
    case 'EXPIRED':
      return 'LATE';
    case 'CANCELLED':
    case 'REJECTED':
      return 'CANCELLED';
    case 'PENDING':
      return 'WAITING';
    case 'AWAITING_PAYMENT':
      if (paymentClientSecret) return 'OPEN';
      return payments ? 'WAITING' : 'AWAY';
  }
}

/** By the clock of the shop: that of a browser may be wrong. */
export const secondsUntil = (expiresAt: string | null, now: number): number =>
  expiresAt === null ? 0 : Math.max(0, Math.floor((Date.parse(expiresAt) - now) / 1000));

/** 75 → "1:15". */
export const asClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
