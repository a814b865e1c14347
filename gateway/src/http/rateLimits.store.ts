import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

export interface Quota {
  name: string;
  points: number;
  seconds: number;
}

/** Counts points by keys. Rejects with a RateLimiterRes when there are not enough left. */
export interface Counter {
  consume(key: string, points: number): Promise<RateLimiterRes>;
}

/** Where counts are kept: in this process (below), or where several gateways share them. */
export type OpenCounter = (quota: Quota) => Counter;

const MAX_KEYS = 10_000;

/**
 * Counts of this process. The library keeps every key until its time is over; here those that were used longest ago go first
 * when there are many, so that who invents keys does not fill the memory.
 */
export function countInMemory({ name, points, seconds }: Quota, { maxKeys = MAX_KEYS } = {}): Counter {
  const limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  const keys = new LRUCache<string, true>({
    max: maxKeys,
    dispose: (_, key, reason) => {
      if (reason === 'evict') void limiter.delete(key);
    },
  });
  return {
    consume(key, consumed) {
      keys.set(key, true);
      return limiter.consume(key, consumed);
    },
  };
}
