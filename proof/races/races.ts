import { countFrom } from '../../test/thorough.ts';
import type { Arena, Race } from './arena.ts';
import { cancelAgainstPay, parallelRefunds } from './moneyBack.ts';
import { doubleClick, lastUnit, twoTabs } from './orders.ts';
import { parallelRefresh, refreshAgainstEnd } from './sessions.ts';

/** What one round costs is very different, and so is how many show a mistake. */
export const races = {
  lastUnit: { race: lastUnit, rounds: 2 },
  doubleClick: { race: doubleClick, rounds: 3 },
  twoTabs: { race: twoTabs, rounds: 4 },
  cancelAgainstPay: { race: cancelAgainstPay, rounds: 3 },
  parallelRefunds: { race: parallelRefunds, rounds: 5 },
  parallelRefresh: { race: parallelRefresh, rounds: 3 },
  refreshAgainstEnd: { race: refreshAgainstEnd, rounds: 4 },
} as const satisfies Record<string, { race: Race; rounds: number }>;
export type RaceName = keyof typeof races;

/** Throws in the first round that breaks a promise, with all that was seen. `RACE_ROUNDS` multiplies the rounds; the check has twice as many. */
export async function run(arena: Arena, name: RaceName, times = countFrom('RACE_ROUNDS', 1, 2)): Promise<void> {
  const { race, rounds } = races[name];
  for (let round = 1; round <= rounds * times; round++) {
    try {
      await race(arena, round);
    } catch (error) {
      const { message, actual } = error as Error & { actual?: unknown };
      const seen = actual === undefined ? '' : `; seen: ${JSON.stringify(actual)}`;
      (error as Error).message = `${name}, round ${round}: ${message}${seen}`;
      throw error;
    }
  }
}
