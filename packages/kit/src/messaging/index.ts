/** How services talk: commands, events, jobs, the transports below, and the tokens that say who speaks. */
export * from './contract.ts';
export { type DeadLetter, deadLetterCommands } from './deadLetters.ts';
export { type DomainEvent, eventSchema, on, publish, type Subscription } from './events.ts';
export { enqueueJob, type JobHandler, type PeriodicJob } from './jobs.ts';
export { httpMessenger, type Messenger, messengerBy } from './messenger.ts';
export { httpTransport, type HttpTransportOptions } from './services/httpTransport.ts';
export { type Addresses, fixed, parseServices, Services } from './services/services.ts';
export { dropDeadJobs, dropJobs, redactEvents } from './redact.ts';
export * from './token.ts';
export * from './transport.ts';
