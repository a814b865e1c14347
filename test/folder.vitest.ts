import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'storegraph-test-';
/**
 * Linux's folder in memory. Most of what a run writes are copies of databases and of the checkout, thousands of small files, and a
 * disk takes ten times as long to make them.
 */
const MEMORY = '/dev/shm';
/** A run holds some 1 GiB at a time. */
const ROOM_IN_BYTES = 4 * 2 ** 30;

/** One folder for all that a test run writes, so that it leaves nothing behind. */
export default function setup(): () => void {
  const before = process.env.TMPDIR;
  const parent = before === undefined && hasRoomInMemory() ? MEMORY : tmpdir();
  if (parent === MEMORY) deleteLeftOvers();
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711); // as root, Postgres runs as another user
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  };
}

/** It is there, programs may run in it, and neither it nor the machine is short of memory. */
function hasRoomInMemory(): boolean {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm tmpfs (\S+)/m);
    const options = mount?.[1]?.split(',') ?? [];
    const { bavail, bsize } = statfsSync(MEMORY);
    return (
      options.includes('rw') &&
      !options.includes('noexec') &&
      bavail * bsize > ROOM_IN_BYTES &&
      process.availableMemory() > 2 * ROOM_IN_BYTES
    );
  } catch {
    return false; // no Linux
  }
}

/** What a run that was killed has left would stay in memory. */
function deleteLeftOvers(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) && Number.parseInt(name.slice(PREFIX.length), 10);
    if (pid && !isRunning(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
