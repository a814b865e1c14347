import { currentScope, type Scope } from './scope.ts';

/** An error that somebody should look at. */
export interface ErrorReport {
  level: 'error' | 'fatal';
  service: string;
  /** What could not be done, in our words. */
  message: string;
  error: unknown;
  scope: Scope;
}

export type ReportError = (report: ErrorReport) => void;

let sink: ReportError | undefined;

/** Undefined, which is the default: reports go nowhere. */
export const useErrorSink = (next: ReportError | undefined): void => {
  sink = next;
};

const FATAL = 60;

interface Logged {
  err?: unknown;
  requestId?: string;
  /** A name of what failed; which of them there is depends on who logs. */
  operation?: string | null;
  job?: string;
  command?: string;
  event?: string;
}

/** What is logged as an error is reported as one; of what the line says beside it, only names. */
export function reportLogged(service: string, level: number, [fields, message]: readonly unknown[]): void {
  if (!sink || fields === null || typeof fields !== 'object') return;
  const { err, requestId, operation, job, command, event } = fields as Logged;
  if (err === undefined) return;
  const scope = currentScope();
  sink({
    level: level >= FATAL ? 'fatal' : 'error',
    service,
    message: String(message),
    error: err,
    scope: {
      requestId: requestId ?? scope?.requestId,
      traceId: scope?.traceId,
      operation: operation ?? scope?.operation ?? job ?? command ?? event,
    },
  });
}
