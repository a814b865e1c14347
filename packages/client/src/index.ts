export {
  type Arguments,
  type CallOptions,
  type ClientOptions,
  createClient,
  type PageVariables,
  type StorefrontClient,
} from './client.ts';
export { type CookieOptions, type Cookies, cookiesOf } from './cookies.ts';
export type { ShopDocument, Typed } from './document.ts';
export { StorefrontError } from './error.ts';
export * from './operations.generated.ts';
export type { Page } from './pages.ts';
export { createServerClient, type ServerClientOptions } from './server.ts';
export { memoryStorage, type TokenStorage } from './storage.ts';
export { type RefusalOf, refusalOf, type Result, resultOf } from './userErrors.ts';
