import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { isFree } from '../ports.ts';
import { StartProblem } from '../storage.mjs';
import { setSuperuserPassword, trustNobody, trustsAnybody } from './access.ts';
import { type Account, copyToShared, nativeFolder, reaches, sharedFolder, unprivilegedAccount } from './binaries.ts';

const VERSION = '18.4.0-beta.17';
const STOP_TIMEOUT_IN_MS = 8_000;

export interface PostgresOptions {
  /** Where the data is kept. Used as is, or stands for a folder below the system's temp folder when Postgres could not reach it. */
  folder: string;
  port: number;
  /** The superuser's, of letters and digits, - and _. Nobody gets in without one. */
  password: string;
  /** It is another one than the data has: it is set before Postgres serves. */
  newPassword?: boolean;
  /** A process group of its own: a Ctrl-C in our terminal is for us, who stop it last. */
  apart?: boolean;
  /** Throw-away data: it is not flushed to disk, and deleted when Postgres is stopped. */
  volatile?: boolean;
  /** Volatile data that stays when Postgres is stopped: to be copied. */
  kept?: boolean;
  settings?: Record<string, string>;
  /** Where the platform package is resolved from: a file of the package that depends on it. */
  resolveFrom?: string;
  /** Is told what takes its time. */
  say?(line: string): void;
}

export interface RunningPostgres {
  port: number;
  pid: number;
  /** Where the data really is. */
  folder: string;
  /** It was already running: left behind by a parent that was killed. */
  adopted: boolean;
  /** Its data let every user of this machine in until now. */
  closed: boolean;
  superuserUrl: string;
  /** Resolves when it ends on its own. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres on 127.0.0.1, as root or not; takes over a live one that serves the same data. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { port, password } = options;
  const { native, folder, account } = within(options);
  checkOwner(folder, account);
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  const live = isNew ? undefined : await adopt(folder, options);
  if (!live && !(await isFree(port)))
    throw new StartProblem(
      `Port ${port} is taken, and not by this system's Postgres: stop what uses it, or set POSTGRES_PORT to a free port`,
    );
  if (isNew) {
    options.say?.('Postgres makes its data folder: only at the first start');
    await initialise(native, folder, account, options);
  }
  const closing = trustsAnybody(folder);
  if (live && !closing) return live;
  await live?.stop();
  if (closing || options.newPassword) await setSuperuserPassword(native, folder, account, password);
  if (closing) trustNobody(folder, account);
  return { ...(await launch(native, folder, account, options)), closed: closing };
}

/** Binaries and data where the account that Postgres runs as can reach them. */
function within({ folder, resolveFrom = import.meta.url }: Pick<PostgresOptions, 'folder' | 'resolveFrom'>) {
  const native = nativeFolder(resolveFrom);
  const account = unprivilegedAccount();
  mkdirSync(dirname(folder), { recursive: true });
  if (!account || reaches(account, native, dirname(folder))) return { native, folder, account };
  const shared = { native: copyToShared(native, VERSION), folder: sharedDataFolder(folder), account };
  mkdirSync(dirname(shared.folder), { recursive: true });
  return shared;
}

/** Postgres serves data of its own account only. */
function checkOwner(folder: string, account: Account | undefined): void {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  const own = account?.uid ?? process.getuid?.();
  if (owner !== undefined && own !== undefined && owner !== own)
    throw new StartProblem(
      `${folder} was made by another user (${owner}). Start as that one, or have the folder deleted to begin anew`,
    );
}

/** Deletes the data, wherever it is. */
export function deletePostgresData(folder: string): void {
  for (const place of [folder, sharedDataFolder(folder)]) rmSync(place, { recursive: true, force: true });
}

/** Copies the data of a Postgres that is stopped, wherever it is, to where a start with the other folder looks for it. */
export function copyPostgresData(from: string, to: string): void {
  const { folder: copy, account } = within({ folder: to });
  const source = existsSync(from) ? from : sharedDataFolder(from);
  mkdirSync(copy, { mode: 0o700 });
  if (!account) {
    cpSync(source, copy, { recursive: true });
    return;
  }
  chownSync(copy, account.uid, account.gid);
  const { status, stderr } = spawnSync('cp', ['-R', `${source}/.`, copy], { ...account, cwd: '/', encoding: 'utf8' });
  if (status !== 0) throw new Error(`Postgres' data could not be copied: ${stderr}`);
}

const sharedDataFolder = (folder: string): string =>
  join(sharedFolder(), `data-${createHash('sha1').update(folder).digest('hex').slice(0, 12)}`);
const urlOf = ({ port, password }: PostgresOptions): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

/** Made beside its place and moved there when it is complete: an interrupted one is made anew. */
async function initialise(
  native: string,
  folder: string,
  account: Account | undefined,
  { password, volatile }: PostgresOptions,
): Promise<void> {
  const unfinished = `${folder}.new`;
  const secrets = mkdtempSync(join(tmpdir(), 'storegraph-initdb-'));
  const passwordFile = join(secrets, 'password');
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account) for (const place of [unfinished, secrets, passwordFile]) chownSync(place, account.uid, account.gid);
    const settings = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--locale=C'];
    const more = ['--locale-provider=icu', '--icu-locale=und', '--no-sync', '--no-instructions'];
    // what a test asks a thousand times for need not be slow to guess
    if (volatile) more.push('-c', 'scram_iterations=1');
    await runInitdb(join(native, 'bin', 'initdb'), ['-D', unfinished, ...settings, ...more], account);
    if (existsSync(folder)) rmdirSync(folder); // what is in it, if anything, is not ours to delete
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

async function runInitdb(command: string, args: string[], account: Account | undefined): Promise<void> {
  const child = spawn(command, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`Postgres could not make its data folder: ${output}`);
}

/** The pid file's lines: pid, data folder, start time, port. */
async function adopt(folder: string, options: PostgresOptions): Promise<RunningPostgres | undefined> {
  const { port } = options;
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
    closed: false,
    superuserUrl: urlOf(options),
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
  options: PostgresOptions,
): Promise<RunningPostgres> {
  const { port, volatile, settings = {} } = options;
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
      detached: options.apart,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const failure = await untilReady(child);
    if (failure === undefined) return running(child, folder, options);
    lastError = failure;
    // after kill -9 its children need a moment to let go of the shared memory
    if (!/shared memory|lock file|in use/.test(failure)) break;
    await delay(250);
  }
  throw new Error(`Postgres did not start on port ${port}: ${lastError.trim().split('\n').slice(-5).join('\n')}`);
}

function untilReady(child: ChildProcessByStdio<null, null, Readable>): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      if (!output.includes('ready to accept connections')) return;
      child.stderr.off('data', read);
      child.stderr.resume();
      resolve(undefined);
    };
    child.stderr.on('data', read);
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(output));
  });
}

function running(child: ChildProcess, folder: string, options: PostgresOptions): RunningPostgres {
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  return {
    port: options.port,
    pid: child.pid!,
    folder,
    adopted: false,
    closed: false,
    superuserUrl: urlOf(options),
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      // one that cannot end in order, such as on a full disk, ends as by a crash: the next start recovers
      const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_IN_MS);
      await ended;
      clearTimeout(timer);
      if (options.volatile && !options.kept) rmSync(folder, { recursive: true, force: true });
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
