import { z } from 'zod';

const SLOWEST_MS = 60_000;

/** What tests turn to make this Google behave badly. POST /_local/knobs with any of these; `reset` puts all back. */
export interface Knobs {
  /** Whoever comes to choose an account is sent back with a no. */
  denied: boolean;
  /** ID tokens carry another nonce than was asked for. */
  wrongNonce: boolean;
  /** ID tokens say of every address that nobody has proved it. */
  unverified: boolean;
  /** ID tokens are signed by a key that is not published. */
  forged: boolean;
  /** What servers ask for waits so long: discovery, keys, tokens. */
  slowMs: number;
}

export const newKnobs = (): Knobs => ({
  denied: false,
  wrongNonce: false,
  unverified: false,
  forged: false,
  slowMs: 0,
});

const asked = z.strictObject({
  denied: z.boolean().optional(),
  wrongNonce: z.boolean().optional(),
  unverified: z.boolean().optional(),
  forged: z.boolean().optional(),
  slowMs: z.int().min(0).max(SLOWEST_MS).optional(),
  reset: z.boolean().optional(),
} satisfies Record<keyof Knobs | 'reset', z.ZodType>);

/** Throws, and turns none, when one is not known or cannot be turned so far. */
export function turnKnobs(knobs: Knobs, given: unknown): Knobs {
  const read = asked.safeParse(given);
  if (!read.success) throw new Error(z.prettifyError(read.error));
  const { reset, ...changes } = read.data;
  return Object.assign(knobs, reset && newKnobs(), changes);
}
