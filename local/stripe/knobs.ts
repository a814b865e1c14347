/** What tests turn to make this Stripe behave badly. POST /_local/knobs with any of these; `reset` puts all back. */
export interface Knobs {
  /** Webhooks wait until `release`. */
  hold: boolean;
  /** What was held leaves newest first. */
  reorder: boolean;
  /** Deliveries that are sent twice: the next n events. */
  duplicate: number;
  /** Events that are never delivered: the next n. */
  drop: number;
  /** Every delivery waits so long. */
  delayMs: number;
  /** What is wrong with every delivery. */
  tamper: 'signature' | 'body' | 'stale' | 'future' | null;
  /** The next n POST requests whose path contains `path` are executed, but their answer is lost. */
  executeThenDrop: { count: number; path: string };
  /** The next n requests whose path contains `path` are answered with `status` and not executed. */
  failNext: { count: number; path: string; status: number };
}

export const newKnobs = (): Knobs => ({
  hold: false,
  reorder: false,
  duplicate: 0,
  drop: 0,
  delayMs: 0,
  tamper: null,
  executeThenDrop: { count: 0, path: '' },
  failNext: { count: 0, path: '', status: 500 },
});

export function turnKnobs(knobs: Knobs, changes: Partial<Knobs> & { release?: boolean; reset?: boolean }): Knobs {
  if (changes.reset) Object.assign(knobs, newKnobs());
  for (const name of Object.keys(newKnobs()) as (keyof Knobs)[]) {
    if (changes[name] === undefined) continue;
    const value = changes[name];
    Object.assign(knobs, {
      [name]: value !== null && typeof value === 'object' ? { ...(newKnobs()[name] as object), ...value } : value,
    });
  }
  if (changes.release) knobs.hold = false;
  return knobs;
}

/** Uses up one of `count` when the path fits. */
export function takes(knob: { count: number; path: string }, path: string): boolean {
  if (knob.count <= 0 || !path.includes(knob.path)) return false;
  knob.count--;
  return true;
}
