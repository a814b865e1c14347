import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { badInput, rateLimited, RemoteError } from '../graph/index.ts';
import type { Drawn } from './picture.process.ts';
import { DRAWN_WITHIN_MS, ENDS_BY_ITSELF_LATER_BY_MS } from './picture.rules.ts';

/** As long as each takes all the time that it may, the last of them has its turn within two minutes. */
const MAX_WAITING = 12;
const MOST_ANSWERED_BYTES = 8_000_000;
/** Each in a process of its own, of up to 1.3 GB: one after the other. */
const turns = pLimit(1);
const run = promisify(execFile);

export interface SquarePictures {
  /** Of what is in them: another picture has another one. */
  hash: string;
  /** WebP, by how many pixels each has on a side. */
  bySide: Map<number, Buffer>;
}

/**
 * The middle of a picture in several sizes, upright, and without anything that was in the file beside the picture. `read` is called
 * when it is this one's turn: who waits has no bytes in memory. Throws BAD_USER_INPUT about `field`, with the rule that the file breaks,
 * and RemoteError when the file may be good and it was not drawn all the same: too slowly, or its process has crashed or was killed.
 */
export function squarePictures(
  read: () => Promise<Buffer>,
  sides: readonly number[],
  field: string,
  withinMs = DRAWN_WITHIN_MS,
): Promise<SquarePictures> {
  if (turns.pendingCount >= MAX_WAITING) throw rateLimited('Very many pictures are sent just now', 10);
  return turns(async () => {
    const drawn = await draw(await read(), sides, withinMs);
    if ('broken' in drawn) {
      const { rule, message, details } = drawn.broken;
      throw badInput(field, rule, message, details);
    }
    const squares = drawn.squares.map((square) => Buffer.from(square, 'base64'));
    const largest = squares[sides.indexOf(Math.max(...sides))]!;
    const hash = createHash('sha256').update(largest).digest('hex').slice(0, 32);
    return { hash, bySide: new Map(sides.map((side, index) => [side, squares[index]!])) };
  });
}

/** In another process, which gets the bytes and none of our variables. */
async function draw(bytes: Buffer, sides: readonly number[], withinMs: number): Promise<Drawn> {
  const { PROGRAM } = await import('./picture.process.ts');
  try {
    const drawing = run(process.execPath, [PROGRAM, ...[withinMs + ENDS_BY_ITSELF_LATER_BY_MS, ...sides].map(String)], {
      env: {},
      timeout: withinMs,
      killSignal: 'SIGKILL',
      maxBuffer: MOST_ANSWERED_BYTES,
    });
    // whether it has read everything shows in how it ends
    drawing.child.stdin?.on('error', () => {}).end(bytes);
    return JSON.parse((await drawing).stdout);
  } catch (error) {
    throw new RemoteError('picture.process', 'draw', { cause: howItEnded(error as Ended) });
  }
}

type Ended = Error & { signal?: string | null; code?: number | string | null; stderr?: string };

/** Without what it has answered, which is of a person. */
const howItEnded = ({ message, signal, code, stderr = '' }: Ended): Error =>
  new Error(
    stderr ? `it ended by ${signal ?? code}: ${stderr.slice(-1_000)}` : `it ended by ${signal ?? code ?? message}`,
  );
