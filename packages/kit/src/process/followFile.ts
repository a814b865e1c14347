import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

const LOOK_EVERY_MS = 1_000;

interface State {
  ino: bigint;
  size: bigint;
  mtimeNs: bigint;
}
const textOf = ({ ino, size, mtimeNs }: State): string => `${ino} ${size} ${mtimeNs}`;

/** What tells one content of a file from the next; take it before the file is read. Null: it is not there. */
export function stateOfFile(file: string): string | null {
  const state = statSync(file, { bigint: true, throwIfNoEntry: false });
  return state ? textOf(state) : null;
}

/**
 * Looks once a second whether a file is another than in a state that was taken before: whatever was written since then is seen, also
 * before the first look. (`watchFile` compares with whatever it finds first, and loses what was written until then.) Works wherever
 * the file is mounted from. Returns what ends it.
 */
export function followFile(file: string, since: string | null, changed: () => void): () => void {
  let seen = since;
  let isLooking = false;
  let isOver = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    // not there: it is being replaced, and the next look sees by what
    const now = await stat(file, { bigint: true }).then(textOf, () => null);
    isLooking = false;
    if (isOver || now === null || now === seen) return;
    seen = now;
    changed();
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
