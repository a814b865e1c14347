import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../src/testing.ts';
import { migrationsOf } from './migrations.ts';

const database = await createTestDatabase({
  name: 'lost',
  migrations: migrationsOf('CREATE TABLE written (what text)'),
});
afterAll(() => database.drop());

test('a connection that is lost while it asks for its types ends no process: the pool opens another one', async () => {
  const { hostname, port } = new URL(process.env.TEST_POSTGRES_URL!);
  let lost = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) socket.on('error', () => {});
    server.pipe(client);
    client.on('data', (chunk: Buffer) => {
      if (lost > 0 || !chunk.includes('typarray')) return void server.write(chunk);
      lost++;
      client.resetAndDestroy();
      server.destroy();
    });
    client.once('close', () => server.destroy());
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const url = Object.assign(new URL(process.env.TEST_POSTGRES_URL!), {
    port: String((proxy.address() as AddressInfo).port),
  });

  const { stdout } = await promisify(execFile)('tsx', [`${import.meta.dirname}/lostConnection.program.ts`, url.href]);

  expect([lost, stdout]).toEqual([1, '1']);
  proxy.close();
});

/** What the patched postgres.js is for: see docs/decisions/2026-11-21-lost-connections.md. */
const program = promisify(execFile)('tsx', [`${import.meta.dirname}/lostTransaction.program.ts`, database.url], {
  timeout: 100_000,
}).catch((error) => error as { stdout: string; stderr: string });

test.for([
  [
    'what a lost transaction sends later is refused, although its connection is open again for others',
    'later',
    { whole: 'CONNECTION_CLOSED', second: 'CONNECTION_CLOSED', written: [] },
  ],
  [
    'statements that wait for their turn in a lost transaction are refused as well',
    'together',
    ['CONNECTION_CLOSED', 'CONNECTION_CLOSED', 'CONNECTION_CLOSED'],
  ],
  ['why a connection ended is not the answer to the next statement', 'terminated', ['CONNECTION_CLOSED', 1]],
  ['whoever asks again while connections close gets an answer, and the right one', 'storm', { 1: 36 }],
  ['nor do queries of clients keep a connection that they lost, or that they lose and leave', 'queries', { 1: 36 }],
  ['a transaction whose connection is reset ends no process', 'reset', { whole: 'CONNECTION_CLOSED', next: 1 }],
  ['nor does one whose connection closes', 'closed', { whole: 'CONNECTION_CLOSED', next: 1 }],
] as const)('%s', { timeout: 120_000 }, async ([, scene, expected]) => {
  const { stdout, stderr } = await program;
  const lines = stdout.split('\n').filter(Boolean);
  expect(new Map(lines.map((line) => JSON.parse(line))).get(scene), stderr).toEqual(expected);
});
