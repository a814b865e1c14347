import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { RemoteError } from '../graph/index.ts';
import { PROGRAM } from './picture.process.ts';
import { lacksMemory } from './picture.rules.ts';
import { squarePictures } from './picture.ts';

const WIDTH = 200;
const HEIGHT = 100;
/** Red on the left and blue on the right, as a camera held sideways has written it. */
const halves = () =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#d00000' } }).composite([
    { input: { create: { width: WIDTH / 2, height: HEIGHT, channels: 3, background: '#0000d0' } }, left: 100, top: 0 },
  ]);
const noise = (width = 300, height = 300) =>
  sharp({
    create: { width, height, channels: 3, background: 'gray', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });

const files = {} as Record<'jpeg' | 'png' | 'webp' | 'avif', Buffer>;
let upsideDown: Buffer;
beforeAll(async () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const)
    files[format] = await noise().toFormat(format).toBuffer();
  // 6: turned by a quarter to the right
  upsideDown = await halves()
    .withExif({ IFD0: { Copyright: 'Ada Winter' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
});

const squares = (bytes: Buffer, sides = [32, 64]) => squarePictures(async () => bytes, sides, 'input.uploadId');
const ruleOf = (bytes: Buffer) =>
  squares(bytes).then(
    () => 'taken',
    ({ extensions: { code, field, rule } }) => [code, field, rule],
  );
const refused = (rule: string) => ['BAD_USER_INPUT', 'input.uploadId', rule];

test.each(['jpeg', 'png', 'webp', 'avif'] as const)('a picture in %s is drawn anew in every size', async (format) => {
  const { hash, bySide } = await squares(files[format]);
  expect(hash).toMatch(/^[\da-f]{32}$/);
  for (const [side, bytes] of bySide)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: side, height: side });
  expect([...bySide.keys()]).toEqual([32, 64]);
});

test('large squares are read to their end, too', async () => {
  const [square] = (await squares(await noise(1_500, 1_500).jpeg().toBuffer(), [1_500])).bySide.values();
  expect(square!.length).toBeGreaterThan(800_000);
  expect(await sharp(square).metadata()).toMatchObject({ width: 1_500, height: 1_500 });
});

test('it stands upright, and nothing is left of what the camera has written', async () => {
  const { bySide } = await squares(upsideDown, [64]);
  const meta = await sharp(bySide.get(64)).metadata();
  expect([meta.exif, meta.icc, meta.xmp, meta.orientation]).toEqual([undefined, undefined, undefined, undefined]);
  const { data } = await sharp(bySide.get(64)).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [data[(y * 64 + x) * 3]! > 128, data[(y * 64 + x) * 3 + 2]! > 128];
  expect([at(32, 4), at(32, 60)]).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('the same picture has the same hash, another one another', async () => {
  const [once, again, other] = await Promise.all([squares(files.png), squares(files.png), squares(upsideDown)]);
  expect(once.hash).toBe(again.hash);
  expect(once.hash).not.toBe(other.hash);
});

const ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
test('what is hidden behind a picture is not in what is made of it', async () => {
  const { bySide } = await squares(Buffer.concat([files.jpeg, Buffer.from('<script>alert(1)</script>'), ZIP]));
  for (const bytes of bySide.values()) expect(bytes.includes('<script>') || bytes.includes(ZIP)).toBe(false);
});

test.each([
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>')],
  ['a ZIP', ZIP],
  ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
  ['a film', Buffer.from('0000001866747970697363366d70343100000000', 'hex')],
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.alloc(1)],
])('%s is no picture', async (_, bytes) => {
  expect(await ruleOf(bytes)).toEqual(refused('picture'));
});

test('a GIF and a TIFF are none that is taken', async () => {
  for (const format of ['gif', 'tiff'] as const)
    expect(await ruleOf(await noise().toFormat(format).toBuffer())).toEqual(refused('picture'));
});

test.each(['jpeg', 'png', 'webp', 'avif'] as const)('half of a file in %s is damaged', async (format) => {
  const half = files[format].subarray(0, files[format].length / 2);
  expect(await ruleOf(half)).toEqual(refused('damaged'));
});

test('SVG behind the first bytes of a JPEG is damaged', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>');
  expect(await ruleOf(Buffer.concat([Buffer.from('ffd8ff', 'hex'), svg]))).toEqual(refused('damaged'));
});

/** A PNG that says how large it is, and has a few bytes of pixels. */
function declaring(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(1_000));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

test.each([
  [1, 30_000, 'sides'],
  [30_000, 1, 'sides'],
  [15, 15, 'sides'],
  [1_601, 160, 'sides'],
  [12_001, 2_000, 'sides'],
  [10_000, 5_001, 'pixels'],
  [12_000, 12_000, 'pixels'],
])('%i by %i pixels break a rule that is looked at before any of them', async (width, height, rule) => {
  expect(await ruleOf(declaring(width, height))).toEqual(refused(rule));
});

test('at the edge of every rule a picture is taken, or only damaged', async () => {
  expect(await ruleOf(await noise(16, 16).png().toBuffer())).toBe('taken');
  expect(await ruleOf(await noise(1_600, 160).png().toBuffer())).toBe('taken');
  expect(await ruleOf(declaring(10_000, 5_000))).toEqual(refused('damaged'));
  expect(await ruleOf(declaring(12_000, 4_166))).toEqual(refused('damaged'));
});

test('one is worked on at a time, and the bytes of those that wait are not read', async () => {
  let reading = 0;
  const begun = Promise.withResolvers<void>();
  const read = () => {
    reading++;
    return begun.promise.then(() => files.png);
  };
  const all = Array.from({ length: 13 }, () => squarePictures(read, [32], 'file'));
  await Promise.resolve();
  expect(() => squarePictures(read, [32], 'file')).toThrow('Very many pictures');
  await new Promise(setImmediate);
  expect(reading).toBe(1);
  begun.resolve();
  expect(await Promise.all(all)).toHaveLength(13);
});

const list = promisify(execFile);

describe('a process of its own', () => {
  /** 476 bytes of one colour. */
  const flat = readFileSync(join(import.meta.dirname, 'flat16Megapixels.avif'));

  /** Of those that this one has started to draw. */
  async function pids(): Promise<number[]> {
    const { stdout } = await list('ps', ['-A', '-o', 'pid=,ppid=,args=']);
    const processes = stdout.split('\n').map((line) => line.trim().split(/ +/));
    return processes
      .filter(([, parent, ...args]) => Number(parent) === process.pid && args.includes(PROGRAM))
      .map(([pid]) => Number(pid));
  }
  async function started(): Promise<number> {
    let [pid] = await pids();
    while (!pid) [pid] = await pids();
    return pid;
  }
  const outcome = (bytes: Buffer, withinMs?: number) =>
    squarePictures(async () => bytes, [32, 16], 'file', withinMs).then(
      ({ bySide }) => bySide.size,
      (error: RemoteError) => [error instanceof RemoteError, (error.cause as Error).message],
    );

  test('the pixels of a picture are there and not here, and nothing is left of it', async () => {
    const before = process.memoryUsage.rss();
    let [here, there] = [0, 0];
    let isDrawn = false;
    const drawing = outcome(flat).finally(() => {
      isDrawn = true;
    });
    const pid = await started();
    while (!isDrawn) {
      here = Math.max(here, process.memoryUsage.rss() - before);
      const { stdout } = await list('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
      there = Math.max(there, Number(stdout) * 1_024);
    }
    expect(await drawing).toBe(2);
    expect(there).toBeGreaterThan(200_000_000);
    expect(here).toBeLessThan(100_000_000);
    expect(await pids()).toEqual([]);
  });

  test('that is killed is no fault of the file, which is drawn by the next one', async () => {
    const drawing = outcome(files.png);
    process.kill(await started(), 'SIGKILL');
    expect(await drawing).toEqual([true, 'it ended by SIGKILL']);
    expect(await outcome(files.png)).toBe(2);
  });

  test('that takes too long is killed: that is no fault of the file, and the next one has its turn', async () => {
    const slow = outcome(files.png, 3_000);
    process.kill(await started(), 'SIGSTOP');
    const next = outcome(files.jpeg);
    expect(await slow).toEqual([true, 'it ended by SIGKILL']);
    expect(await next).toBe(2);
    expect(await pids()).toEqual([]);
  });

  test('that cannot be started is no fault of the file', async () => {
    const { execPath } = process;
    process.execPath = '/nowhere/node';
    const drawing = outcome(files.png).finally(() => {
      process.execPath = execPath;
    });
    expect(await drawing).toEqual([true, 'it ended by ENOENT']);
  });

  test('ends by itself when nobody does it', async () => {
    const child = spawn(process.execPath, [PROGRAM, '1000', '32'], { stdio: 'pipe' });
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
  });

  const onLinux = test.runIf(process.platform === 'linux');

  onLinux('has none of our variables', async () => {
    const drawing = outcome(files.png);
    expect(readFileSync(`/proc/${await started()}/environ`, 'utf8')).toBe('');
    expect(await drawing).toBe(2);
  });

  onLinux('is the first that ends when memory is short', async () => {
    const child = spawn(process.execPath, [PROGRAM, '60000', '32'], { stdio: 'pipe' });
    await expect.poll(() => readFileSync(`/proc/${child.pid}/oom_score_adj`, 'utf8')).toBe('1000\n');
    child.kill('SIGKILL');
  });

  onLinux('fails when it gets no memory, and calls no file damaged', async () => {
    // Node takes 650 MB of these for itself
    const child = spawn('prlimit', ['--data=800000000', process.execPath, PROGRAM, '60000', '32'], { stdio: 'pipe' });
    child.stdin.end(flat);
    const [answered, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    expect([answered, code, lacksMemory(said)]).toEqual(['', 1, true]);
  });

  test.each([
    ['vips_tracked: out of memory -- size == 2MB', true],
    ['heif: Invalid input: Unspecified: Memory allocation error (2.0)', true],
    ['VipsJpeg: Insufficient memory (case 4)', true],
    ['heif: Memory allocation error: Security limit exceeded: Allocating 5 GB', false],
    ['pngload_buffer: libspng read error', false],
  ])('that says "%s" lacks memory: %s', (message, isIt) => expect(lacksMemory(message)).toBe(isIt));
});
