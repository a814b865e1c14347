import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { default as Sharp } from 'sharp';
import { badInput, rateLimited } from '../graph/index.ts';

/** What a picture may be, by its bytes: neither its name nor its type say anything. */
const FORMATS = {
  'image/jpeg': (bytes: Buffer) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  'image/png': (bytes: Buffer) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/webp': (bytes: Buffer) => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP',
  'image/avif': (bytes: Buffer) => brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis'),
};
export const PICTURE_TYPES: readonly string[] = Object.keys(FORMATS);
export const MOST_PICTURE_BYTES = 20_000_000;
const MOST_PIXELS = 50_000_000;
const SHORTEST_SIDE = 16;
const LONGEST_SIDE = 12_000;
/** One side of the other. */
const MOST_TIMES_AS_LONG = 10;
/** The rules in words, for descriptions. */
export const PICTURE_RULES =
  'JPEG, PNG, WebP or AVIF by its content, up to 20 MB and 50 megapixels, sides of 16 to 12,000 pixels, and none more than 10 times as long as the other';

const QUALITY = 82;
const WORKS_FOR_SECONDS = 8;
const AT_ONCE = 2;
const MAX_WAITING = 20;
/** What is decoded takes some 200 MB at the most. */
const turns = pLimit(AT_ONCE);

export interface SquarePictures {
  /** Of what is in them: another picture has another one. */
  hash: string;
  /** WebP, by how many pixels each has on a side. */
  bySide: Map<number, Buffer>;
}

/**
 * The middle of a picture in several sizes, upright, and without anything that was in the file beside the picture. `read` is called
 * when it is this one's turn: who waits has no bytes in memory. Throws BAD_USER_INPUT about `field`, with the rule that is broken.
 */
export function squarePictures(
  read: () => Promise<Buffer>,
  sides: readonly number[],
  field: string,
): Promise<SquarePictures> {
  if (turns.pendingCount >= MAX_WAITING)
    throw rateLimited('Very many pictures are sent just now: try again in a moment', 10);
  return turns(async () => drawSquares(await read(), sides, field));
}

async function drawSquares(bytes: Buffer, sides: readonly number[], field: string): Promise<SquarePictures> {
  const sharp = await loadSharp();
  const largest = Math.max(...sides);
  await assertPicture(sharp, bytes, field);
  const whole = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize(largest, largest, { fit: 'cover' })
    .timeout({ seconds: WORKS_FOR_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw damaged(field);
    });
  const { width, height, channels } = whole.info;
  const bySide = new Map<number, Buffer>();
  for (const side of sides)
    bySide.set(
      side,
      await sharp(whole.data, { raw: { width, height, channels } })
        .resize(side, side)
        .webp({ quality: QUALITY })
        .toBuffer(),
    );
  const hash = createHash('sha256').update(bySide.get(largest)!).digest('hex').slice(0, 32);
  return { hash, bySide };
}

const damaged = (field: string) => badInput(field, 'damaged', 'This picture is damaged: it cannot be read to its end');

/** By what the file says of itself, before a pixel is decoded. */
async function assertPicture(sharp: typeof Sharp, bytes: Buffer, field: string): Promise<void> {
  const formats = PICTURE_TYPES.map((type) => type.slice('image/'.length));
  const isOne = Object.values(FORMATS).some((isIt) => isIt(bytes));
  if (!isOne) throw badInput(field, 'picture', 'This is not a picture: send JPEG, PNG, WebP or AVIF', { formats });
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw damaged(field);
    });
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (shorter < SHORTEST_SIDE || longer > LONGEST_SIDE || longer > MOST_TIMES_AS_LONG * shorter)
    throw badInput(
      field,
      'sides',
      `A picture has sides of ${SHORTEST_SIDE} to ${LONGEST_SIDE} pixels, and none more than ${MOST_TIMES_AS_LONG} times as long as the other`,
      { width, height },
    );
  if (width * height > MOST_PIXELS)
    throw badInput(field, 'pixels', `A picture has at most ${MOST_PIXELS / 1e6} megapixels`, { limit: MOST_PIXELS });
}

let loaded: Promise<typeof Sharp> | undefined;

/** Loaded by the first picture: it has 20 MB. Of all that it can read only these four formats, from memory. */
function loadSharp(): Promise<typeof Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
    });
    return sharp;
  });
  return loaded;
}

const LONGEST_BRANDS_IN_BYTES = 256;

/** What a file of the family of MP4 says that it is: the family has films, too. */
function brandsOf(bytes: Buffer): string[] {
  if (textAt(bytes, 4) !== 'ftyp') return [];
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, LONGEST_BRANDS_IN_BYTES);
  return Array.from({ length: Math.max(0, Math.floor((end - 8) / 4)) }, (_, index) => textAt(bytes, 8 + 4 * index));
}

const textAt = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).toString('latin1');
