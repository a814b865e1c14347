import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartProblem } from '../storage.mjs';
import { CLAIM, claimFolder } from './claim.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storegraph-claim-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second start in the same folder is refused in one line with what to do; after the first it may', async () => {
  const leave = await claimFolder(folder);
  const refused = claimFolder(folder);
  await expect(refused).rejects.toThrow(StartProblem);
  await expect(refused).rejects.toThrow(
    `Storegraph is running in this folder already, as process ${process.pid}. Use that one, or stop it first: Ctrl-C where it runs, or kill ${process.pid}`,
  );
  leave();
  expect(existsSync(join(folder, CLAIM))).toBe(false);
  (await claimFolder(folder))();
});

test('a process that was killed holds nothing, nor does another one that got its id', async () => {
  const program = `
    const { claimFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'claim.ts'))});
    await claimFolder(${JSON.stringify(folder)});
    console.log('claimed');
    setInterval(() => {}, 1000);`;
  const first = spawn('node', ['--import', 'tsx', '--input-type=module', '--eval', program]);
  await once(first.stdout, 'data');
  await expect(claimFolder(folder)).rejects.toThrow(`as process ${first.pid}.`);
  first.kill('SIGKILL');
  await once(first, 'exit');
  const file = join(folder, CLAIM);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), pid: process.ppid }));
  const leave = await claimFolder(folder);
  expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
  leave();
});

test('a claim that was not written to the end holds nothing', async () => {
  writeFileSync(join(folder, CLAIM), '{"pid":');
  (await claimFolder(folder))();
});
