import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesOf, folderOf, folders } from './folders.ts';
import { type FileResult, readResults, scoreOf, SUMMARY, summaryOf } from './results.ts';
import { sameProgram } from './sameProgram.ts';

const survivor = (was: string, became: string) => ({ line: 1, was, became });
const file = (noticed: number, ...survivors: FileResult['survivors']): FileResult => ({ hash: '', noticed, survivors });

test('the score is the share of changes that were noticed, over all files', () => {
  const score = scoreOf([
    ['subgraphs/users/src/a.ts', file(5, survivor('a < b', 'a <= b'))],
    ['subgraphs/users/src/b.ts', file(3, survivor('c()', ''))],
  ]);
  expect(score).toEqual({ mutants: 10, noticed: 8, same: 0, percent: 80 });
});

test('a file in which nothing can be changed has nothing that goes unnoticed', () => {
  expect(scoreOf([['subgraphs/users/src/a.ts', file(0)]]).percent).toBe(100);
});

test('a change after which the program is the same does not count', () => {
  const same = [{ file: 'user/a.ts', was: 'a', became: 'b', reason: 'b is a' }];
  const files: [string, FileResult][] = [
    ['subgraphs/users/src/user/a.ts', file(3, survivor('a', 'b'), survivor('b', 'a'))],
    ['subgraphs/users/src/other/a.ts', file(0, survivor('a', 'b'))],
  ];
  expect(scoreOf(files, same)).toEqual({ mutants: 6, noticed: 3, same: 1, percent: 60 });
});

test('every folder has files to look at, and no test is one of them', () => {
  for (const folder of folders) {
    const files = filesOf(folder);
    expect(files.length, folder).toBeGreaterThan(2);
    expect(files.filter((path) => /test/.test(path) || folderOf(path) !== folder)).toEqual([]);
  }
});

test('the summary that people read is that of the results', () => {
  expect(readFileSync(SUMMARY, 'utf8')).toBe(summaryOf(readResults()));
  for (const path of Object.keys(readResults())) expect(existsSync(path), path).toBe(true);
});

test('what is said to be the same program was found', () => {
  const results = readResults();
  const found = ({ file: end, was, became }: (typeof sameProgram)[number]) =>
    Object.entries(results).some(
      ([path, { survivors }]) =>
        path.endsWith(end) && survivors.some((one) => one.was === was && one.became === became),
    );
  expect(sameProgram.filter((known) => !found(known))).toEqual([]);
});
