/** `pnpm mutants [folder]`: small mistakes, one at a time; which of them do the tests notice? */
import { parseArgs } from 'node:util';
import { filesOf, folderOf, folders, hashOf } from './folders.ts';
import { readResults, scoreOf, WANTED_IN_PERCENT, writeResults } from './results.ts';
import { runMutants } from './run.ts';

const HELP = `pnpm mutants [folder or file ...] [--changed] [--minutes 10]
  without a folder: ${folders.join(', ')}
  --changed  only files that are not as they were when they were looked at last
  --minutes  no further file is begun after so many; what is left is said`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { changed: { type: 'boolean' }, minutes: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
const isAsked = (file: string) =>
  positionals.length === 0 ||
  positionals.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`));
const results = readResults();
const files = folders
  .flatMap(filesOf)
  .filter((file) => isAsked(file) && !(values.changed && results[file]?.hash === hashOf(file)));
if (positionals.length > 0 && files.length === 0 && !values.changed) {
  process.stderr.write(`Nothing to look at in ${positionals.join(', ')}\n${HELP}\n`);
  process.exit(2);
}

// one file at a time when time is limited: what is complete counts
const until = values.minutes ? performance.now() + Number(values.minutes) * 60_000 : Number.POSITIVE_INFINITY;
const batches = values.minutes ? files.map((file) => [file]) : [...Map.groupBy(files, folderOf).values()];
const worse: string[] = [];
let looked = 0;
for (const batch of batches) {
  if (performance.now() > until) break;
  const found = await runMutants(folderOf(batch[0]!), batch);
  for (const [file, result] of Object.entries(found)) {
    const now = scoreOf([[file, result]]).percent;
    process.stdout.write(`${file}: ${now.toFixed(1)} %\n`);
    if (results[file] && now < Math.min(scoreOf([[file, results[file]]]).percent, WANTED_IN_PERCENT)) worse.push(file);
    results[file] = result;
  }
  writeResults(results);
  looked += batch.length;
}
if (looked < files.length)
  process.stdout.write(`${files.length - looked} of ${files.length} files were left for another time\n`);
for (const file of worse)
  process.stdout.write(
    `${file} is below ${WANTED_IN_PERCENT} %: see docs/mutants.md for what its tests do not notice\n`,
  );
process.exit(worse.length > 0 && values.changed ? 1 : 0);
