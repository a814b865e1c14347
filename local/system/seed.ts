import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { baseEnvironment, compileCache } from './environment.ts';
import { type Domain, domains } from './layout.ts';

export type SeedSize = 'full' | 'small' | 'none';

export interface SeedOptions {
  /** The checkout: where the bundles are. */
  root: string;
  databaseUrl(domain: Domain): string;
  size: SeedSize;
  signal?: AbortSignal;
}

// what it is to seed comes by its environment: every user of the machine can read its command line
const PROGRAM = `
for (const [file, url] of JSON.parse(process.env.SEEDS)) await (await import(file)).seed(url);
process.exit(0);`;

/** A process of its own, so that the seed's size and memory are its own. Data that is there already stays as it is. */
export async function seedAll({ root, databaseUrl, size, signal }: SeedOptions): Promise<void> {
  const seeds = domains.flatMap((domain) => {
    const file = join(root, `subgraphs/${domain}/dist/seed.mjs`);
    return existsSync(file) ? [[pathToFileURL(file).href, databaseUrl(domain)]] : [];
  });
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      cwd: root,
      env: { ...baseEnvironment(), ...compileCache(root), SEED_SIZE: size, SEEDS: JSON.stringify(seeds) },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    child.once('error', fail);
    child.once('close', (code) => (code === 0 ? done() : fail(new Error(`The seed failed:\n${errors.slice(-2_000)}`))));
  });
}
