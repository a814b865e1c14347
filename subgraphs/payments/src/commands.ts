/** What other services may order. Each is idempotent by its business key and may be repeated at any time. */
export interface PaymentsCommands {
  /** Once per (orderId, attempt). CANCELED: the order was given up before this arrived. */
  createIntent(
    input: CreateIntentInput,
  ): Promise<{ outcome: 'CREATED'; paymentId: string; clientSecret: string } | { outcome: 'CANCELED' }>;
  /** Makes the order unpayable, or says why that is too late. PROCESSING: ask again later. */
  cancelIntent(input: { orderId: string }): Promise<{ outcome: 'CANCELED' | 'SUCCEEDED' | 'PROCESSING' }>;
  /** Once per refundRequestId. PENDING: ask again later with the same id. */
  refund(input: RefundInput): Promise<{ outcome: 'REFUNDED' | 'PENDING' }>;
}

export interface CreateIntentInput {
  orderId: string;
  attempt: number;
  amountMinor: number;
  currencyCode: string;
  userId: string | null;
  /** SHA-256 of the order token, in hex: what lets a guest pay. */
  orderTokenHash: string;
  email: string;
  orderNumber: string;
}

export interface RefundInput {
  orderId: string;
  refundRequestId: string;
  amountMinor: number;
  reason: string;
}
