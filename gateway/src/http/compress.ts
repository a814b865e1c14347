import { promisify } from 'node:util';
import { type BrotliOptions, brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import type { Encoding } from './negotiate.ts';

/** Less than this fits into one packet as it is. */
export const WORTH_COMPRESSING_IN_BYTES = 1_400;
/** Up to here it takes 0.1 ms at the most, and handing it to another thread would cost more than that. */
const LONG_IN_BYTES = 32_000;
const LOWEST = 1;
/** For what is compressed once and sent often. */
const BETTER = { br: 5, gzip: 6 };

const brotliOptions = (level: number): BrotliOptions => ({ params: { [constants.BROTLI_PARAM_QUALITY]: level } });

const here = {
  br: (body: Buffer, level: number) => brotliCompressSync(body, brotliOptions(level)),
  gzip: (body: Buffer, level: number) => gzipSync(body, { level }),
} satisfies Record<Encoding, unknown>;

const aside = {
  br: (body: Buffer, level: number) => promisify(brotliCompress)(body, brotliOptions(level)),
  gzip: (body: Buffer, level: number) => promisify(gzip)(body, { level }),
} satisfies Record<Encoding, unknown>;

/** Bytes that are sent once: as fast as it goes. */
export const compressOnce = (body: Buffer, encoding: Encoding): Buffer | Promise<Buffer> =>
  (body.length < LONG_IN_BYTES ? here : aside)[encoding](body, LOWEST);

/** Bytes that are kept: as small as is worth it. */
export const compressKept = (body: Buffer, encoding: Encoding): Promise<Buffer> =>
  aside[encoding](body, BETTER[encoding]);
