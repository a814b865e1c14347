import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Storm } from './storm.ts';

vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => void vi.setSystemTime(Date.now() + ms),
}));
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

/** When a storm of 65 s at most twice as long ends that finds so much missing, look by look; and what it says. */
async function endOf(looks: (string[] | Error)[], atMostSeconds = 130): Promise<[number, number]> {
  vi.setSystemTime(0);
  const storm = new Storm({ seconds: 65, atMostSeconds });
  const said: string[] = [];
  const missing = async () => {
    const [found = []] = looks.splice(0, 1);
    if (found instanceof Error) throw found;
    return found;
  };
  await storm.goOnWhile(missing, (line) => said.push(line));
  while (storm.isOpen()) vi.setSystemTime(Date.now() + 500);
  return [Date.now() / 1_000, said.length];
}

const lacking = ['orders refunded in part: 0, at least 1 are needed'];

test('a storm that has seen enough ends as planned', async () => {
  expect(await endOf([[]])).toEqual([65, 0]);
});

test('one that has not goes on a little, until it has', async () => {
  expect(await endOf([lacking, []])).toEqual([80, 1]);
  expect(await endOf([lacking, lacking, []])).toEqual([95, 2]);
});

test('it goes on while nobody can tell, and never for ever', async () => {
  expect(await endOf([new Error('the database is down'), []])).toEqual([80, 1]);
  expect(await endOf(Array.from({ length: 99 }, () => lacking))).toEqual([130, 5]);
  expect(await endOf([lacking, lacking], 65)).toEqual([65, 0]);
});
