import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { until } from '../until.testing.ts';
import { followFile, stateOfFile } from './followFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'follow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (text: string): string => {
  const file = join(folder, text.replaceAll(' ', '-'));
  writeFileSync(file, text);
  return file;
};

test('what was written between reading a file and following it is seen', async () => {
  const file = fileWith('as it was read');
  const state = stateOfFile(file);
  writeFileSync(file, 'as it was changed before anybody looked');
  let changes = 0;
  const stop = followFile(file, state, () => void changes++);
  await until(
    async () => changes,
    (count) => count > 0,
  );
  stop();
  expect(changes).toBe(1);
});

test('a file that is replaced by another, or is away for a while, is seen once it is there', async () => {
  const file = fileWith('the first');
  let changes = 0;
  const stop = followFile(file, stateOfFile(file), () => void changes++);
  rmSync(file);
  expect(stateOfFile(file)).toBeNull();
  renameSync(fileWith('the second one'), file);
  await until(
    async () => changes,
    (count) => count > 0,
  );
  stop();
});
