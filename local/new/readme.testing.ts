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

/** Adds the lines of a diff to the files that it names, each below the line that stands above it there: that one has to be there once. */
export function applyDiff(folder: string, diff: string): void {
  for (const part of diff.split(/^--- /m).slice(1)) {
    const [file = '', ...lines] = part.trimEnd().split('\n');
    const path = join(folder, file);
    const content = readFileSync(path, 'utf8');
    const was = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
    const becomes = lines.map((line) => line.slice(1));
    const found = content.split(was.join('\n')).length - 1;
    if (found !== 1) throw new Error(`${file} has these lines ${found} times:\n${was.join('\n')}`);
    writeFileSync(
      path,
      content.replace(was.join('\n'), () => becomes.join('\n')),
    );
  }
}
