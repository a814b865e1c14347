export { type ClientOptions, createClient, type StorefrontClient } from './client.ts';
export { StorefrontError } from './error.ts';
export * from './operations.generated.ts';
export { memoryStorage, type TokenStorage } from './storage.ts';
