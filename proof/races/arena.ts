import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import type { SystemOptions } from '../../local/system/system.ts';
import { Random } from '../../packages/executor/test/random/random.ts';
import type { Shopper } from '../../test/shop.ts';
import { newEmail, runningWorld, type World } from '../../test/world.ts';
import { type SlowDatabase, slowDatabase } from './slowDatabase.ts';

export interface Arena {
  world: World;
  slow: SlowDatabase;
  random: Random;
  sam: Shopper;
}

/** One round; throws when a promise of the shop is broken. */
export type Race = (arena: Arena, round: number) => Promise<void>;

export const MAX_DELAY_IN_MS = 12;

/**
 * Opens the connections that the race will use, then lets everybody go at once. Returns what each got: a payload or an
 * error. `mayLose`: in some rounds the answer of one such call to Stripe is lost on its way back.
 */
export async function atOnce<T>(
  { world, slow, random }: Arena,
  runs: readonly (() => Promise<T>)[],
  mayLose?: string,
): Promise<PromiseSettledResult<T>[]> {
  const turnKnobs = (knobs: object) =>
    fetch(`${world.system.stripeUrl}/_local/knobs`, { method: 'POST', body: JSON.stringify(knobs) });
  const warm = '{ cart { id } orderByToken(token: "none") { id } products(first: 1) { nodes { id } } }';
  await Promise.all(runs.map(() => world.guest().graph(warm)));
  if (mayLose && random.chance(40)) await turnKnobs({ executeThenDrop: { count: 1, path: mayLose } });
  slow.maxDelayInMs = MAX_DELAY_IN_MS;
  try {
    return await Promise.allSettled(runs.map((run) => run()));
  } finally {
    slow.maxDelayInMs = 0;
    if (mayLose) await turnKnobs({ reset: true });
  }
}

/** For races that nobody may lose. */
export async function allAtOnce<T>(arena: Arena, runs: readonly (() => Promise<T>)[], mayLose?: string): Promise<T[]> {
  const results = await atOnce(arena, runs, mayLose);
  expect(
    results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
    'errors',
  ).toEqual([]);
  return results.map((result) => (result as PromiseFulfilledResult<T>).value);
}

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const isDone = (result: PromiseSettledResult<any>): boolean =>
  result.status === 'fulfilled' && result.value.userErrors.length === 0;

/** Returns the stock with exactly so many units free to buy. */
export async function stockUp(
  { world, sam }: Arena,
  variantId: string,
  available: number,
): Promise<{ on_hand: number; reserved: number }> {
  const { reserved } = await world.stockOf(variantId);
  await sam.run(
    'adjustInventory',
    'AdjustInventoryInput',
    { variantId, setTo: reserved + available, reason: 'race', idempotencyKey: randomUUID() },
    'inventory { onHand }',
  );
  return { on_hand: reserved + available, reserved };
}

export async function readyToOrder(
  world: World,
  variantId: string,
): Promise<{ shopper: Shopper; total: Parameters<Shopper['placeOrder']>[0] }> {
  const shopper = world.guest();
  await shopper.add(variantId);
  return { shopper, total: (await shopper.prepareCheckout(newEmail())).total };
}

/** The seed repeats the delays and the choices; `RACE_SEED` sets it. */
export const raceSeed = (): number => Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);

/** A running system behind a slow way to its databases. */
export function newArena(options?: () => Promise<Partial<SystemOptions>>): { arena: Arena; seed: number } {
  const seed = raceSeed();
  const slow = slowDatabase({ seed });
  afterAll(() => slow.close());
  const world = runningWorld(async () => ({ ...(await options?.()), route: slow.route }));
  const arena: Arena = { world, slow, random: new Random(seed), sam: undefined as never };
  beforeAll(async () => {
    arena.sam = await world.staff();
  });
  return { arena, seed };
}
