/** What the script of the page and the frame of the card form say to each other. Neither listens to anybody else. */
import type { Parameters } from './api.ts';

/** Of `appearance`: what the frame takes over from the page. */
export interface Look {
  theme: string;
  variables: Record<string, string>;
}

export type FrameMethod = 'submit' | 'confirm' | 'createPaymentMethod';

export type ToFrame =
  | { type: 'begin'; publishableKey: string; clientSecret: string; look: Look }
  | { type: 'look'; look: Look }
  | { type: 'focus' | 'blur' | 'clear' }
  | { type: 'call'; call: number; method: FrameMethod; parameters: Parameters };

export type FromFrame =
  | { type: 'loaded' | 'ready' | 'focus' | 'blur' | 'escape' }
  | { type: 'loaderror'; error: unknown }
  | { type: 'height'; height: number }
  | { type: 'change'; complete: boolean; empty: boolean; postalCode: string | null }
  | { type: 'result'; call: number; result: unknown };

/** Of the bank's page in its dialog. */
export const CHALLENGE_DONE = 'challenge-done';
export const CHALLENGE_CANCEL = 'challenge-cancel';
