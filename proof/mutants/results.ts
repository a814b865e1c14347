import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { folderOf, folders } from './folders.ts';
import { type SameProgram, sameProgram } from './sameProgram.ts';

export interface Survivor {
  line: number;
  was: string;
  became: string;
}

export interface FileResult {
  /** Of the source that was looked at. */
  hash: string;
  noticed: number;
  survivors: Survivor[];
}
export type Results = Record<string, FileResult>;

const FILE = 'proof/mutants/results.json';
export const SUMMARY = 'docs/mutants.md';
export const WANTED_IN_PERCENT = 85;

export const readResults = (): Results => (existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : {});

/** Both the figures and what people read. Files that are gone drop out. */
export function writeResults(results: Results): void {
  const sorted = Object.entries(results)
    .filter(([file]) => existsSync(file))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
  writeFileSync(SUMMARY, summaryOf(Object.fromEntries(sorted)));
}

export interface Score {
  mutants: number;
  noticed: number;
  /** Survivors that are the same program in other words. */
  same: number;
  percent: number;
}

export function scoreOf(files: readonly [string, FileResult][], known: readonly SameProgram[] = sameProgram): Score {
  let [noticed, same, survived] = [0, 0, 0];
  for (const [file, result] of files) {
    noticed += result.noticed;
    const counted = result.survivors.filter((survivor) => !reasonOf(file, survivor, known)).length;
    same += result.survivors.length - counted;
    survived += counted;
  }
  const counted = noticed + survived;
  return { mutants: counted + same, noticed, same, percent: counted === 0 ? 100 : (100 * noticed) / counted };
}

const reasonOf = (
  file: string,
  { was, became }: Survivor,
  known: readonly SameProgram[] = sameProgram,
): string | undefined =>
  known.find((same) => file.endsWith(same.file) && same.was === was && same.became === became)?.reason;

export function summaryOf(results: Results): string {
  const files = Object.entries(results);
  const rows: string[] = [];
  const lists: string[] = [];
  for (const folder of folders) {
    const own = files.filter(([file]) => folderOf(file) === folder);
    if (own.length === 0) continue;
    const { mutants, noticed, same, percent } = scoreOf(own);
    rows.push(`| ${folder} | ${own.length} | ${mutants} | ${noticed} | ${same} | ${percent.toFixed(1)} % |`);
    const survivors = own.flatMap(([file, result]) =>
      result.survivors.map((survivor) => {
        const reason = reasonOf(file, survivor);
        const change = `\`${code(survivor.was)}\` → \`${code(survivor.became)}\``;
        return `- ${file.slice(folder.length + 5)}:${survivor.line}: ${change}${reason ? `: the same program: ${reason}` : ''}`;
      }),
    );
    if (survivors.length > 0) lists.push(`## ${folder}`, '', ...survivors, '');
  }
  return [HEAD, ...rows, '', ...lists].join('\n');
}

const code = (text: string): string => text.replaceAll('`', "'");

const HEAD = `# Which small mistakes the tests notice

Written by \`pnpm mutants [folder]\`. StrykerJS changes rules, services, loaders, resolvers, jobs, tokens and caches in one place at a time (a
condition, a comparison, a sign, a call that is left out) and runs the tests in that folder; those of whole systems, which
notice more, are not run for it. Wanted: ${WANTED_IN_PERCENT} % noticed. Below the table: what was not noticed.

| folder | files | changes | noticed | same program | score |
| --- | --- | --- | --- | --- | --- |`;
