import type { StorefrontClient } from '@storegraph/client';
import { createContext } from 'react-router';
import type { SettingsInMemory } from './shopSettings.ts';

/** The shop, as whoever asks for this page. */
export const shopContext = createContext<StorefrontClient>();
/** The shop as nobody in particular: what everybody sees alike is asked for so, and the gateway has it at hand. */
export const catalogueContext = createContext<StorefrontClient>();

/** What every page says of the shop. */
export const settingsContext = createContext<SettingsInMemory>();

/** Of the one request that is answered. */
export interface PageContext {
  /** Where shoppers reach the shop, without a slash at its end. */
  origin: string;
  /** What lets a script of ours run on this page. */
  nonce: string;
  /** Pieces in the cart, as far as this browser knows. */
  readonly pieces: number;
  isSignedIn: boolean;
  /** Logs what nobody expected. */
  report(error: unknown): void;
  /** For the header of the pages after this one. */
  rememberPieces(pieces: number): void;
  /** The order that was placed last, for who comes back to pay it. */
  orderId: string | undefined;
  /** Null after signing out: who comes next has not placed it. */
  rememberOrder(orderId: string): void;
  /** Whoever was here has signed out: no cart and no order of theirs is left in the header and the cart. */
  forget(): void;
  /** What happened on the page before; shown once. */
  notice: string | undefined;
  /** Said on the page that is shown next; null when it was shown. */
  tell(notice: string | null): void;
  /** The secret of a mail's link to this page, or of the way here, kept out of its address and of scripts. */
  linkToken: string | undefined;
  /** Only this page gets it back, and only for an hour; null forgets it. */
  keepLinkToken(path: string, token: string | null): void;
}
export const pageContext = createContext<PageContext>();

/** Which Stripe the browser pays at. */
export interface StripeContext {
  scriptUrl: string;
  publishableKey: string;
}
export const stripeContext = createContext<StripeContext>();

/** Where this server reaches the gateway, and what says there whose request it is. */
export interface GatewayContext {
  url: string;
  headers: Record<string, string>;
}
export const gatewayContext = createContext<GatewayContext>();
/** The form that was sent had a file of more bytes than are taken: nothing of it was kept. */
export const tooLargeContext = createContext(false);
