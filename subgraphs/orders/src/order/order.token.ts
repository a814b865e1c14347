import { createHmac } from 'node:crypto';

/** Derived, not stored: a repeated placeOrder and a mail can show it again, and the database holds only its hash. */
export const orderTokenOf = (secret: string, orderId: string): string =>
  createHmac('sha256', secret).update(orderId).digest('base64url');
