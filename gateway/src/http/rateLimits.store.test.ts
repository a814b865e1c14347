import { RateLimiterRes } from 'rate-limiter-flexible';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countInMemory } from './rateLimits.store.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());
const usedBy = async (counter: ReturnType<typeof countInMemory>, key: string) =>
  (await counter.consume(key, 1)).consumedPoints;

test('points are counted by key, refused beyond the quota, and there again after its time', async () => {
  const counter = countInMemory({ name: 'test', points: 2, seconds: 10 });
  expect([await usedBy(counter, 'a'), await usedBy(counter, 'b'), await usedBy(counter, 'a')]).toEqual([1, 1, 2]);
  await expect(counter.consume('a', 1)).rejects.toBeInstanceOf(RateLimiterRes);
  vi.advanceTimersByTime(10_000);
  expect(await usedBy(counter, 'a')).toBe(1);
});

test('who invents keys fills no memory: those that were used longest ago are forgotten', async () => {
  const counter = countInMemory({ name: 'test', points: 5_000, seconds: 10 }, { maxKeys: 100 });
  await counter.consume('often', 1);
  for (let key = 0; key < 1_000; key++) {
    await counter.consume(`invented ${key}`, 1);
    await counter.consume('often', 1);
  }
  expect(vi.getTimerCount()).toBe(100); // the library has one for each key that it keeps
  expect(await usedBy(counter, 'often')).toBe(1_002);
  expect(await usedBy(counter, 'invented 0')).toBe(1);
});
