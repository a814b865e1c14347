import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import { Directive, Field, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';

const general = {
  GRAPHQL_PARSE_FAILED: 'This is not a GraphQL document.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  BAD_USER_INPUT: 'A value breaks a rule: `extensions` name the field and the rule.',
  UNAUTHENTICATED: 'Sign in first.',
  FORBIDDEN: 'Not allowed for who asks.',
  NOT_FOUND: 'It does not exist, or is not for who asks.',
  CONFLICT: 'It contradicts something that exists already.',
  VERSION_CONFLICT: 'It was changed meanwhile: read it again.',
  INVALID_STATE: 'Not possible in the state that it is in.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotency key was used with another input.',
  RATE_LIMITED: 'Too often: `retryAfterInSeconds`, or the header `Retry-After`, says when to ask again.',
  PAYLOAD_TOO_LARGE: 'The request has too many bytes.',
  OPERATION_NOT_ALLOWED: 'The operation asks for too much, or is not one of those that this gateway answers.',
  SERVICE_UNAVAILABLE: 'Something that this needs does not answer at the moment. Try again.',
  INTERNAL: 'A fault of ours; it is in the log under the request id.',
};

/** Names of all codes. Who adds some declares them here, too: `declare module '@storegraph/kit' { interface ErrorCodes { … } }` */
export interface ErrorCodes extends Record<keyof typeof general, string> {}
export type ErrorCodeName = keyof ErrorCodes;

const names: Record<string, string> = {};
const valuesConfig: Record<string, { description: string }> = {};

/** Codes of a domain, each with its meaning; before the schema is built. Codes are API: clients branch on them, never on messages. */
export function addErrorCodes(codes: Record<string, string>): void {
  for (const [name, description] of Object.entries(codes)) {
    names[name] = name;
    valuesConfig[name] = { description };
  }
}
addErrorCodes(general);

export const isErrorCode = (code: unknown): code is ErrorCodeName =>
  typeof code === 'string' && Object.hasOwn(names, code);

registerEnumType(names, {
  name: 'ErrorCode',
  description: 'Every code a client may meet, in `userErrors` and in `extensions.code` of an error.',
  valuesConfig,
});

/** Something exceptional: not signed in, not allowed, malformed. Becomes a top-level GraphQL error. */
export class DomainError extends GraphQLError {
  constructor(code: ErrorCodeName, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { ...extensions, code } });
  }
}

export const notFound = (what: string) => new DomainError('NOT_FOUND', `${what} does not exist`);
export const unauthenticated = () => new DomainError('UNAUTHENTICATED', 'Sign in to continue');
export const sessionEnded = () => new DomainError('UNAUTHENTICATED', 'This session has ended: sign in again');
export const forbidden = () => new DomainError('FORBIDDEN', 'You are not allowed to do this');
/** `waitInSeconds`: as long as nobody can know it better, a guess. */
export const rateLimited = (message: string, waitInSeconds: number) =>
  new DomainError('RATE_LIMITED', message, { retryAfterInSeconds: Math.max(1, Math.ceil(waitInSeconds)) });
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

@InterfaceType({
  autoRegisterImplementations: false,
  description: 'A refusal that the shopper or the client can act on.',
})
export abstract class UserError {
  @Field(() => names, { description: 'What went wrong. Branch on this; it does not change.' })
  code: ErrorCodeName;

  @Field(() => String, { description: 'One sentence in English for people. May change: branch on `code`.' })
  message: string;

  @Field(() => [String], {
    description:
      'The input field that it is about, from the outside in, such as ["input", "items", "0", "quantity"]; empty when it is about none.',
  })
  path: string[];
}

@ObjectType({ implements: UserError, description: 'A refusal that needs no more data than its code.' })
@Directive('@shareable')
export class GeneralUserError extends UserError {}

/** A business rule said no and the client can act on it: becomes an entry of `userErrors`. Rolls its transaction back. */
export class Refusal extends Error {
  readonly userErrors: UserError[];
  constructor(...userErrors: UserError[]) {
    super(userErrors[0]?.message ?? 'Refused');
    this.userErrors = userErrors;
  }
}

export const userError = (code: ErrorCodeName, message: string, path: string[] = []): GeneralUserError =>
  Object.assign(new GeneralUserError(), { code, message, path });

export function refuse(code: ErrorCodeName, message: string, path: string[] = []): never {
  throw new Refusal(userError(code, message, path));
}

@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why it was refused; empty when it was done.' })
  userErrors: UserError[];
}

/** Runs a use case and turns a refusal into the payload's `userErrors`. */
export async function answer<P extends Payload>(run: () => Promise<Omit<P, 'userErrors'>>): Promise<P> {
  try {
    // a payload is its fields: type-graphql needs no instance, TypeScript cannot know that nothing is left of P
    return { ...(await run()), userErrors: [] } as unknown as P;
  } catch (error) {
    if (error instanceof Refusal) return { userErrors: error.userErrors } as unknown as P;
    throw error;
  }
}
