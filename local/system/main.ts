import { spawn } from 'node:child_process';
import { rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deletePostgresData } from '../postgres/postgres.ts';
import { placePastOrders } from './pastOrders.ts';
import { type RunningSystem, startSystem } from './system.ts';

const root = process.cwd();
const directory = join(root, '.storegraph');
const started = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const HELP = `pnpm start [--reset] [--single] [--seed full|small|none]
  --reset   deletes all data and begins anew
  --single  everything in one process: half the memory
  --seed    how much a new shop is filled with (full: 1,000 products)`;

function readOptions() {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2).filter((arg) => arg !== '--'),
      options: {
        reset: { type: 'boolean' },
        dev: { type: 'boolean' },
        single: { type: 'boolean' },
        help: { type: 'boolean' },
        seed: { type: 'string', default: 'full' },
      },
    });
    if (values.help) {
      process.stdout.write(`${HELP}\n`);
      process.exit(0);
    }
    if (!['full', 'small', 'none'].includes(values.seed)) throw new Error('--seed is full, small or none');
    return { ...values, seed: values.seed as 'full' | 'small' | 'none' };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(1);
  }
}

const options = readOptions();
if (options.reset) {
  deletePostgresData(join(directory, 'postgres'));
  rmSync(directory, { recursive: true, force: true });
  say('All data is deleted');
}

let system: RunningSystem | undefined;
let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  process.stdout.write('\n');
  say('Stopping; the data is kept');
  await system?.stop();
  say('Stopped');
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

try {
  system = await startSystem({
    directory,
    root,
    seed: options.seed,
    single: options.single,
    sourceMaps: options.dev,
    say,
  });
} catch (error) {
  process.stderr.write(
    `\nStoregraph could not start.\n${(error as Error).message}\nLogs: ${join(directory, 'logs')}\n`,
  );
  process.exit(1);
}
if (stopping) await system.stop();
if (options.seed === 'full') {
  const orders = await placePastOrders(system).catch((error: Error) => say(`No past orders: ${error.message}`));
  if (orders) say(`${orders} past orders are placed`);
}
if (options.dev) watchSources(system);

say(`Storegraph is up

  Graph       ${system.url}/graphql
  Playground  ${system.url}/playground
  Mail inbox  ${system.mailUrl}

  Sign in as  ada@storegraph.example    a customer
              sam@storegraph.example    staff
              root@storegraph.example   an admin
  Password    correct horse battery staple

  Ctrl-C stops everything and keeps the data. Logs: .storegraph/logs
`);

/** Rebuilds and restarts what a change touches: one service, or all of them for the kit. */
function watchSources({ processes }: RunningSystem): void {
  const folders: Record<string, string> = { gateway: 'gateway', stripe: 'local/stripe', mail: 'local/mail' };
  for (const name of processes.keys()) folders[name] ??= `subgraphs/${name}`;
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const changed = (names: Iterable<string>) => {
    for (const name of names) pending.add(name);
    clearTimeout(timer);
    timer = setTimeout(() => void rebuild(), 150);
  };
  const rebuild = async () => {
    const names = [...pending];
    pending.clear();
    const code = await new Promise<number | null>((resolve) => {
      spawn(process.execPath, ['local/build.mjs', ...names], { cwd: root, stdio: 'inherit' }).once('exit', resolve);
    });
    if (code !== 0) return say('The build failed; the old version goes on');
    await Promise.all(names.map((name) => processes.get(name)?.restart()));
    say(`Restarted ${names.join(', ')}`);
  };
  const follow = (folder: string, names: () => Iterable<string>) =>
    watch(join(root, folder), { recursive: true }, (_event, file) => {
      if (
        file &&
        /\.(ts|tsx|graphql|sql)$/.test(file) &&
        !/(^|\/)(dist|test|node_modules)\//.test(file) &&
        !file.endsWith('.test.ts')
      )
        changed(names());
    });
  for (const [name, folder] of Object.entries(folders))
    follow(`${folder}${folder.startsWith('local/') ? '' : '/src'}`, () => [name]);
  for (const shared of ['kit', 'executor']) follow(`packages/${shared}/src`, () => processes.keys());
  say('Watching for changes');
}
