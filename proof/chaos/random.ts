import { Random } from '../../packages/executor/test/random/random.ts';

/** A generator of its own for every part of a run: what one of them draws does not shift the others. */
export function randomFor(seed: number, part: string): Random {
  let hash = seed | 0;
  for (const character of part) hash = Math.imul(hash ^ character.charCodeAt(0), 0x5bd1e995) ^ (hash >>> 13);
  return new Random(hash);
}

export type { Random };

/** Each entry as often as its weight says. */
export function pickWeighted<Name extends string>(random: Random, weights: Record<Name, number>): Name {
  const entries = Object.entries(weights) as [Name, number][];
  let left = random.below(entries.reduce((sum, [, weight]) => sum + weight, 0));
  for (const [name, weight] of entries) {
    if (left < weight) return name;
    left -= weight;
  }
  return entries.at(-1)![0];
}

/** A UUID, so that the keys of a replayed run are the same. */
export function uuidFrom(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.below(16).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const between = (random: Random, low: number, high: number): number => low + random.below(high - low + 1);
