import { AsyncLocalStorage } from 'node:async_hooks';

/** What lines of log and reports of errors name while a request or a job is worked on. */
export interface Scope {
  requestId?: string;
  traceId?: string;
  /** What is being done, such as the name of an operation or of a job. */
  operation?: string;
}

const scopes = new AsyncLocalStorage<Scope>();
const MAX_NAME_LENGTH = 100;

export const currentScope = (): Scope | undefined => scopes.getStore();

/** Everything that `work` starts, and what comes of it, belongs to the scope. */
export const inScope = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work);

/** Lets whoever is asked next name the same request in its lines of log. */
export function scopeHeaders(): Record<string, string> {
  const requestId = scopes.getStore()?.requestId;
  return requestId === undefined ? {} : { 'x-request-id': requestId };
}

/** Clients choose the names of their operations: what is longer than a name is cut. */
export const boundedName = (name: string): string => name.slice(0, MAX_NAME_LENGTH);

/** Says what is being done, once it is known. */
export function nameScope(operation: string | null): void {
  const scope = scopes.getStore();
  if (scope && operation !== null) scope.operation = boundedName(operation);
}
