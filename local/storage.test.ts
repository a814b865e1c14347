import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkStorage, StartProblem, storageProblem } from './storage.mjs';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-storage-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is missing is made, and one that has room is fine', () => {
  checkStorage(join(folder, 'a/b'));
  expect(existsSync(join(folder, 'a/b'))).toBe(true);
});

test('too little room is one line with how much is there, how much is needed, and what to do', () => {
  expect(() => checkStorage(folder, 2 ** 60)).toThrow(StartProblem);
  expect(() => checkStorage(folder, 2 ** 60)).toThrow(
    /^The disk is full: \S+ has \d+ MB left and needs 1099511627776 MB\. Make room there, then start again$/,
  );
});

test('a folder of somebody else is one line with what to do, and nothing is made in it', () => {
  const others = join(folder, 'others');
  mkdirSync(others, { mode: 0o555 });
  const program = `
    const { checkStorage } = await import(${JSON.stringify(join(import.meta.dirname, 'storage.mjs'))});
    try { checkStorage(${JSON.stringify(join(others, '.storegraph'))}); } catch (error) { console.log(error.message); }`;
  // root can write everywhere: nobody cannot
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  expect(stdout).toBe(
    `${others} cannot be written by this user. Start from a copy in a folder of your own, or have this one made writable\n`,
  );
  expect(existsSync(join(others, '.storegraph'))).toBe(false);
});

test.skipIf(!existsSync('/dev/full'))('what a full disk refuses is named as such, and another error is not', () => {
  const refused = () => {
    try {
      writeFileSync('/dev/full', 'x');
    } catch (error) {
      return error;
    }
  };
  expect(storageProblem(refused(), folder)?.message).toMatch(
    /^The disk is full: \S+ has \d+ MB left\. Make room there, then start again$/,
  );
  expect(storageProblem(new Error('could not extend file: No space left on device'), folder)).toBeInstanceOf(
    StartProblem,
  );
  expect(storageProblem(new Error('relation "carts" does not exist'), folder)).toBeUndefined();
});
