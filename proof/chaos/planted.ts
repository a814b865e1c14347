import { plant } from '../mistakes/plant.ts';
import { mistakes } from '../mistakes/storm.mistakes.ts';
import { runChaos } from './run.ts';

/** What says nothing about a mistake. */
const unrelated = /^the run /;

/** A run over each planted mistake must fail. Returns the names of those that did not. */
export async function proveWorth(seed: number, only: RegExp, say: (line: string) => void): Promise<string[]> {
  const unnoticed: string[] = [];
  for (const mistake of mistakes.filter(({ name }) => only.test(name))) {
    using planted = await plant(mistake);
    const { problems } = await runChaos({
      seed,
      stormInSeconds: 45,
      atMostInSeconds: 45,
      shoppers: 10,
      drainInSeconds: 20,
      root: process.cwd(),
      bundles: planted.bundles,
      keep: 'never',
      say: () => {},
    });
    const told = problems.filter(({ rule }) => !unrelated.test(rule));
    if (told.length === 0) unnoticed.push(mistake.name);
    say(`${told.length > 0 ? 'red  ' : 'GREEN'} ${mistake.name}`);
    for (const { rule, rows } of told.slice(0, 4)) say(`        ${rule} (${rows.length})`);
    for (const { rule, rows } of problems)
      if (/came to its end/.test(rule)) say(`        ${JSON.stringify(rows).slice(0, 400)}`);
  }
  return unnoticed;
}
