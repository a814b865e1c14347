import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import S3rver from '@20minutes/s3rver';
import Fastify from 'fastify';
import { afterAll, describe, expect, test } from 'vitest';
import { until } from '../until.testing.ts';
import type { FilesEnvironment } from './files.env.ts';
import { serveFiles } from './files.routes.ts';
import type { FileStore, ListedFile, SignedUpload } from './fileStore.ts';
import { openFiles } from './openFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'storegraph-files-'));
const closes: (() => Promise<unknown>)[] = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];
afterAll(async () => {
  for (const close of closes.reverse()) await close();
});

const PUBLIC_URL = 'https://shop.example';
const base: FilesEnvironment = {
  FILES_SECRET: 'a secret of tests, which are many and short-lived',
  FILES_FOLDER: join(folder, 'own'),
  PUBLIC_URL,
  S3_BUCKET: '',
  S3_REGION: 'us-east-1',
  S3_ACCESS_KEY_ID: '',
  S3_SECRET_ACCESS_KEY: '',
};

const bucketServer = new S3rver({
  port: 0,
  address: '127.0.0.1',
  directory: join(folder, 'bucket'),
  silent: true,
  configureBuckets: [{ name: 'shop' }],
});
// it takes the slash off the address of a bucket before it checks the signature of a list, which Amazon does not
bucketServer.middleware.unshift(async (context, next) => {
  if (context.path === '/shop/')
    context.app = Object.assign(Object.create(context.app), { allowMismatchedSignatures: true });
  await next();
});
const { port } = await bucketServer.run();
closes.push(() => bucketServer.close());
const inBucket: FilesEnvironment = {
  ...base,
  S3_BUCKET: 'shop',
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_ACCESS_KEY_ID: 'S3RVER',
  S3_SECRET_ACCESS_KEY: 'S3RVER',
};

/** The files of a service, and its server, as the gateway reaches it. */
async function open(env: FilesEnvironment, name = 'users') {
  const app = Fastify();
  const service = { name, env: { ...env } };
  serveFiles(app, service, async (key) => key !== 'uploads/unwanted');
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  closes.push(() => app.close());
  return {
    ...openFiles(service),
    address,
    /** As a client whose addresses lead there. */
    send: (url: string, options: RequestInit = {}) => fetch(url.replace(PUBLIC_URL, address), options),
  };
}

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = async (store: FileStore, key: string) => {
  const file = await store.get(key);
  return file && (await buffer(file.stream)).toString();
};
const typeOf = async (store: FileStore, key: string) => {
  const file = await store.get(key);
  file?.stream.destroy();
  return file?.contentType ?? null;
};
async function listed(store: FileStore, below: string): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for await (const file of store.list(below)) files.push(file);
  return files;
}
const keysOf = async (store: FileStore, below: string) => (await listed(store, below)).map(({ key }) => key).sort();
const promise = (bytes: Buffer, key: string) => ({
  key,
  contentType: 'image/png',
  bytes: bytes.length,
  sha256: sha256Of(bytes),
  expiresInSeconds: 60,
});
const put = ({ url, method, headers }: SignedUpload, body: Buffer, changed: Record<string, string> = {}) =>
  [url, { method, headers: { ...headers, ...changed }, body: new Uint8Array(body) }] as const;

describe.each([
  ['a folder', base],
  ['a bucket', inBucket],
])('%s', async (_, env) => {
  const { store, send } = await open(env);

  test('keeps what is put, with its type, its length and when', async () => {
    await store.put('a/one.txt', Buffer.from('one'), { contentType: 'text/plain' });
    const { contentType, bytes, modifiedAt, stream } = (await store.get('a/one.txt'))!;
    expect([contentType, bytes, (await buffer(stream)).toString()]).toEqual(['text/plain', 3, 'one']);
    expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(60_000);
  });

  test('replaces what was there, with its type', async () => {
    const whole = Buffer.alloc(500_000, 'x');
    await store.put('a/two.bin', Buffer.from('before'), { contentType: 'text/plain' });
    await store.put('a/two.bin', whole, { contentType: 'application/zip' });
    const { contentType, bytes, stream } = (await store.get('a/two.bin'))!;
    expect([contentType, bytes]).toEqual(['application/zip', 500_000]);
    expect(sha256Of(await buffer(stream))).toBe(sha256Of(whole));
  });

  test('has nothing where nothing was put, and deletes it without a word', async () => {
    expect(await store.get('nowhere/at.all')).toBeNull();
    await store.delete('nowhere/at.all');
    await store.put('b/gone', Buffer.from('x'), { contentType: 'text/plain' });
    await store.delete('b/gone');
    expect(await store.get('b/gone')).toBeNull();
  });

  test('lists what is below a folder, however deep, and nothing beside it', async () => {
    for (const key of ['l/1', 'l/m/2', 'l/m/n/3', 'lm/4'])
      await store.put(key, Buffer.from(key), { contentType: 'text/plain' });
    expect(await keysOf(store, 'l/')).toEqual(['l/1', 'l/m/2', 'l/m/n/3']);
    expect(await keysOf(store, 'l/m/')).toEqual(['l/m/2', 'l/m/n/3']);
    expect(await keysOf(store, 'none/')).toEqual([]);
    const [first] = await listed(store, 'lm/');
    expect([first!.bytes, Math.abs(Date.now() - first!.modifiedAt.getTime()) < 60_000]).toEqual([4, true]);
  });

  test('of two services neither sees what the other has, nor signs for it', async () => {
    const { store: other, send: sendToOther } = await open(env, 'products');
    await store.put('same/key', Buffer.from('users'), { contentType: 'text/plain' });
    expect([await other.get('same/key'), await keysOf(other, 'same/')]).toEqual([null, []]);
    await other.delete('same/key');
    expect(await bytesOf(store, 'same/key')).toBe('users');
    await other.put('same/key', Buffer.from('products'), { contentType: 'text/plain' });
    const ofUsers = store.signedRead('same/key', 'immutable').replace('/media/users/', '/media/products/');
    expect((await sendToOther(ofUsers)).status).toBe(404);
    expect(await (await sendToOther(other.signedRead('same/key', 'immutable'))).text()).toBe('products');
  });

  test.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a//b',
    'a/',
    './a',
    'a/.hidden',
    'a\\b',
    'a\u0000b',
    'A',
    'é',
    'a'.repeat(201),
  ])('%j is no key', async (key) => {
    await expect(store.put(key, Buffer.from('x'), { contentType: 'text/plain' })).rejects.toThrow('no key');
    await expect(store.get(key)).rejects.toThrow('no key');
    await expect(store.delete(key)).rejects.toThrow('no key');
    await expect(store.signedUpload(promise(Buffer.from('x'), key))).rejects.toThrow('no key');
    expect(() => store.signedRead(key, 'immutable')).toThrow('no key');
  });

  test('takes from a client what was promised', async () => {
    const bytes = Buffer.from('the bytes of a picture');
    const upload = await store.signedUpload(promise(bytes, 'uploads/one'));
    expect(Math.abs(upload.expiresAt.getTime() - Date.now() - 60_000)).toBeLessThan(10_000);
    const { status } = await send(...put(upload, bytes));
    expect([200, 204]).toContain(status);
    const file = await store.get('uploads/one');
    expect([file?.contentType, (await buffer(file!.stream)).equals(bytes)]).toEqual(['image/png', true]);
  });

  test.each<[string, (upload: SignedUpload, bytes: Buffer) => readonly [string, RequestInit]]>([
    ['one byte more', (upload, bytes) => put(upload, Buffer.concat([bytes, Buffer.from('!')]))],
    ['one byte less', (upload, bytes) => put(upload, bytes.subarray(1))],
    ['another type', (upload, bytes) => put(upload, bytes, { 'content-type': 'text/html' })],
    [
      'another place',
      (upload, bytes) => put({ ...upload, url: upload.url.replace('uploads/two', 'uploads/2') }, bytes),
    ],
    [
      'a later end',
      (upload, bytes) => put({ ...upload, url: upload.url.replace(/(xpires=)\d+/, '$19999999999') }, bytes),
    ],
  ])('takes nothing with %s', async (_, sent) => {
    const bytes = Buffer.from('the bytes of another picture');
    const upload = await store.signedUpload(promise(bytes, 'uploads/two'));
    const { status } = await send(...sent(upload, bytes));
    expect([400, 403]).toContain(status);
    expect([await store.get('uploads/two'), await store.get('uploads/2')]).toEqual([null, null]);
  });

  test('signed addresses of our own lead to the file, for ever or for a while, and nowhere else', async () => {
    await store.put('r/a.webp', Buffer.from('picture'), { contentType: 'image/webp' });
    await store.put('r/b.webp', Buffer.from('another'), { contentType: 'image/webp' });
    const always = store.signedRead('r/a.webp', 'immutable');
    expect(always).toMatch(/^https:\/\/shop\.example\/media\/users\/r\/a\.webp\?signature=[\w-]{43}$/);
    expect(store.signedRead('r/a.webp', 'immutable')).toBe(always); // or caches would know it by many names
    const answer = await send(always);
    expect([answer.status, await answer.text()]).toEqual([200, 'picture']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': '7',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
    });

    const short = await send(store.signedRead('r/a.webp', { expiresInSeconds: 60 }));
    expect([short.status, short.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    for (const url of [
      store.signedRead('r/a.webp', { expiresInSeconds: 0 }),
      store.signedRead('r/a.webp', { expiresInSeconds: 60 }).replace(/expires=\d+&/, ''),
      store.signedRead('r/a.webp', { expiresInSeconds: 60 }).replace(/expires=\d+/, 'expires=9999999999'),
      always.replace('a.webp', 'b.webp'),
      always.replace(/signature=.{4}/, 'signature=AAAA'),
      always.split('?')[0]!,
      `${always}&signature=x`,
      store.signedRead('r/none.webp', 'immutable'),
    ])
      expect([url, (await send(url)).status]).toEqual([url, 404]);
  });

  test('what is no picture is saved, not shown', async () => {
    await store.put('r/page.html', Buffer.from('<script>'), { contentType: 'text/html' });
    const { headers } = await send(store.signedRead('r/page.html', { expiresInSeconds: 60 }));
    expect([headers.get('content-disposition'), headers.get('x-content-type-options')]).toEqual([
      'attachment; filename="page.html"',
      'nosniff',
    ]);
  });
});

// the server that stands for S3 lets everybody in who has signed nothing, and reads no checksum: of a bucket the tests above show that
// its adapter speaks S3, and those of its signatures that S3 is told what to take; whether it is private is a setting of the bucket
describe('a folder alone', async () => {
  const { store, uploads, send, address } = await open(base);
  const own = join(base.FILES_FOLDER, 'users');

  test('keeps what comes in pieces', async () => {
    const pieces = Array.from({ length: 50 }, (_, index) => Buffer.alloc(10_000, index));
    await uploads!.receive('a/two.bin', Readable.from(pieces), { contentType: 'application/zip' });
    const { contentType, bytes, stream } = (await store.get('a/two.bin'))!;
    expect([contentType, bytes]).toEqual(['application/zip', 500_000]);
    expect(sha256Of(await buffer(stream))).toBe(sha256Of(Buffer.concat(pieces)));
  });

  test('keeps nothing of what breaks off, and what was there stays', async () => {
    await store.put('a/three', Buffer.from('whole'), { contentType: 'text/plain' });
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('gone');
      })(),
    );
    await expect(uploads!.receive('a/three', broken, { contentType: 'text/html' })).rejects.toThrow();
    expect([await bytesOf(store, 'a/three'), await typeOf(store, 'a/three')]).toEqual(['whole', 'text/plain']);
  });

  test('takes no other bytes of the same length', async () => {
    const bytes = Buffer.from('the bytes of a third picture');
    const upload = await store.signedUpload(promise(bytes, 'uploads/three'));
    const answer = await send(...put(upload, Buffer.alloc(bytes.length, 'x')));
    expect([answer.status, await answer.json()]).toEqual([
      400,
      {
        errors: [
          {
            message: 'The file has the SHA-256 that was promised',
            extensions: { code: 'BAD_USER_INPUT', field: 'body', rule: 'promised' },
          },
        ],
      },
    ]);
    expect([await store.get('uploads/three'), readdirSync(join(own, 'unfinished'))]).toEqual([null, []]);
  });

  test.each([
    ['content-length', Buffer.from('longer than promised'), {}],
    ['content-type', Buffer.from('short'), { 'content-type': 'text/html' }],
  ])('says by name that the %s is not what was promised, before a byte is written', async (field, sent, changed) => {
    const upload = await store.signedUpload(promise(Buffer.from('short'), 'uploads/seven'));
    const answer = await send(...put(upload, sent, changed));
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field, rule: 'promised' } }],
    });
    expect(await store.get('uploads/seven')).toBeNull();
  });

  test('no address has a slash in hexadecimal, which the gateway does not let pass', async () => {
    expect((await store.signedUpload(promise(Buffer.from('x'), 'uploads/x'))).url).not.toMatch(/%2f/i);
  });

  test('keeps nothing of a client that goes away', async () => {
    const bytes = Buffer.alloc(100_000, 'x');
    const { url, method, headers } = await store.signedUpload(promise(bytes, 'uploads/four'));
    const asked = request(url.replace(PUBLIC_URL, address), {
      method,
      headers: { ...headers, 'content-length': bytes.length },
    });
    asked.on('error', () => {});
    asked.write(bytes.subarray(0, 50_000));
    await until(
      () => readdirSync(join(own, 'unfinished')),
      (files) => files.length === 1,
    );
    asked.destroy();
    await until(
      () => readdirSync(join(own, 'unfinished')),
      (files) => files.length === 0,
    );
    expect(await store.get('uploads/four')).toBeNull();
  });

  test('an address without a signature takes nothing', async () => {
    const bytes = Buffer.from('unsigned');
    const upload = await store.signedUpload(promise(bytes, 'uploads/six'));
    const answer = await send(...put({ ...upload, url: upload.url.split('?')[0]! }, bytes));
    expect([answer.status, await store.get('uploads/six')]).toEqual([403, null]);
  });

  test('an address takes nothing when nobody wants what is sent there any more', async () => {
    const bytes = Buffer.from('unwanted');
    const upload = await store.signedUpload(promise(bytes, 'uploads/unwanted'));
    expect([(await send(...put(upload, bytes))).status, await store.get('uploads/unwanted')]).toEqual([403, null]);
  });

  test('an address that has ended takes nothing', async () => {
    const bytes = Buffer.from('late');
    const upload = await store.signedUpload({ ...promise(bytes, 'uploads/five'), expiresInSeconds: 0 });
    expect([(await send(...put(upload, bytes))).status, await store.get('uploads/five')]).toEqual([403, null]);
  });

  const five = Buffer.from('bytes');
  test.each<[string, number, (upload: SignedUpload) => [url: string, headers: OutgoingHttpHeaders]]>([
    ['what was promised', 204, ({ url, headers }) => [url, headers]],
    ['what nobody has signed', 403, ({ url, headers }) => [url.split('?')[0]!, headers]],
    ['what is too late', 403, ({ url, headers }) => [url.replace(/expires=\d+/, 'expires=1'), headers]],
    ['more than was promised', 400, ({ url, headers }) => [url, { ...headers, 'content-length': 20_000_000 }]],
    ['another type', 400, ({ url, headers }) => [url, { ...headers, 'content-type': 'text/html' }]],
  ])('who asks before it sends %s hears by that whether to send', async (_, status, changed) => {
    const upload = await store.signedUpload(promise(five, 'uploads/eight'));
    const [url, headers] = changed(upload);
    const asked = request(url.replace(PUBLIC_URL, address), {
      method: 'PUT',
      headers: { 'content-length': five.length, ...headers, expect: '100-continue' },
    });
    const answered = once(asked, 'response');
    let mayGoOn = false;
    asked.once('continue', () => {
      mayGoOn = true;
      asked.end(five);
    });
    expect([(await answered)[0].statusCode, mayGoOn]).toEqual([status, status === 204]);
    expect(status === 204 ? await bytesOf(store, 'uploads/eight') : 'bytes').toBe('bytes');
    asked.on('error', () => {}).destroy();
  });

  test('who asks first about anything else is told to send, as by every server', async () => {
    const asked = request(`${address}/elsewhere`, { method: 'POST', headers: { expect: '100-continue' } });
    const answered = once(asked, 'response');
    await once(asked, 'continue');
    asked.end('{}');
    expect((await answered)[0].statusCode).toBe(404);
  });

  test('who sends without asking is answered after some of it, and the rest is not read', async () => {
    const bytes = 100_000_000;
    const asked = request(`${address}/uploads/users/uploads/nine`, {
      method: 'PUT',
      headers: { 'content-type': 'image/png', 'content-length': bytes },
    });
    const answered = once(asked, 'response');
    let sent = 0;
    const sending = pipeline(function* () {
      for (; sent < bytes; sent += 100_000) yield Buffer.alloc(100_000);
    }, asked);
    const [answer] = (await answered) as [IncomingMessage];
    expect([answer.statusCode, answer.headers.connection]).toEqual([403, 'close']);
    expect((await buffer(answer)).toString()).toContain('"code":"FORBIDDEN"');
    await expect(sending).rejects.toThrow();
    expect(sent).toBeLessThan(bytes / 2);
  });

  test('who reads the answer only after a while finds it there', async () => {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (part) => (text += part)).pause();
    const closed = new Promise((done) => socket.on('error', () => {}).once('close', done));
    socket.write('PUT /uploads/users/uploads/ten HTTP/1.1\r\nHost: shop\r\nContent-Length: 50000000\r\n\r\n');
    socket.write(Buffer.alloc(40_000_000));
    await delay(1_000);
    socket.resume();
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 403 .*"code":"FORBIDDEN"/s);
  });

  test('what a killed process was writing goes when the next one writes, and what is being written stays', async () => {
    const unfinished = join(folder, 'killed/users/unfinished');
    mkdirSync(unfinished, { recursive: true });
    for (const name of ['old', 'young']) writeFileSync(join(unfinished, name), 'half');
    const long = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(join(unfinished, 'old'), long, long);
    const { store: next } = await open({ ...base, FILES_FOLDER: join(folder, 'killed') });
    await next.put('a', Buffer.from('x'), { contentType: 'text/plain' });
    expect(readdirSync(unfinished)).toEqual(['young']);
    expect(existsSync(join(folder, 'killed/users/files/a'))).toBe(true);
  });
});

test('a bucket takes its uploads itself: nothing can be sent to us', async () => {
  const { store: folderStore } = await open(base);
  const { send } = await open(inBucket);
  const bytes = Buffer.from('x');
  const upload = await folderStore.signedUpload(promise(bytes, 'uploads/x'));
  expect((await send(...put(upload, bytes))).status).toBe(404);
});

test('a bucket that does not answer is a part that is not available', async () => {
  const { store } = await open({ ...inBucket, S3_ENDPOINT: 'http://127.0.0.1:1' });
  await expect(store.get('a')).rejects.toMatchObject({ service: 's3', command: 'get' });
});
