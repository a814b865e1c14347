import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionLimits, filesOf, serveFiles } from '@storegraph/kit';
import { until } from '@storegraph/kit/testing';
import Fastify from 'fastify';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openRaw, type RawConnection, statusOf } from './rawClient.ts';
import { openGateway } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-files-'));
const PUBLIC_URL = 'https://shop.example';
/** The files of a service, as every service with files has them. */
const service = {
  name: 'users',
  env: {
    FILES_SECRET: 'a secret of tests, which are many and short-lived',
    FILES_FOLDER: folder,
    PUBLIC_URL,
    S3_BUCKET: '',
    S3_REGION: 'us-east-1',
    S3_ACCESS_KEY_ID: '',
    S3_SECRET_ACCESS_KEY: '',
  },
};
const users = Fastify();
serveFiles(users, service, async () => true);
const usersUrl = await users.listen({ host: '127.0.0.1', port: 0 });
const store = filesOf(service);
const beingWritten = () => readdirSync(join(folder, 'users/unfinished')).length;
await store.put('first', Buffer.from('x'), { contentType: 'text/plain' }); // makes the folders

const passThroughs = 'PUT /uploads/users/=users:500000000';
const open = async (timeouts: NonNullable<ConnectionLimits['timeouts']>, lines?: any[]) => {
  const gateway = await openGateway({ passThroughs, proxies: '127.0.0.1', connections: { timeouts }, lines });
  gateway.services.set('users', usersUrl);
  return gateway;
};
/** It waits for long: what is refused there is refused for something else. */
const patient = await open({ receivingInMs: 60_000 });
const lines: any[] = [];
const hasty = await open({ receivingInMs: 1_000, checkEveryMs: 20, slowestBytesPerSecond: 1_000 }, lines);

const opened: RawConnection[] = [];
const endAll = async () => {
  for (const { socket } of opened) socket.destroy();
  await Promise.all(opened.splice(0).map(({ closed }) => closed));
  await until(beingWritten, (count) => count === 0);
};
afterEach(endAll);
afterAll(async () => {
  await Promise.all([patient.close(), hasty.close(), users.close()]);
  rmSync(folder, { recursive: true });
});

const ANOTHER = '198.51.100.7';
let names = 0;

async function bytesAt(key: string): Promise<number | undefined> {
  const file = await store.get(key);
  file?.stream.destroy();
  return file?.bytes;
}

/** Where a file, or one of so many bytes, may be sent to: its path at any gateway. */
async function signed(file: Buffer | number): Promise<{ key: string; path: string }> {
  const key = `uploads/${names++}`;
  const { url } = await store.signedUpload({
    key,
    contentType: 'image/png',
    bytes: typeof file === 'number' ? file : file.length,
    sha256: createHash('sha256')
      .update(typeof file === 'number' ? '' : file)
      .digest('hex'),
    expiresInSeconds: 60,
  });
  return { key, path: url.slice(PUBLIC_URL.length) };
}

const head = (path: string, length: number, address: string) =>
  `PUT ${path} HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: ${address}\r\nContent-Type: image/png\r\nContent-Length: ${length}\r\n\r\n`;

const LONG = Buffer.alloc(1_000_000, 'x');
/** Has an address for its file, and sends no more of it than its first bytes. */
async function openSlow(address: string): Promise<RawConnection> {
  const connection = openRaw(patient.url, `${head((await signed(LONG)).path, LONG.length, address)}xxx`);
  opened.push(connection);
  return connection;
}
const answerOf = async ({ received }: RawConnection) => until(received, (text) => text.endsWith('}]}'));

async function send(gateway: typeof patient, bytes: Buffer, address = ANOTHER): Promise<number> {
  const { key, path } = await signed(bytes);
  const { status } = await fetch(`${gateway.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png', 'x-forwarded-for': address },
    body: new Uint8Array(bytes),
  });
  expect(await bytesAt(key)).toBe(status === 204 ? bytes.length : undefined);
  return status;
}

test.each([
  ['one address', () => '203.0.113.9'],
  ['one network of IPv6', (index: number) => `2001:db8:1:2::${index}`],
])(
  'of twenty who send slowly from %s four are listened to, and who is elsewhere is not in their way',
  async (_, from) => {
    const slow = await Promise.all(Array.from({ length: 20 }, (_, index) => openSlow(from(index))));
    await until(beingWritten, (count) => count === 4);
    const refused = await Promise.all(
      await until(
        () => slow.filter(({ received }) => received() !== ''),
        (answered) => answered.length === 16,
      ).then((answered) => answered.map(answerOf)),
    );

    expect(await send(patient, LONG)).toBe(204);
    expect(await send(patient, LONG, from(99))).toBe(429);
    expect(beingWritten()).toBe(4);
    for (const answer of refused) {
      expect([statusOf(answer), /retry-after: (\d+)/.exec(answer)?.[1]]).toEqual([429, '10']);
      expect(answer).toContain('"code":"RATE_LIMITED"');
    }

    await endAll();
    await until(
      () => send(patient, LONG, from(99)),
      (status) => status === 204,
    );
  },
);

test('all together have so many files on their way, and who comes then is told to come again', async () => {
  const slow = Array.from({ length: 128 }, (_, index) => openSlow(`203.0.113.${index % 32}`));
  await Promise.all(slow);
  await until(beingWritten, (count) => count === 128);

  const answer = await answerOf(await openSlow(ANOTHER));
  expect([statusOf(answer), answer.includes('"code":"SERVICE_UNAVAILABLE"')]).toEqual([503, true]);
  opened[0]!.socket.destroy();
  await until(
    () => send(patient, LONG),
    (status) => status === 204,
  );
});

test('strangers without an address for a file are refused before any of it is read, however many they are', async () => {
  const strangers = Array.from({ length: 40 }, (_, index) =>
    openRaw(patient.url, head('/uploads/users/uploads/x', 20_000_000, `203.0.113.${index % 10}`)),
  );
  opened.push(...strangers);
  expect(await send(patient, LONG)).toBe(204);
  const statuses = (await Promise.all(strangers.map(answerOf))).map(statusOf);
  expect(new Set(statuses)).toEqual(new Set([403]));
  // nobody has to close it
  await Promise.all(strangers.map(({ closed }) => closed));
});

/** Sends very many bytes, and says what came of it and how many have left. */
async function sendHuge(path: string): Promise<{ status: number; code: string; sent: number }> {
  const sending = request(`${patient.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png', 'content-length': HUGE },
  });
  const answered = once(sending, 'response');
  let sent = 0;
  const broken = pipeline(function* () {
    for (; sent < HUGE; sent += 100_000) yield Buffer.alloc(100_000);
  }, sending).catch((error: Error) => error);
  const [answer] = (await answered) as [IncomingMessage];
  const body = JSON.parse(await text(answer));
  expect(await broken).toBeInstanceOf(Error);
  return { status: answer.statusCode!, code: body.errors?.[0].extensions.code, sent };
}
const HUGE = 200_000_000;

test.each([
  ['that nobody has signed', (path: string) => path.split('?')[0]!, 403, 'FORBIDDEN'],
  ['that has ended', (path: string) => path.replace(/expires=\d+/, 'expires=1'), 403, 'FORBIDDEN'],
  ['for a shorter file', (path: string) => path, 400, 'BAD_USER_INPUT'],
])(
  'a huge file at an address %s is broken off, and its client hears why',
  async (_, change, status, code) => {
    const answer = await sendHuge(change((await signed(LONG.length)).path));
    expect(answer).toMatchObject({ status, code });
    expect(answer.sent).toBeLessThan(HUGE / 4);
  },
  30_000,
);

test('when a service cannot keep a file its client hears of it before all is sent, also when it reads late', async () => {
  const { path } = await signed(HUGE);
  renameSync(folder, `${folder}-moved`);
  writeFileSync(folder, 'no folder');
  try {
    const { status, sent } = await sendHuge(path);
    expect(status).toBe(500);
    expect(sent).toBeLessThan(HUGE / 4);

    const late = openRaw(patient.url, head(path, HUGE, ANOTHER));
    late.socket.pause().write(Buffer.alloc(HUGE / 4));
    await delay(1_000);
    late.socket.resume();
    expect(statusOf(await late.closed)).toBe(500);
  } finally {
    rmSync(folder);
    renameSync(`${folder}-moved`, folder);
  }
}, 30_000);

test('an honest file may come slowly, for many times as long as a request', async () => {
  const bytes = Buffer.alloc(120_000, 'y');
  const { key, path } = await signed(bytes);
  const { socket, closed } = openRaw(
    hasty.url,
    head(path, bytes.length, ANOTHER).replace('\r\n', '\r\nConnection: close\r\n'),
  );
  const begun = performance.now();
  for (let at = 0; at < bytes.length; at += 4_000) {
    socket.write(bytes.subarray(at, at + 4_000));
    await delay(100);
  }
  expect(statusOf(await closed)).toBe(204);
  expect(performance.now() - begun).toBeGreaterThan(2 * 1_000);
  expect(await bytesAt(key)).toBe(bytes.length);
});

test.each([
  ['a trickle', 1],
  ['one that begins well and then stops', 500_000],
])('%s ends: its client is told, its slot is free, and nothing is kept', async (_, first) => {
  const { key, path } = await signed(LONG);
  const connection = openRaw(hasty.url, head(path, LONG.length, ANOTHER) + 'x'.repeat(first));
  opened.push(connection);
  const drops = setInterval(() => connection.socket.write('x'), 20);
  expect(statusOf(await connection.closed.finally(() => clearInterval(drops)))).toBe(408);
  await until(beingWritten, (count) => count === 0);
  expect(await bytesAt(key)).toBeUndefined();
  for (let time = 0; time < 5; time++) expect(await send(hasty, LONG)).toBe(204);
  expect(lines.filter(({ level }) => level > 30)).toEqual([]);
});

test('a file with other bytes than were promised is refused after its last one', async () => {
  const { key, path } = await signed(LONG);
  const response = await fetch(`${patient.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/png' },
    body: new Uint8Array(LONG.length),
  });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'body', rule: 'promised' } }] },
  ]);
  expect(await bytesAt(key)).toBeUndefined();
});

test('a service that does not say whether it takes a file is not waited for, nor one that is not there', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  patient.services.set('users', url);
  expect(await Promise.all(Array.from({ length: 4 }, () => send(patient, LONG)))).toEqual([503, 503, 503, 503]);

  for (const socket of sockets) socket.destroy();
  await new Promise((done) => silent.close(done));
  expect(await Promise.all(Array.from({ length: 4 }, () => send(patient, LONG)))).toEqual([503, 503, 503, 503]);

  patient.services.set('users', usersUrl);
  expect(await send(patient, LONG)).toBe(204);
}, 30_000);
