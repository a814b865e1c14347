import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deletePostgresData } from '../postgres/postgres.ts';
import { checkStorage, storageProblem } from '../storage.mjs';
import { CLAIM, claimFolder } from './claim.ts';
import { watchSources } from './dev.ts';
import { placePastOrders } from './pastOrders.ts';
import type { SeedSize } from './seed.ts';
import { type RunningSystem, startSystem } from './system.ts';

const root = process.cwd();
const directory = join(root, '.storegraph');
/** Data, its write-ahead log and logs of a new shop, and what a shop that is there needs to go on. */
const NEEDED_IN_BYTES = { new: 400 * 2 ** 20, kept: 100 * 2 ** 20 };
const started = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const HELP = `pnpm start [--reset] [--single] [--seed full|small|none]
  --reset   deletes all data and begins anew
  --single  everything in one process: half the memory
  --seed    how much a new shop is filled with: full (1,000 products) without it, and
            none in databases of your own (*_DATABASE_URL)`;

function readOptions() {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2).filter((arg) => arg !== '--'),
      options: {
        reset: { type: 'boolean' },
        dev: { type: 'boolean' },
        single: { type: 'boolean' },
        help: { type: 'boolean' },
        seed: { type: 'string' },
      },
    });
    if (values.help) {
      process.stdout.write(`${HELP}\n`);
      process.exit(0);
    }
    if (values.seed !== undefined && !['full', 'small', 'none'].includes(values.seed))
      throw new Error('--seed is full, small or none');
    return { ...values, seed: values.seed as SeedSize | undefined };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(1);
  }
}

const options = readOptions();
const starting = new AbortController();
let system: RunningSystem | undefined;
async function stop(): Promise<void> {
  if (starting.signal.aborted) return;
  process.stdout.write('\n');
  say('Stopping; the data is kept');
  starting.abort();
  await system?.stop(); // a start that has not ended yet stops what it has started
  if (system) end();
}
function end(): never {
  say('Stopped');
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  checkStorage(directory, existsSync(join(directory, 'secrets.json')) ? NEEDED_IN_BYTES.kept : NEEDED_IN_BYTES.new);
  const leave = await claimFolder(directory);
  process.once('exit', leave);
  if (options.reset) reset();
  const { signal } = starting;
  system = await startSystem({
    ...options,
    storefront: true,
    directory,
    root,
    sourceMaps: options.dev,
    apart: true,
    signal,
    say,
  });
} catch (error) {
  if (starting.signal.aborted) end();
  const problem = storageProblem(error, directory);
  process.stderr.write(
    problem
      ? `\n${problem.message}\n`
      : `\nStoregraph could not start.\n${(error as Error).message}\nLogs: ${join(directory, 'logs')}\n`,
  );
  process.exit(1);
}
await fillWithOrders(system);
if (options.dev) await watchSources(root, system, say);
if (!starting.signal.aborted)
  say(`Storegraph is up${options.dev ? ', and what you save is taken over' : ''}

  Shop        ${system.storefrontUrl}
  Graph       ${system.url}/graphql
  Playground  ${system.url}/playground
  Mail inbox  ${system.mailUrl}
  Google      ${system.googleUrl}, where accounts are chosen that are nobody's

  Sign in as  ada@storegraph.example    a customer
              sam@storegraph.example    staff
              root@storegraph.example   an admin
  Password    correct horse battery staple

  Ctrl-C stops everything and keeps the data. Logs: .storegraph/logs
`);

function reset(): void {
  deletePostgresData(join(directory, 'postgres'));
  for (const name of readdirSync(directory))
    if (name !== CLAIM) rmSync(join(directory, name), { recursive: true, force: true });
  say('All data in .storegraph is deleted');
}

/** So that every page of a full shop has something to show. */
async function fillWithOrders(shop: RunningSystem): Promise<void> {
  if (shop.seed !== 'full') return;
  try {
    const orders = await placePastOrders(shop, say);
    if (orders > 0) say(`${orders} past orders are placed`);
  } catch (error) {
    if (!starting.signal.aborted) say(`No past orders: ${(error as Error).message}`);
  }
}
