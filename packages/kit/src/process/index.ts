/** What every process has: variables, log, signals, start and stop. */
export { addressGroup } from './address.ts';
export { type ConnectionLimits, createBoundedServer } from './boundedServer.ts';
export { connectionLimits, connectionsEnvironment } from './connections.env.ts';
export * from './crashPoint.ts';
export * from './environment.ts';
export { followFile, stateOfFile } from './followFile.ts';
export * from './lifecycle.ts';
export * from './logger.ts';
export { inProduction, isLocalHost, reachable, secret } from './production.ts';
export type { Service } from './service.ts';
export { Counter, Durations, type Reading, Readout } from './signals/metrics.ts';
export { observeRequests, QUIET_ROUTES, traceIdOfRequest } from './signals/observeRequests.ts';
export { boundedName, currentScope, inScope, nameScope, type Scope } from './signals/scope.ts';
export { signalsEnvironment } from './signals/signals.env.ts';
export { type Signals, startSignals } from './signals/signals.ts';
export { inSpan, type Span, traceHeaders, traceIdOf } from './signals/tracing.ts';
export { type RunningProcess, startProcess } from './startProcess.ts';
export { trustedProxies } from './trustedProxies.ts';
