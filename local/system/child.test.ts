import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { Child } from './child.ts';

const logDirectory = mkdtempSync(join(tmpdir(), 'storegraph-child-'));
afterAll(() => rmSync(logDirectory, { recursive: true, force: true }));
const children: Child[] = [];
afterEach(() => Promise.all(children.splice(0).map((child) => child.stop())));

function started(): { child: Child; said: string[] } {
  const said: string[] = [];
  const command: [string, string, string] = [process.execPath, '-e', 'setInterval(() => {}, 1_000)'];
  const child = new Child({
    name: 'stripe',
    command,
    environment: {},
    readyUrl: 'http://127.0.0.1:1/',
    logDirectory,
    say: (line) => said.push(line),
  });
  children.push(child);
  child.start();
  return { child, said };
}
const ended = (child: Child) => expect.poll(() => child.pid).toBe(0);

test('a child that a Ctrl-C reaches before its parent does not start again, and nobody says so', async () => {
  const { child, said } = started();
  child.kill('SIGINT');
  await ended(child);
  child.letGo();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect([said, child.pid]).toEqual([[], 0]);
});

test.each(['SIGINT', 'SIGKILL'] as const)('a child that somebody else ends by %s starts again', async (signal) => {
  const { child, said } = started();
  const { pid } = child;
  child.kill(signal);
  await expect.poll(() => child.pid !== 0 && child.pid !== pid).toBe(true);
  expect(said).toEqual([`stripe ended (${signal}); it starts again in 0.25 s`]);
});
