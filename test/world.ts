import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { deletePostgresData } from '../local/postgres/postgres.ts';
import type { Domain } from '../local/system/layout.ts';
import { type RunningSystem, type SystemOptions, startSystem } from '../local/system/system.ts';
import { copyFilledShop } from './filledShop.ts';
import { settled } from './settled.ts';
import { Shopper } from './shop.ts';

export interface Mail {
  subject: string;
  text: string;
  messageId: string;
}

export interface World {
  readonly system: RunningSystem;
  guest(): Shopper;
  staff(): Promise<Shopper>;
  mailsTo(email: string): Promise<Mail[]>;
  stockOf(variantId: string): Promise<{ on_hand: number; reserved: number }>;
  /** Until nothing is on its way any more: then whatever changes was changed by who is looked at. */
  settled(): Promise<void>;
  /** What all processes have logged with these words in it. */
  logged(words: string): string;
  inDatabase<T>(domain: Domain, run: (sql: postgres.Sql) => Promise<T>): Promise<T>;
}

export const newEmail = (): string => `shopper-${randomUUID().slice(0, 8)}@shop.example`;

/** What the processes said while a test failed, for who looks into it. */
function keepLogs(directory: string, file: string): void {
  const kept = join('artifacts', 'logs', file.replaceAll(/[\\/]/g, '-'), String(Date.now()));
  cpSync(join(directory, 'logs'), kept, { recursive: true });
  process.stderr.write(`The logs of its processes are in ${kept}\n`);
}

/** Time-outs of the gateway that a busy machine does not meet either. */
const patient = { QUERY_TIMEOUT_MS: '30000', MUTATION_TIMEOUT_MS: '30000', OPERATION_TIMEOUT_MS: '60000' };

/**
 * The whole system as real processes for one test file: gateway, six subgraphs, Postgres, local Stripe, mail. `timeouts` of the
 * gateway: without any, those that it has in a shop.
 */
export function runningWorld(
  options: Partial<SystemOptions> | (() => Promise<Partial<SystemOptions>>) = {},
  timeouts: Record<string, string> = patient,
): World {
  let system: RunningSystem | undefined;
  const connections = new Map<Domain, postgres.Sql>();
  const database = (domain: Domain): postgres.Sql => {
    const open = connections.get(domain) ?? postgres(world.system.databaseUrl(domain), { max: 5, onnotice: () => {} });
    connections.set(domain, open);
    return open;
  };
  beforeAll(async () => {
    const given = typeof options === 'function' ? await options() : options;
    const directory = given.directory ?? mkdtempSync(join(tmpdir(), 'storegraph-system-'));
    await copyFilledShop(directory);
    system = await startSystem({
      directory,
      root: process.cwd(),
      ports: 'free',
      seed: 'none', // it is there already
      volatile: true,
      ...given,
      environment: {
        ...given.environment,
        gateway: { ...timeouts, ...given.environment?.gateway },
        users: { GOOGLE_TIMEOUT_MS: '30000', ...given.environment?.users },
      },
    });
  }, 120_000);
  const failed = new Set<string>();
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failed.add(task.file.name);
  });
  afterAll(async () => {
    await Promise.all([...connections.values()].map((sql) => sql.end({ timeout: 1 })));
    await system?.stop();
    if (!system) return;
    for (const file of failed) keepLogs(system.directory, file);
    deletePostgresData(join(system.directory, 'postgres'));
    rmSync(system.directory, { recursive: true, force: true });
  }, 60_000);

  const world: World = {
    get system() {
      if (!system) throw new Error('The system is not running yet');
      return system;
    },
    guest: () => new Shopper(world.system.url),
    async staff() {
      const sam = world.guest();
      await sam.signIn('sam@storegraph.example', 'correct horse battery staple');
      return sam;
    },
    async mailsTo(email) {
      const answer = await fetch(`${world.system.mailUrl}/messages?to=${encodeURIComponent(email)}`);
      return (await answer.json()) as Mail[];
    },
    stockOf: (variantId) =>
      world.inDatabase('products', async (sql) => {
        const [stock] = await sql<
          { on_hand: number; reserved: number }[]
        >`SELECT on_hand, reserved FROM stock WHERE variant_id = ${variantId}`;
        return stock!;
      }),
    settled: () => settled(database),
    logged(words) {
      const folder = join(world.system.directory, 'logs');
      const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
      return lines.filter((line) => line.includes(words)).join('\n');
    },
    inDatabase: (domain, run) => run(database(domain)),
  };
  return world;
}
