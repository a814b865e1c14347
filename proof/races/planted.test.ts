import { afterAll, describe, expect, test } from 'vitest';
import { mistakes } from '../mistakes/race.mistakes.ts';
import { plant, type Planted } from '../mistakes/plant.ts';
import { newArena } from './arena.ts';
import { run } from './races.ts';

/** Each starts a system of its own, two minutes in all: `PLANTED=1 pnpm test proof/races/planted.test.ts`. */
describe.runIf(process.env.PLANTED === '1').each([...mistakes])('when $name', (mistake) => {
  let planted: Planted | undefined;
  const { arena } = newArena(async () => {
    planted = await plant(mistake);
    return { bundles: planted.bundles };
  });
  afterAll(() => planted?.[Symbol.dispose]());

  test(`the race ${mistake.race} is red`, { timeout: 120_000 }, async () => {
    const outcome = await run(arena, mistake.race, 2).then(
      () => 'green',
      (error: Error) => error.message,
    );
    process.stdout.write(`${mistake.name}\n  ${outcome.replaceAll('\n', '\n  ')}\n`);
    expect(outcome).toMatch(new RegExp(`^${mistake.race}, round`));
    expect(outcome).toMatch(mistake.says);
  });
});
