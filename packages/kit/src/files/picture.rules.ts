/** What a picture may be, by its bytes: neither its name nor its type say anything. Node runs this file as it is, in a process of its own, too. */
const FORMATS = {
  'image/jpeg': (bytes: Buffer) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  'image/png': (bytes: Buffer) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/webp': (bytes: Buffer) => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP',
  'image/avif': (bytes: Buffer) => brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis'),
};
export const PICTURE_TYPES: readonly string[] = Object.keys(FORMATS);
export const MOST_PICTURE_BYTES = 20_000_000;
export const MOST_PIXELS = 50_000_000;
const SHORTEST_SIDE = 16;
const LONGEST_SIDE = 12_000;
/** One side of the other. */
const MOST_TIMES_AS_LONG = 10;
/** The rules in words, for descriptions. */
export const PICTURE_RULES =
  'JPEG, PNG, WebP or AVIF by its content, up to 20 MB and 50 megapixels, sides of 16 to 12,000 pixels, and none more than 10 times as long as the other';

/** From its start. The slowest picture takes half of it, as long as nobody else wants the processor. */
export const DRAWN_WITHIN_MS = 8_000;
export const ENDS_BY_ITSELF_LATER_BY_MS = 2_000;

export interface BrokenRule {
  rule: string;
  message: string;
  details?: Record<string, unknown>;
}

export const DAMAGED: BrokenRule = {
  rule: 'damaged',
  message: 'This picture is damaged: it cannot be read to its end',
};

export function brokenByContent(bytes: Buffer): BrokenRule | null {
  if (Object.values(FORMATS).some((isIt) => isIt(bytes))) return null;
  const formats = PICTURE_TYPES.map((type) => type.slice('image/'.length));
  return {
    rule: 'picture',
    message: 'This is not a picture: send JPEG, PNG, WebP or AVIF',
    details: { formats },
  };
}

export function brokenBySize(width: number, height: number): BrokenRule | null {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (shorter < SHORTEST_SIDE || longer > LONGEST_SIDE || longer > MOST_TIMES_AS_LONG * shorter)
    return {
      rule: 'sides',
      message: `A picture has sides of ${SHORTEST_SIDE} to ${LONGEST_SIDE} pixels, and none more than ${MOST_TIMES_AS_LONG} times as long as the other`,
      details: { width, height },
    };
  if (width * height > MOST_PIXELS)
    return {
      rule: 'pixels',
      message: `A picture has at most ${MOST_PIXELS / 1e6} megapixels`,
      details: { limit: MOST_PIXELS },
    };
  return null;
}

/**
 * What libvips, libheif and libjpeg say when they get no memory. A file that asks libheif for more than it ever gives anybody is a fault
 * of the file.
 */
export const lacksMemory = (message: string): boolean =>
  /out of memory|insufficient memory|memory allocation|cannot allocate/i.test(message) &&
  !/security limit/i.test(message);

const LONGEST_BRANDS_IN_BYTES = 256;

/** What a file of the family of MP4 says that it is: the family has films, too. */
function brandsOf(bytes: Buffer): string[] {
  if (textAt(bytes, 4) !== 'ftyp') return [];
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, LONGEST_BRANDS_IN_BYTES);
  return Array.from({ length: Math.max(0, Math.floor((end - 8) / 4)) }, (_, index) => textAt(bytes, 8 + 4 * index));
}

const textAt = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).toString('latin1');
