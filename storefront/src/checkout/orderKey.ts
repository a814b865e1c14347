import { createHash } from 'node:crypto';

/** What the shopper has agreed to when they press the button. */
interface Agreed {
  cartId: string;
  cartVersion: number;
  total: { amount: string; currencyCode: string };
  /** The order that this browser had placed before it was shown: the same cart is ordered again when that one has ended. */
  previous: string;
  /** Counts what was refused for a reason that may pass without a change of the cart. */
  attempt: number;
}

/**
 * The idempotency key of one intention to order. Made of what was agreed to, so that a reload, a second tab and a repeated
 * click send the same one, and a changed cart another.
 */
export function orderKey({ cartId, cartVersion, total, previous, attempt }: Agreed): string {
  const agreed = [cartId, cartVersion, total.amount, total.currencyCode, previous, attempt].join(' ');
  const hex = createHash('sha256').update(`storefront order ${agreed}`).digest('hex');
  // the form of a UUID of version 8, which is free for anything
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
