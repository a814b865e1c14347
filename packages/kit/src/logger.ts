import pino from 'pino';

export type Logger = pino.Logger;

/** JSON lines on stdout. Never hand it a password, token, secret or e-mail address; the usual places are redacted. */
export const createLogger = (name: string, level = 'info'): Logger =>
  pino({
    name,
    level,
    base: { service: name },
    redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.token'],
    serializers: { err: safeError },
  });

/** drizzle puts SQL and parameters into `message`: only the Postgres error below it is logged. */
function safeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const message = error.message.startsWith('Failed query') ? 'A query failed' : error.message;
  const {
    code,
    constraint_name: constraint,
    table_name: table,
  } = (cause ?? error) as unknown as Record<string, unknown>;
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
