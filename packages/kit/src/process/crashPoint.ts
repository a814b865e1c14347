import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of files named like crash points; such a file kills the process when it gets there. Never in production. */
const armed = process.env.NODE_ENV === 'production' ? undefined : process.env.CRASH_POINTS;

/**
 * A place where a process may die between two things that have to happen both. Free unless CRASH_POINTS names a folder: then
 * a file of this name there is used up, and the process is gone as by kill -9.
 */
export function crashPoint(name: string): void {
  if (armed === undefined) return;
  try {
    rmSync(join(armed, name));
  } catch {
    return;
  }
  process.kill(process.pid, 'SIGKILL');
}
