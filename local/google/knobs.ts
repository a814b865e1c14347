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

export function turnKnobs(knobs: Knobs, { reset, ...changes }: Partial<Knobs> & { reset?: boolean }): Knobs {
  if (reset) Object.assign(knobs, newKnobs());
  for (const name of Object.keys(newKnobs()) as (keyof Knobs)[])
    if (changes[name] !== undefined) Object.assign(knobs, { [name]: changes[name] });
  return knobs;
}
