import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Copy } from './copy.testing.ts';

/** What the README has in a block of this kind below this title. */
export function readmeBlock({ read }: Copy, title: string, kind: string): string {
  const part = read('README.md').split(`\n## ${title}\n`)[1]?.split('\n## ')[0];
  const block = part?.split(`\n\`\`\`${kind}\n`)[1]?.split('```')[0];
  if (!block) throw new Error(`The README has no ${kind} below "${title}"`);
  return block;
}

/** Puts the lines of a diff into the files that it names. What it does not change has to be there, once. */
export function applyDiff(folder: string, diff: string): void {
  for (const part of diff.split(/^--- /m).slice(1)) {
    const [file = '', ...lines] = part.split('\n');
    const path = join(folder, file);
    let content = readFileSync(path, 'utf8');
    for (const hunk of hunksOf(lines)) {
      const was = hunk
        .filter((line) => !line.startsWith('+'))
        .map((line) => line.slice(1))
        .join('\n');
      const becomes = hunk
        .filter((line) => !line.startsWith('-'))
        .map((line) => line.slice(1))
        .join('\n');
      const found = content.split(was).length - 1;
      if (found !== 1) throw new Error(`${file} has these lines ${found} times:\n${was}`);
      content = content.replace(was, () => becomes);
    }
    writeFileSync(path, content);
  }
}

/** Parted by "@@". */
function hunksOf(lines: readonly string[]): string[][] {
  const hunks: string[][] = [[]];
  for (const line of lines)
    if (line.startsWith('@@')) hunks.push([]);
    else if (line !== '') hunks.at(-1)!.push(line);
  return hunks.filter((hunk) => hunk.length > 0);
}
