import { readFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import { hashOf } from './folders.ts';
import type { FileResult, Survivor } from './results.ts';

interface Mutant {
  fileName: string;
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: Position; end: Position };
}
interface Position {
  line: number;
  column: number;
}

/** Texts, literals of objects and lists, and patterns: mostly words for people and SQL, which have tests of their own kind. */
const LEFT_ALONE = ['StringLiteral', 'ObjectLiteral', 'ArrayDeclaration', 'Regex'];

/** Makes every small change that the library knows in these files, one at a time, and runs the tests of the folder. */
export async function runMutants(folder: string, files: readonly string[]): Promise<Record<string, FileResult>> {
  const name = folder.replaceAll('/', '-');
  const stryker = new Stryker({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'proof/mutants/vitest.config.ts', related: false, dir: folder },
    mutate: [...files],
    mutator: { plugins: null, excludedMutations: LEFT_ALONE },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: Number(process.env.MUTANTS_AT_ONCE ?? 2),
    timeoutMS: 8_000,
    incremental: true,
    incrementalFile: `.stryker/${name}.json`,
    tempDirName: `.stryker/sandbox-${name}`,
    // TypeScript 7 has no interface for what the library would do with it; paths need no rewriting
    tsconfigFile: 'none',
    ignorePatterns: ['artifacts', '**/dist', '.storegraph', 'bench/results'],
    reporters: ['progress-append-only'],
    allowEmpty: true,
  });
  const mutants = await stryker.runMutationTest();
  const results: Record<string, FileResult> = {};
  for (const file of files)
    results[file] = resultOf(
      file,
      mutants.filter(({ fileName }) => fileName.replaceAll('\\', '/').endsWith(`/${file}`)),
    );
  return results;
}

function resultOf(file: string, mutants: readonly Mutant[]): FileResult {
  const lines = readFileSync(file, 'utf8').split('\n');
  const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
  const survivors = mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map((mutant): Survivor => {
      const { start, end } = mutant.location;
      const text = lines.slice(start.line - 1, end.line);
      text[text.length - 1] = text.at(-1)!.slice(0, end.column - 1);
      text[0] = text[0]!.slice(start.column - 1);
      return { line: start.line, was: oneLine(text.join('\n')), became: oneLine(mutant.replacement ?? '') };
    });
  return { hash: hashOf(file), noticed, survivors };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 160);
