import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the README says what each folder has', () => {
  const root = join(import.meta.dirname, '..');
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const told = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| `(\w+)\/`/gm)].map(([, name]) => name!);
  expect(told.sort()).toEqual(folders.map(({ name }) => name).sort());
});
