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

  constructor(message: string, { code, field, requestId, path }: StorefrontErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.field = field;
    this.requestId = requestId;
    this.path = path;
  }

  static of({ message, path, extensions = {} }: WireError): StorefrontError {
    const text = (name: string) => (typeof extensions[name] === 'string' ? (extensions[name] as string) : undefined);
    return new StorefrontError(message, {
      code: text('code') ?? 'INTERNAL',
      field: text('field'),
      requestId: text('requestId'),
      path,
    });
  }
}
