import { vi } from 'vitest';

/** Nothing takes as long as this, on a busy machine either. Vitest's own patience is a second. */
const LONGEST_WAIT_IN_MS = 30_000;

/** Tries until it throws nothing; then what it threw last. */
export const eventually = <T>(assertion: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(assertion, { timeout: LONGEST_WAIT_IN_MS, interval: 20 });
