import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isFree } from '../ports.ts';
import { type Account, copyToShared, nativeFolder, reaches, sharedFolder, unprivilegedAccount } from './binaries.ts';

const VERSION = '18.4.0-beta.17';

export interface PostgresOptions {
  /** Where the data is kept. Used as is, or stands for a folder below the system's temp folder when Postgres could not reach it. */
  folder: string;
  port: number;
  /** Throw-away data: no flushing to disk. */
  volatile?: boolean;
  settings?: Record<string, string>;
  /** Where the platform package is resolved from: a file of the package that depends on it. */
  resolveFrom?: string;
}

export interface RunningPostgres {
  port: number;
  pid: number;
  /** Where the data really is. */
  folder: string;
  /** It was already running: left behind by a parent that was killed. */
  adopted: boolean;
  superuserUrl: string;
  /** Resolves when it ends on its own. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres on 127.0.0.1, as root or not; takes over a live one that serves the same data. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { port } = options;
  let native = nativeFolder(options.resolveFrom ?? import.meta.url);
  let { folder } = options;
  const account = unprivilegedAccount();
  if (account) {
    mkdirSync(dirname(folder), { recursive: true });
    if (!reaches(account, native, dirname(folder))) {
      native = copyToShared(native, VERSION);
      folder = sharedDataFolder(folder);
    }
  }
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account && statSync(folder).uid !== account.uid) chownSync(folder, account.uid, account.gid);

  initialise(native, folder, account);
  const live = await adopt(folder, port);
  if (live) return live;
  if (!(await isFree(port)))
    throw new Error(
      `Port ${port} is taken, and not by this system's Postgres: stop what uses it, or set POSTGRES_PORT to a free port`,
    );
  return launch(native, folder, account, options);
}

/** Deletes the data, wherever it is. */
export function deletePostgresData(folder: string): void {
  for (const place of [folder, sharedDataFolder(folder)]) rmSync(place, { recursive: true, force: true });
}

const sharedDataFolder = (folder: string): string =>
  join(sharedFolder(), `data-${createHash('sha1').update(folder).digest('hex').slice(0, 12)}`);
const urlOf = (port: number): string => `postgres://postgres@127.0.0.1:${port}/postgres`;

function initialise(native: string, folder: string, account: Account | undefined): void {
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const settings = [
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=und',
    '--no-sync',
    '--no-instructions',
  ];
  const { status, stderr, error } = spawnSync(join(native, 'bin', 'initdb'), ['-D', folder, ...settings], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Postgres could not make its data folder: ${stderr || error?.message}`);
}

/** The pid file's lines: pid, data folder, start time, port. */
async function adopt(folder: string, port: number): Promise<RunningPostgres | undefined> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , itsPort] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (!pid || itsPort !== port || !isAlive(pid) || (await isFree(port))) return undefined;
  const ended = untilGone(pid);
  return {
    port,
    pid,
    folder,
    adopted: true,
    superuserUrl: urlOf(port),
    ended,
    async stop() {
      if (isAlive(pid)) process.kill(pid, 'SIGINT');
      await ended;
    },
  };
}

async function launch(
  native: string,
  folder: string,
  account: Account | undefined,
  { port, volatile, settings = {} }: PostgresOptions,
): Promise<RunningPostgres> {
  const all = {
    listen_addresses: '127.0.0.1',
    shared_buffers: '64MB',
    max_connections: '200',
    jit: 'off',
    ...(volatile && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let lastError = '';
  for (let attempt = 0; attempt < 20; attempt++) {
    const child = spawn(join(native, 'bin', 'postgres'), ['-D', folder, '-p', String(port), '-k', '', ...flags], {
      ...account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const failure = await untilReady(child);
    if (failure === undefined) return running(child, folder, port);
    lastError = failure;
    // after kill -9 its children need a moment to let go of the shared memory
    if (!/shared memory|lock file|in use/.test(failure)) break;
    await delay(250);
  }
  throw new Error(`Postgres did not start on port ${port}: ${lastError.trim().split('\n').slice(-5).join('\n')}`);
}

function untilReady(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (!output.includes('ready to accept connections')) return;
      child.stderr!.off('data', read);
      child.stderr!.resume();
      resolve(undefined);
    };
    child.stderr!.on('data', read);
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(output));
  });
}

function running(child: ChildProcess, folder: string, port: number): RunningPostgres {
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  return {
    port,
    pid: child.pid!,
    folder,
    adopted: false,
    superuserUrl: urlOf(port),
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await ended;
    },
  };
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(200);
}
