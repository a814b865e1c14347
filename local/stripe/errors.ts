/** An error in Stripe's shape. `saved: false` when the endpoint never began to execute, so its idempotency key stays free. */
export class StripeFailure extends Error {
  readonly status: number;
  readonly saved: boolean;
  readonly body: { error: Record<string, unknown> };

  constructor(
    status: number,
    type: 'invalid_request_error' | 'card_error' | 'api_error' | 'idempotency_error' | 'rate_limit_error',
    message: string,
    details: Record<string, unknown> = {},
    saved = true,
  ) {
    super(message);
    this.status = status;
    this.saved = saved;
    this.body = { error: { type, message, ...details } };
  }
}

export const invalid = (message: string, details: Record<string, unknown> = {}): StripeFailure =>
  new StripeFailure(400, 'invalid_request_error', message, details);

/** A parameter that Stripe refuses before it begins. */
export const malformed = (message: string, details: Record<string, unknown> = {}): StripeFailure =>
  new StripeFailure(400, 'invalid_request_error', message, details, false);

export const missing = (what: string, id: string, param = 'id'): StripeFailure =>
  new StripeFailure(param === 'id' ? 404 : 400, 'invalid_request_error', `No such ${what}: '${id}'`, {
    code: 'resource_missing',
    param,
  });

/** What is wrong with a card that was typed in. */
export const refusedCard = (code: string, message: string, details: Record<string, unknown> = {}): StripeFailure =>
  new StripeFailure(402, 'card_error', message, { code, ...details });
