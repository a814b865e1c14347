import { inScope } from './scope.ts';
import { inSpan } from './tracing.ts';

/** Work that no request asks for, such as a job: a trace and a scope of its own. */
export const inTask = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  inSpan(name, {}, (span) => inScope({ operation: name, traceId: span?.traceId }, async () => work()));
