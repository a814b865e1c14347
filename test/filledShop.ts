import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { copyPostgresData, deletePostgresData } from '../local/postgres/postgres.ts';
import { domains } from '../local/system/layout.ts';
import { startSystem } from '../local/system/system.ts';
import { settled } from './settled.ts';

/**
 * Gives that folder the secrets and the data of a shop with the small seed. It is made once in a test run, by whoever needs it
 * first: a copy costs a tenth of a new cluster, its migrations and the seed.
 */
export async function copyFilledShop(directory: string): Promise<void> {
  const shop = join(tmpdir(), 'filled-shop');
  const sign = join(shop, 'filled');
  while (!existsSync(sign)) {
    if (isFirst(`${shop}.claim`)) await fill(shop, sign).finally(() => rmSync(`${shop}.claim`, { recursive: true }));
    else await delay(50);
  }
  mkdirSync(directory, { recursive: true });
  cpSync(join(shop, 'secrets.json'), join(directory, 'secrets.json'));
  copyPostgresData(join(shop, 'postgres'), join(directory, 'postgres'));
}

async function fill(shop: string, sign: string): Promise<void> {
  // somebody else may have been quicker between our look and our claim, or have failed half way
  if (existsSync(sign)) return;
  deletePostgresData(join(shop, 'postgres'));
  rmSync(shop, { recursive: true, force: true });
  const options = { ports: 'free', seed: 'small', volatile: true, kept: true, single: true } as const;
  const system = await startSystem({ directory: shop, root: process.cwd(), ...options });
  const connections = new Map(domains.map((domain) => [domain, postgres(system.databaseUrl(domain), { max: 1 })]));
  try {
    // what the seed has told is told once, here: a copy that is half told goes on when a claim of this system ends
    await settled((domain) => connections.get(domain)!);
  } finally {
    await Promise.all([...connections.values()].map((sql) => sql.end()));
    await system.stop();
  }
  writeFileSync(sign, '');
}

/** One process makes the folder, however many try. */
function isFirst(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
