import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { isErrorCode, RemoteError } from './errors.ts';
import type { Logger } from '../process/logger.ts';
import { Stopped } from './work.ts';

interface FieldProblem {
  property: string;
  constraints?: Record<string, string>;
  children?: FieldProblem[];
}

/** Of the socket, of postgres.js and of Postgres: it cannot be reached, it stops, or it is too busy to answer in time. */
const UNAVAILABLE_DATABASE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  '57P01', // stopped by its operator
  '57P02', // stopped by a crash
  '57P03', // still starting
  '53300', // too many connections
  '57014', // a statement took longer than it may
  '55P03', // a lock was waited for longer than it may
  '25P03', // a transaction was idle for longer than it may
]);

/** The last gate before the client: known codes pass, input is never echoed, everything else is masked and logged once. */
export function toClientError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
  requestId?: string,
): GraphQLFormattedError {
  const cause = stopOf(unwrapResolverError(error));
  const base = {
    ...(formatted.path && { path: formatted.path }),
    ...(formatted.locations && { locations: formatted.locations }),
  };
  const shaped = (message: string, extensions: Record<string, unknown>) => ({
    ...base,
    message,
    extensions: { ...extensions, ...(requestId && { requestId }) },
  });

  if (cause instanceof ArgumentValidationError) {
    const problem = firstProblem(cause.extensions.validationErrors as FieldProblem[]);
    return shaped(problem.message, { code: 'BAD_USER_INPUT', field: problem.field, rule: problem.rule });
  }
  if (cause instanceof RemoteError || unavailableDatabase(cause)) {
    log.warn({ err: cause, requestId }, 'a dependency is not available');
    return shaped('This part is not available at the moment', { code: 'SERVICE_UNAVAILABLE' });
  }
  if (cause instanceof Stopped) return shaped(cause.message, cause.extensions);
  const code = formatted.extensions?.code as string | undefined;
  if (code === 'BAD_REQUEST') return shaped(formatted.message, { code: 'BAD_USER_INPUT' });
  if (cause instanceof GraphQLError || formatted.extensions?.code) {
    if (code && isErrorCode(code) && code !== 'INTERNAL') {
      const {
        stacktrace: _,
        response: __,
        serviceName: ___,
        ...extensions
      } = (formatted.extensions ?? {}) as Record<string, unknown>;
      return shaped(withoutValues(formatted.message), { ...coercionField(formatted), ...extensions });
    }
  }
  log.error({ err: cause, requestId, path: formatted.path }, 'an operation failed');
  return shaped('Something went wrong on our side', { code: 'INTERNAL' });
}

/** drizzle wraps what ended its statement. */
const stopOf = (error: unknown): unknown => {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return cause instanceof Stopped ? cause : error;
};

function firstProblem(
  problems: readonly FieldProblem[],
  prefix = '',
): { field: string; rule: string; message: string } {
  const [problem] = problems;
  if (!problem) return { field: prefix || 'input', rule: 'valid', message: 'The input is not valid' };
  const field = prefix ? `${prefix}.${problem.property}` : problem.property;
  const [constraint] = Object.entries(problem.constraints ?? {});
  if (constraint) return { field, rule: constraint[0], message: constraint[1] };
  return firstProblem(problem.children ?? [], field);
}

/** graphql-js repeats the submitted value in coercion errors; a password could be in it. */
const withoutValues = (message: string) =>
  message
    .replace(/got invalid value [\s\S]+?(?= at "|; )/, 'got an invalid value')
    .replace(/(cannot represent [^:]*?)(?: value)?: [\s\S]*$/, '$1 value')
    .replace(/Value "[\s\S]*" does not exist in/, 'The value does not exist in');

/** Which variable does not fit, and whether it is missing or of another type. */
function coercionField({ message, extensions }: GraphQLFormattedError): { field?: string; rule?: string } {
  if (extensions?.code !== 'BAD_USER_INPUT') return {};
  const at = /^Variable "\$([^"]+)" got invalid value[\s\S]*? at "([^"]+)"/.exec(message);
  const plain = at ?? /^Variable "\$([^"]+)"/.exec(message);
  if (!plain) return {};
  return { field: at?.[2] ?? plain[1], rule: /of (required|non-null) type/.test(message) ? 'required' : 'type' };
}

function unavailableDatabase(cause: unknown): boolean {
  for (
    let error = cause as { code?: string; cause?: unknown } | undefined;
    error;
    error = error.cause as typeof error
  ) {
    if (error.code && UNAVAILABLE_DATABASE.has(error.code)) return true;
  }
  return false;
}
