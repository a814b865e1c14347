import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './binaries.ts';

/** Whoever comes has a password. Postgres listens on loopback only. */
const RULES = 'host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n';

const rulesOf = (folder: string): string => join(folder, 'pg_hba.conf');

/** Whether its rules let any user of this machine in: so were data folders of earlier versions. */
export const trustsAnybody = (folder: string): boolean =>
  /^[^#\n]*\strust\b/m.test(readFileSync(rulesOf(folder), 'utf8'));

export function trustNobody(folder: string, account: Account | undefined): void {
  const unfinished = `${rulesOf(folder)}.new`;
  writeFileSync(unfinished, RULES, { mode: 0o600 });
  if (account) chownSync(unfinished, account.uid, account.gid);
  renameSync(unfinished, rulesOf(folder));
}

/**
 * Gives the superuser this password, in data that nobody serves: Postgres works on it alone and listens to nothing but its
 * stdin, so no moment is open to others and the password stands in no command line.
 */
export async function setSuperuserPassword(
  native: string,
  folder: string,
  account: Account | undefined,
  password: string,
): Promise<void> {
  const child = spawn(join(native, 'bin', 'postgres'), ['--single', '-D', folder, 'postgres'], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  // an end that comes first is told by its exit code
  child.stdin.on('error', () => {});
  child.stdin.end(`ALTER ROLE postgres PASSWORD '${password}'\n`);
  const [code] = await once(child, 'close');
  if (code !== 0 || /ERROR|FATAL|PANIC/.test(output))
    throw new Error(`Postgres did not take a new password: ${output.trim().split('\n').slice(-3).join('\n')}`);
}
