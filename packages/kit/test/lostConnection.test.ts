import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

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
