import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_IN_MS = 100;
const LONGEST_PAUSE_IN_MS = 1_000;

/** What somebody does who gets no answer: the same again, with the same key, for so long. Refusals are answers. */
export async function persist<T>(attempt: () => Promise<T>, forMs = 45_000): Promise<T> {
  const deadline = Date.now() + forMs;
  for (let pause = FIRST_PAUSE_IN_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_IN_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(pause);
    }
  }
}
