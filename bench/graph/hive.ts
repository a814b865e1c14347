import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTokenMinter, type MintToken, type Viewer } from '@storegraph/kit';
import { freePort } from '../../local/ports.ts';
import { domains } from '../../local/system/layout.ts';
import { loadSecrets } from '../../local/system/secrets.ts';
import type { RunningSystem } from '../../local/system/system.ts';

/** Not among the project's dependencies: fetched from the registry on first use. */
const MANIFEST = JSON.stringify({
  private: true,
  dependencies: { '@graphql-hive/gateway': '2.15.1', '@graphql-hive/router-runtime': '1.4.23' },
  overrides: { '@graphql-tools/batch-execute': '10.2.0' },
});
const START_TIMEOUT_IN_MS = 30_000;

export interface RunningHive {
  url: string;
  pid: number;
  /** What subgraphs demand of the gateway, for whoever signs in with these headers. */
  tokens(headers: Record<string, string>): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

/** Hive Gateway before the subgraphs of a running system, with its own planner or the one in Rust. */
export async function startHive(
  system: RunningSystem,
  directory: string,
  { rustPlanner }: { rustPlanner: boolean },
): Promise<RunningHive> {
  const binary = join(await install(), 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const supergraph = join(directory, 'hive.supergraph.graphql');
  writeFileSync(supergraph, addressed(readFileSync('supergraph.graphql', 'utf8'), system));
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [
      binary,
      'supergraph',
      supergraph,
      ...['--config-path', join(import.meta.dirname, 'hive.config.mjs')],
      ...['--host', '127.0.0.1', '--port', String(port), '--fork', '1'],
      ...(rustPlanner ? ['--hive-router-runtime'] : []),
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(child, url);
  } catch (error) {
    await end(child);
    throw error;
  }
  const { keys } = await loadSecrets(join(directory, 'secrets.json'));
  const mint = await createTokenMinter({ name: 'gateway', privateJwk: JSON.stringify(keys.gateway) });
  return { url, pid: child.pid!, tokens: (headers) => tokensFor(mint, headers), stop: () => end(child) };
}

async function install(): Promise<string> {
  const folder = join(process.cwd(), 'node_modules/.cache/storegraph-bench/hive');
  const manifest = join(folder, 'package.json');
  const stamp = join(folder, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === MANIFEST) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, MANIFEST);
  await promisify(execFile)('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    timeout: 180_000,
  });
  writeFileSync(stamp, MANIFEST);
  return folder;
}

/** The same supergraph, with the addresses that the subgraphs have in this system. */
function addressed(sdl: string, { ports }: RunningSystem): string {
  return domains.reduce(
    (text, domain) =>
      text.replace(
        new RegExp(`(@join__graph\\(name: "${domain}", url: ")[^"]*`),
        `$1http://127.0.0.1:${ports[domain]}/graphql`,
      ),
    sdl,
  );
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    said = (said + chunk).slice(-1_000);
  });
  const deadline = Date.now() + START_TIMEOUT_IN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/readiness`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error(`Hive Gateway does not get ready. It said last: ${said}`);
}

async function tokensFor(mint: MintToken, { authorization }: Record<string, string>): Promise<Record<string, string>> {
  const viewer = authorization ? viewerOf(authorization) : null;
  const tokens = domains.map(async (domain) => [`x-token-${domain}`, await mint(domain, viewer)] as const);
  return Object.fromEntries(await Promise.all(tokens));
}

/** The token is from our own sign-in a moment ago: nobody has to check it. */
function viewerOf(authorization: string): Viewer {
  const payload = JSON.parse(Buffer.from(authorization.split('.')[1]!, 'base64url').toString('utf8'));
  return { id: payload.sub, roles: payload.roles ?? [], ...(payload.sid && { sessionId: payload.sid }) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}
