import { setTimeout as delay } from 'node:timers/promises';

/** Nothing takes as long as this, on a busy machine either: it has not happened. */
const LONGEST_WAIT_IN_MS = 30_000;

/** Reads until it is done, and answers what it read then. Says what it has seen last when that does not happen. */
export async function until<T>(
  read: () => T | Promise<T>,
  done: (value: T) => boolean,
  timeoutInMs = LONGEST_WAIT_IN_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutInMs;
  for (;;) {
    const value = await read();
    if (done(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`Did not happen within ${timeoutInMs / 1000} s; last seen: ${JSON.stringify(value)}`);
    await delay(50);
  }
}
