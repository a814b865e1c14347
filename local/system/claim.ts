import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartProblem } from '../storage.mjs';

/** The name of the file that says who runs in a folder. */
export const CLAIM = 'running.json';
/** It may be busy with its own start. */
const ANSWERS_WITHIN_MS = 5_000;

interface Claim {
  pid: number;
  /** Where the process says its token to whoever asks: it is gone when the process is, and a new one with its id does not know it. */
  port: number;
  token: string;
}

/** A folder is run by one process at a time: throws when another one does, and gives it free with the answer. */
export async function claimFolder(directory: string): Promise<() => void> {
  const file = join(directory, CLAIM);
  const other = await whoRuns(file);
  if (other)
    throw new StartProblem(
      `Storegraph is running in this folder already, as process ${other.pid}. Use that one, or stop it first: Ctrl-C where it runs, or kill ${other.pid}`,
    );
  rmSync(file, { force: true });
  const token = randomUUID();
  const server = createServer((socket) => socket.on('error', () => {}).end(token)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const claim: Claim = { pid: process.pid, port: (server.address() as AddressInfo).port, token };
  writeFileSync(file, JSON.stringify(claim), { mode: 0o600, flag: 'wx' });
  return () => {
    server.close();
    rmSync(file, { force: true });
  };
}

async function whoRuns(file: string): Promise<Claim | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const claim = JSON.parse(readFileSync(file, 'utf8')) as Claim;
    const socket = connect(claim.port, '127.0.0.1').setTimeout(ANSWERS_WITHIN_MS, () =>
      socket.destroy(new Error('slow')),
    );
    return (await text(socket)) === claim.token ? claim : undefined;
  } catch {
    return undefined; // it is gone, or its file was not written to the end
  }
}
