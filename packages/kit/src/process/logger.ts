import pino, { type DestinationStream } from 'pino';
import { reportLogged } from './signals/errorSink.ts';
import { currentScope } from './signals/scope.ts';

export type Logger = pino.Logger;

const ERROR = 50;
const NO_SCOPE = {};

/**
 * JSON lines on stdout, each with the request that it is about. What is logged as an error is reported to the error sink, where there is one.
 * Never hand it a password, token, secret or e-mail address; the usual places are redacted.
 */
export const createLogger = (name: string, level = 'info', destination?: DestinationStream): Logger =>
  pino(
    {
      name,
      level,
      base: { service: name },
      redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token'],
      serializers: { err: safeError },
      mixin: () => currentScope() ?? NO_SCOPE,
      mixinMergeStrategy: (line, scope) => (scope === NO_SCOPE ? line : { ...scope, ...line }),
      hooks: {
        logMethod(args, method, level) {
          if (level >= ERROR) reportLogged(name, level, args);
          method.apply(this, args);
        },
      },
    },
    destination,
  );

/** drizzle puts SQL and parameters into `message`: only the Postgres error below it is logged. */
function safeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const message = error.message.startsWith('Failed query') ? 'A query failed' : error.message;
  const {
    code,
    constraint_name: constraint,
    table_name: table,
  } = (cause ?? error) as Error & { code?: unknown; constraint_name?: unknown; table_name?: unknown };
  return {
    type: error.name,
    message,
    cause: cause?.message,
    code,
    constraint,
    table,
    stack: error.message.startsWith('Failed query') ? cause?.stack : error.stack,
  };
}
