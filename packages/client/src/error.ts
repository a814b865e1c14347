/** A GraphQL error as it comes over the wire. */
export interface WireError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

interface StorefrontErrorDetails {
  code: string;
  field?: string | undefined;
  requestId?: string | undefined;
  path?: readonly (string | number)[] | undefined;
  status?: number | undefined;
  retryAfterInSeconds?: number | undefined;
  errors?: readonly WireError[] | undefined;
  data?: unknown;
}

/** Something exceptional: not signed in, not allowed, malformed, not available. What a shopper can act on is in `userErrors` instead. */
export class StorefrontError extends Error {
  override readonly name = 'StorefrontError';
  /** One of the API's `ErrorCode`; branch on it, never on the message. */
  readonly code: string;
  /** The input field that is wrong. */
  readonly field: string | undefined;
  /** Quote it to support: it finds the request in the logs. */
  readonly requestId: string | undefined;
  /** The field of the operation that failed. */
  readonly path: readonly (string | number)[] | undefined;
  /** Of HTTP; undefined when there was no answer at all. */
  readonly status: number | undefined;
  /** When it makes sense to ask again. */
  readonly retryAfterInSeconds: number | undefined;
  /** All that went wrong; this error is the first of them. */
  readonly errors: readonly WireError[];
  /** What was answered all the same, such as an order without its payments; null when it was nothing. */
  readonly data: unknown;

  constructor(message: string, details: StorefrontErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.code = details.code;
    this.field = details.field;
    this.requestId = details.requestId;
    this.path = details.path;
    this.status = details.status;
    this.retryAfterInSeconds = details.retryAfterInSeconds;
    this.errors = details.errors ?? [];
    this.data = details.data ?? null;
  }
}
