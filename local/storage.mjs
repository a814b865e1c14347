// Plain JavaScript: the build runs on whatever Node the host has.
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What stops a start and is nobody's mistake in the code: its message is one line that says what to do. */
export class StartProblem extends Error {}

/** A database writes 16 MB at a time; with less than two of that left, whatever failed has failed for want of room. */
const NEARLY_FULL_IN_BYTES = 32 * 2 ** 20;
const megabytes = (bytes) => `${Math.floor(bytes / 2 ** 20)} MB`;

/** Makes the folder where it is missing, and throws a StartProblem when it cannot be written or has less room than is needed. */
export function checkStorage(folder, neededInBytes = NEARLY_FULL_IN_BYTES) {
  try {
    // before it is made: Node says ENOENT for what cannot be made on a read-only file system
    accessSync(nearest(folder), constants.W_OK | constants.X_OK);
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storageProblem(error, folder) ?? error;
  }
  const free = freeBytes(folder);
  if (free < neededInBytes)
    throw new StartProblem(
      `The disk is full: ${folder} has ${megabytes(free)} left and needs ${megabytes(neededInBytes)}. Make room there, then start again`,
    );
}

/** What an error is at bottom, when it is a disk that is full or a folder that cannot be written; undefined for any other. */
export function storageProblem(error, folder) {
  if (error instanceof StartProblem) return error;
  const { code, path = folder, message = '' } = error;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new StartProblem(
      `${path} cannot be written by this user${code === 'EROFS' ? ': it is on a read-only file system' : ''}. Start from a copy in a folder of your own, or have this one made writable`,
    );
  // 53100 is how Postgres says it
  const isFull =
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    code === '53100' ||
    /No space left|free disk space/.test(message) ||
    freeBytes(folder) < NEARLY_FULL_IN_BYTES;
  return isFull
    ? new StartProblem(
        `The disk is full: ${folder} has ${megabytes(freeBytes(folder))} left. Make room there, then start again`,
      )
    : undefined;
}

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(nearest(folder));
  return bavail * bsize;
}

/** The folder, or above it the first one that is there. */
const nearest = (folder) => (existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder)));
