import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';

/** Every code a client may meet. Codes are API: clients branch on them, never on messages. */
export enum ErrorCode {
  GRAPHQL_PARSE_FAILED = 'GRAPHQL_PARSE_FAILED',
  GRAPHQL_VALIDATION_FAILED = 'GRAPHQL_VALIDATION_FAILED',
  BAD_USER_INPUT = 'BAD_USER_INPUT',
  UNAUTHENTICATED = 'UNAUTHENTICATED',
  FORBIDDEN = 'FORBIDDEN',
  NOT_FOUND = 'NOT_FOUND',
  CONFLICT = 'CONFLICT',
  VERSION_CONFLICT = 'VERSION_CONFLICT',
  INSUFFICIENT_STOCK = 'INSUFFICIENT_STOCK',
  PRICE_CHANGED = 'PRICE_CHANGED',
  EMPTY_CART = 'EMPTY_CART',
  CHECKOUT_IN_PROGRESS = 'CHECKOUT_IN_PROGRESS',
  INVALID_STATE = 'INVALID_STATE',
  NOT_REFUNDABLE = 'NOT_REFUNDABLE',
  REFUND_TOO_LARGE = 'REFUND_TOO_LARGE',
  IDEMPOTENCY_KEY_REUSED = 'IDEMPOTENCY_KEY_REUSED',
  PAYMENT_DECLINED = 'PAYMENT_DECLINED',
  DISCOUNT_NOT_APPLICABLE = 'DISCOUNT_NOT_APPLICABLE',
  RATE_LIMITED = 'RATE_LIMITED',
  PAYLOAD_TOO_LARGE = 'PAYLOAD_TOO_LARGE',
  OPERATION_NOT_ALLOWED = 'OPERATION_NOT_ALLOWED',
  SERVICE_UNAVAILABLE = 'SERVICE_UNAVAILABLE',
  INTERNAL = 'INTERNAL',
}
registerEnumType(ErrorCode, { name: 'ErrorCode', description: 'Every code a client may meet.' });
export type ErrorCodeName = keyof typeof ErrorCode;

/** Something exceptional: not signed in, not allowed, malformed. Becomes a top-level GraphQL error. */
export class DomainError extends GraphQLError {
  constructor(code: ErrorCodeName, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { ...extensions, code } });
  }
}

export const notFound = (what: string) => new DomainError('NOT_FOUND', `${what} does not exist`);
export const unauthenticated = () => new DomainError('UNAUTHENTICATED', 'Sign in to continue');
export const forbidden = () => new DomainError('FORBIDDEN', 'You are not allowed to do this');
export const badInput = (field: string, rule: string, message: string, extra: Record<string, unknown> = {}) =>
  new DomainError('BAD_USER_INPUT', message, { ...extra, field, rule });

/** Another service did not answer, or not in time. The caller does not know whether it acted. */
export class RemoteError extends Error {
  constructor(
    readonly service: string,
    readonly command: string,
    options?: ErrorOptions,
  ) {
    super(`${service} did not answer ${command}`, options);
  }
}

@InterfaceType({ autoRegisterImplementations: false, description: 'A refusal that the shopper can act on.' })
export abstract class UserError {
  @Field(() => ErrorCode, { description: 'What went wrong. Part of the API.' })
  code: ErrorCode;

  @Field(() => String, { description: 'For people; may change.' })
  message: string;

  @Field(() => [String], { description: 'The input field that it is about, from the outside in.' })
  path: string[];
}

@ObjectType({ implements: UserError, description: 'A refusal that needs no more data than its code.' })
@Directive('@shareable')
export class GeneralUserError extends UserError {}

/** A business rule said no and the shopper can act on it: becomes an entry of `userErrors`. Rolls its transaction back. */
export class Refusal extends Error {
  readonly userErrors: UserError[];
  constructor(...userErrors: UserError[]) {
    super(userErrors[0]?.message ?? 'Refused');
    this.userErrors = userErrors;
  }
  get userError(): UserError {
    return this.userErrors[0]!;
  }
}

export const userError = (code: ErrorCodeName, message: string, path: string[] = []): GeneralUserError =>
  Object.assign(new GeneralUserError(), { code: ErrorCode[code], message, path });

export function refuse(code: ErrorCodeName, message: string, path: string[] = []): never {
  throw new Refusal(userError(code, message, path));
}

@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why nothing was done; empty when it was done.' })
  userErrors: UserError[];
}

/** Runs a use case and turns a refusal into the payload's `userErrors`. */
export async function answer<P extends Payload>(run: () => Promise<Omit<P, 'userErrors'>>): Promise<P> {
  try {
    return { ...(await run()), userErrors: [] } as unknown as P;
  } catch (error) {
    if (error instanceof Refusal) return { userErrors: error.userErrors } as unknown as P;
    throw error;
  }
}
