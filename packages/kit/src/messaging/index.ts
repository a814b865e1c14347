/** How services talk: commands, events, jobs, the transports below, and the tokens that say who speaks. */
export * from './command.ts';
export type { DeadLetter, DeadLetterCommands } from './deadLetters.ts';
export { type DomainEvent, declareEvents, type EventHandler, eventSchema, publish } from './events.ts';
export { enqueueJob, type JobHandler, type PeriodicJob } from './jobs.ts';
export * from './reconcile.ts';
export { httpMessenger, remoteCommands, type Messenger, messengerBy } from './messenger.ts';
export { httpTransport, type HttpTransportOptions } from './services/httpTransport.ts';
export { type Addresses, fixed, parseServices, Services } from './services/services.ts';
export * from './token.ts';
export * from './transport.ts';
