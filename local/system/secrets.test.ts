import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartProblem } from '../storage.mjs';
import { loadSecrets } from './secrets.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storegraph-secrets-'));
  file = join(folder, 'secrets.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('secrets are made once, and only their owner can read them', async () => {
  const made = await loadSecrets(file);
  expect(await loadSecrets(file)).toEqual(made);
  expect(modeOf(file)).toBe('600');
  expect(readdirSync(folder)).toEqual(['secrets.json']);
  const passwords = [made.superuserPassword, ...Object.values(made.rolePasswords)];
  expect(new Set(passwords).size).toBe(7);
});

test('secrets of an older version are kept and get what they lack; others stop being able to read them', async () => {
  const { superuserPassword: _, ...older } = await loadSecrets(file);
  writeFileSync(file, JSON.stringify(older));
  chmodSync(file, 0o644);
  const now = await loadSecrets(file);
  expect(now).toEqual({ ...older, superuserPassword: expect.stringMatching(/^[\w-]{32}$/) });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(now);
  expect(modeOf(file)).toBe('600');
});

test('key and password of who came later are added to a file of before', async () => {
  const { keys, rolePasswords, ...rest } = await loadSecrets(file);
  const [{ operator, ...before }, { orders, ...passwords }] = [keys, rolePasswords];
  writeFileSync(file, JSON.stringify({ ...rest, keys: before, rolePasswords: passwords }));
  const completed = await loadSecrets(file);
  expect(completed).toEqual({
    ...rest,
    keys: { ...before, operator: expect.objectContaining({ kid: 'operator' }) },
    rolePasswords: { ...passwords, orders: expect.stringMatching(/^[\w-]{32}$/) },
  });
  expect([completed.keys.operator, completed.rolePasswords.orders]).not.toEqual([operator, orders]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(completed);
});

test('secrets that cannot be read are named, and stay as they are', async () => {
  writeFileSync(file, '{"keys":');
  await expect(loadSecrets(file)).rejects.toThrow(StartProblem);
  await expect(loadSecrets(file)).rejects.toThrow(`${file} is not JSON. Put a copy of it back, or delete it`);
  expect(readFileSync(file, 'utf8')).toBe('{"keys":');
});
