import type { Arena, Race } from './arena.ts';
import { cancelAgainstPay, parallelRefunds } from './moneyBack.ts';
import { doubleClick, lastUnit, twoTabs } from './orders.ts';
import { parallelRefresh, refreshAgainstEnd } from './sessions.ts';

/** What one round costs is very different, and so is how many show a mistake. */
export const races = {
  lastUnit: { race: lastUnit, rounds: 4 },
  doubleClick: { race: doubleClick, rounds: 6 },
  twoTabs: { race: twoTabs, rounds: 8 },
  cancelAgainstPay: { race: cancelAgainstPay, rounds: 6 },
  parallelRefunds: { race: parallelRefunds, rounds: 9 },
  parallelRefresh: { race: parallelRefresh, rounds: 6 },
  refreshAgainstEnd: { race: refreshAgainstEnd, rounds: 8 },
} as const satisfies Record<string, { race: Race; rounds: number }>;
export type RaceName = keyof typeof races;

/** Throws in the first round that breaks a promise, with all that was seen. `RACE_ROUNDS` multiplies the rounds. */
export async function run(arena: Arena, name: RaceName): Promise<void> {
  const { race, rounds } = races[name];
  for (let round = 1; round <= rounds * Number(process.env.RACE_ROUNDS ?? 1); round++) {
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
