/**
 * A process for one picture: `node picture.process.ts 512 64` reads the file from stdin and writes `Drawn` as JSON to stdout. Decoders
 * of formats that are not read line by line take more than a gigabyte for 50 megapixels: it is given back when the process ends, and a
 * decoder that crashes or is taken over has no service around it. Whoever imports this file learns where it is, and loads no decoder.
 */
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { default as Sharp } from 'sharp';
import { brokenByContent, brokenBySize, type BrokenRule, DAMAGED, lacksMemory, MOST_PIXELS } from './picture.rules.ts';

export const PROGRAM = import.meta.filename;
/** In base64, one for each side that was asked for; or what is wrong with the file. */
export type Drawn = { squares: string[] } | { broken: BrokenRule };

const QUALITY = 82;

async function draw(bytes: Buffer, sides: readonly number[]): Promise<Drawn> {
  const sharp = await loadSharp();
  const broken = brokenByContent(bytes) ?? (await brokenByHeader(sharp, bytes));
  if (broken) return { broken };
  const largest = Math.max(...sides);
  const whole = await unlessDamaged(
    sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize(largest, largest, { fit: 'cover' })
      .raw()
      .toBuffer({ resolveWithObject: true }),
  );
  if (!whole) return { broken: DAMAGED };
  const { width, height, channels } = whole.info;
  const squares: string[] = [];
  for (const side of sides) {
    const square = sharp(whole.data, { raw: { width, height, channels } })
      .resize(side, side)
      .webp({ quality: QUALITY });
    squares.push((await square.toBuffer()).toString('base64'));
  }
  return { squares };
}

/** By what the file says of itself, before a pixel is decoded. */
async function brokenByHeader(sharp: typeof Sharp, bytes: Buffer): Promise<BrokenRule | null> {
  const header = await unlessDamaged(sharp(bytes, { limitInputPixels: false }).metadata());
  return header ? brokenBySize(header.width, header.height) : DAMAGED;
}

/** Of all that it can read only four formats, from memory. */
async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp', 'Heif'].map((format) => `VipsForeignLoad${format}Buffer`),
  });
  return sharp;
}

/** That there is no memory is not the file's fault: the process fails. */
const unlessDamaged = <T>(read: Promise<T>): Promise<T | null> =>
  read.catch((error: Error) => {
    if (lacksMemory(error.message)) throw error;
    return null;
  });

/** When a machine or a container has no memory left, Linux ends this process and no other. */
function goFirst(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // not Linux, or not allowed: then the largest process goes, which is this one
  }
}

if (process.argv[1] === PROGRAM) {
  const [endsAfterMs, ...sides] = process.argv.slice(2).map(Number);
  // who started it may have died
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), endsAfterMs).unref();
  goFirst();
  const drawn = await draw(await buffer(process.stdin), sides);
  process.stdout.write(JSON.stringify(drawn));
}
