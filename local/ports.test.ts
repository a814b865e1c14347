import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { freePort } from './ports.ts';

afterEach(() => void vi.restoreAllMocks());

/** Dice that show these ports first, and after them what dice show. */
function loadedDice(...ports: number[]) {
  const real = Math.random;
  vi.spyOn(Math, 'random').mockImplementation(() => {
    const port = ports.shift();
    return port === undefined ? real() : (port - 12_000 + 0.5) / 20_000;
  });
}

test('nobody gets a port that was given away, though nobody listens on it yet', async () => {
  const given = await freePort();
  loadedDice(given);
  expect(await freePort()).not.toBe(given);
});

test('another process does not get it either', async () => {
  const given = await freePort();
  const script = `
    const first = [${(given - 12_000 + 0.5) / 20_000}];
    const dice = Math.random;
    Math.random = () => first.shift() ?? dice();
    const { freePort } = await import('./local/ports.ts');
    console.log(await freePort());`;
  const { stdout } = await promisify(execFile)('node', ['--import', 'tsx', '--input-type=module', '--eval', script]);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).not.toBe(given);
});

test('a port on which somebody listens is left alone, whoever that is', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  loadedDice(port);
  expect(await freePort()).not.toBe(port);
  server.close();
});

test('a claim that cannot be made is passed over', async () => {
  const claim = createSocket('udp4');
  await new Promise<void>((bound) => claim.bind(0, '127.0.0.1', bound));
  const { port } = claim.address();
  loadedDice(port);
  expect(await freePort()).not.toBe(port);
  claim.close();
});
