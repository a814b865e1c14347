import type { Operation } from './document.ts';
import { StorefrontError } from './error.ts';

export const MAX_RETRIES = 2;
/** Who has to wait longer than this is told so instead. */
const LONGEST_WAIT_IN_SECONDS = 10;
const FIRST_WAIT_IN_MS = 200;
/** Too often, and what a shop or a proxy before it answers while it is not there. */
const PASSING = [429, 502, 503, 504];

/** Whether it does no harm to send it again: a query, or a mutation that the shop does once per key. */
export function mayRepeat({ isQuery }: Operation, variables: unknown): boolean {
  const key = (variables as { input?: { idempotencyKey?: unknown } | null } | undefined)?.input?.idempotencyKey;
  return isQuery || (typeof key === 'string' && key !== '');
}

/** Runs it again after what passes by itself: no connection, too many requests, a shop that is not there. */
export async function repeated<T>(run: () => Promise<T>, retries: number, signal?: AbortSignal): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const waitInMs = tries < retries ? waitAfter(error, tries) : undefined;
      if (waitInMs === undefined) throw error;
      await wait(waitInMs, signal);
    }
  }
}

/** Undefined: it is no use to wait. */
function waitAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof StorefrontError)) return undefined;
  const { status, retryAfterInSeconds } = error;
  if (status !== undefined && !PASSING.includes(status)) return undefined;
  // not all at the same moment
  const jitter = 0.5 + Math.random() / 2;
  if (retryAfterInSeconds === undefined) return FIRST_WAIT_IN_MS * 2 ** tries * jitter;
  return retryAfterInSeconds <= LONGEST_WAIT_IN_SECONDS ? retryAfterInSeconds * 1_000 : undefined;
}

/** Rejects at once when the signal says so. */
function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return unlessAborted(new Promise((done) => setTimeout(done, ms)), signal);
}

/** The promise, or the reason of the signal as soon as there is one; the work itself goes on for who else waits for it. */
export async function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  let stop = (): void => {};
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
