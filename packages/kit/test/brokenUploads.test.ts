import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { connect } from '../src/data/database.ts';
import { eventually } from '../src/eventually.testing.ts';
import { serveFiles } from '../src/files/index.ts';
import { openFiles } from '../src/files/openFiles.ts';
import { createLogger, type Service } from '../src/index.ts';
import { createServer } from '../src/subgraph/server.ts';
import { createTestDatabase } from '../src/testing.ts';
import { bareSubgraph } from './bare.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-uploads-'));
const routes = (app: FastifyInstance, service: Service) => serveFiles(app, service, async () => true);
const definition = { ...bareSubgraph('keepers'), routes };
const database = await createTestDatabase(definition);
const connection = connect(database.url, { pool: 1 });
const lines: { level: number; msg: string; err?: { message: string } }[] = [];
const service = {
  name: 'keepers',
  db: connection.db,
  log: createLogger('keepers', 'debug', { write: (line: string) => void lines.push(JSON.parse(line)) }),
  env: {
    LINKS: 'compiledQuery',
    FILES_FOLDER: folder,
    FILES_SECRET: 'a secret of files in tests',
    PUBLIC_URL: 'http://shop.example',
  },
} as unknown as Service;
const { app, stopGraph } = await createServer(definition, service, async () => null);
await app.listen({ port: 0, host: '127.0.0.1' });
const { port } = app.server.address() as AddressInfo;
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  await app.close();
  await stopGraph();
  await connection.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** Half of the file that was promised. */
async function sendHalf(key: string) {
  const promised = { key, contentType: 'image/png', bytes: 100_000, sha256: '0'.repeat(64) };
  const { url } = await openFiles(service).store.signedUpload({ ...promised, expiresInSeconds: 60 });
  const { pathname, search } = new URL(url);
  const socket = connectTcp(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(
    `PUT ${pathname}${search} HTTP/1.1\r\nhost: x\r\ncontent-type: image/png\r\ncontent-length: 100000\r\n\r\n`,
  );
  socket.write(Buffer.alloc(50_000));
  return socket;
}
const levels = () => lines.map(({ level, msg }) => [level, msg]);

test('a client that goes away while it sends a file is no error of ours', async () => {
  const socket = await sendHalf('uploads/one');
  await eventually(() => expect(readdirSync(join(folder, 'keepers/unfinished'))).toHaveLength(1));
  socket.destroy();
  await eventually(() => expect(levels()).toEqual([[20, 'a client went away before its request had come']]));
});

test('a file that we cannot write is one', async () => {
  rmSync(join(folder, 'keepers'), { recursive: true, force: true });
  writeFileSync(join(folder, 'keepers'), 'no folder');
  await sendHalf('uploads/two');
  await eventually(() => expect(levels()).toEqual([[50, 'a request failed']]));
});
