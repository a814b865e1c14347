/** `pnpm chaos`: shoppers buy while everything breaks; then it heals, and the books must agree. `--seed 7` does the same again. */
import { parseArgs } from 'node:util';
import { proveWorth } from './planted.ts';
import { runChaos } from './run.ts';
import { tableOf } from './counters.ts';

const HELP = `pnpm chaos [--seed 7] [--keep] [--soak [minutes]] [--planted]
  --seed  the same plans of shoppers and faults again (what they meet is up to the machine)
  --keep  the logs and histories of a run that passed, too
  --planted  a run over each planted mistake instead, which must fail; --only "intent" takes those whose name fits
  --soak  storm after storm, each with a seed of its own, for so many minutes (default 30)`;

const args = process.argv.slice(2);
const soakAt = args.indexOf('--soak');
if (soakAt >= 0 && !/^\d+$/.test(args[soakAt + 1] ?? '')) args.splice(soakAt + 1, 0, '30');
const { values } = parseArgs({
  args,
  options: {
    seed: { type: 'string' },
    soak: { type: 'string' },
    keep: { type: 'boolean' },
    planted: { type: 'boolean' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}

// to the end of the process, which takes its children with it
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
const started = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const until = started + Number(values.soak ?? 0) * 60_000;

if (values.planted) {
  const unnoticed = await proveWorth(firstSeed, new RegExp(values.only, 'i'), say);
  process.stdout.write(
    unnoticed.length > 0
      ? `Chaos failed with seed ${firstSeed}: it did not notice ${unnoticed.map((name) => `"${name}"`).join(', ')}\n`
      : `Chaos passed with seed ${firstSeed}: every planted mistake was noticed\n`,
  );
  process.exit(unnoticed.length > 0 ? 1 : 0);
}

for (let seed = firstSeed; ; seed++) {
  say(`Seed ${seed}`);
  const { passed, counters, problems, artifacts } = await runChaos({
    seed,
    stormInSeconds: values.soak ? 150 : 65,
    shoppers: 10,
    root: process.cwd(),
    keep: values.keep ? 'always' : 'failed',
    say,
  });
  if (counters) process.stdout.write(`\n${tableOf(counters)}\n\n`);
  for (const { rule, rows } of problems) {
    process.stdout.write(`VIOLATED: ${rule} (${rows.length})\n`);
    for (const row of rows.slice(0, 3)) process.stdout.write(`  ${JSON.stringify(row).slice(0, 600)}\n`);
  }
  if (!passed) {
    process.stdout.write(`Chaos failed with seed ${seed}: see ${artifacts}\n`);
    process.exit(1);
  }
  if (performance.now() >= until) {
    process.stdout.write(`Chaos passed with seed ${seed}${seed === firstSeed ? '' : ` (and all from ${firstSeed})`}\n`);
    process.exit(0);
  }
}
