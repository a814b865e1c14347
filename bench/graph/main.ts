/**
 * `pnpm bench`: what an operation costs, for whom, and against what. `--quick` takes a minute, `--products 10000` a larger shop.
 * `--links`: what each link of the chain is worth. `--before <checkout>`: against another, built checkout.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { freePort } from '../../local/ports.ts';
import { domains } from '../../local/system/layout.ts';
import { placePastOrders } from '../../local/system/pastOrders.ts';
import { type RunningSystem, startSystem } from '../../local/system/system.ts';
import { Shopper } from '../../test/shop.ts';
import { growCatalogue } from './growCatalogue.ts';
import { startHive } from './hive.ts';
import { clientOf, closedLoop, type Figures, memoryOf, openLoop, type Processes, type Send } from './measure.ts';
import { type Operation, operationsOn, readCatalogue } from './operations.ts';
import { type Row, report } from './report.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    products: { type: 'string', default: '1000' },
    only: { type: 'string' },
    links: { type: 'boolean', default: false },
    before: { type: 'string' },
  },
});
const operationsPerRound = options.quick ? 400 : 1_000;
const rounds = options.quick ? 1 : 3;
const say = (line: string) => process.stdout.write(`${line}\n`);
const directories: string[] = [];
const systems: RunningSystem[] = [];

interface Variant {
  name: string;
  processes: Processes;
  /** Another gateway before the data of the first variant: answers to signed-in users must be the same, too. */
  sharesData?: boolean;
  /** Undefined where this variant has no such operation. */
  sender(operation: Operation): ((index: number, kept?: boolean) => Promise<string>) | undefined;
  stop(): Promise<void>;
}

interface GraphOptions {
  environment?: Record<string, string>;
  single?: boolean;
  /** Another checkout than this one. */
  root?: string;
  /** The `x-execution` of its requests; without it entities are kept. */
  execution?: string | null;
}

async function startGraph(
  name: string,
  { environment = {}, single = false, root = process.cwd(), execution = 'compiledPlan' }: GraphOptions = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'storegraph-bench-'));
  directories.push(directory);
  const everywhere = Object.fromEntries(
    [...domains, 'gateway' as const].map((one) => [one, { LOG_LEVEL: 'warn', ...environment }]),
  );
  const system = await startSystem({
    directory,
    root,
    ports: 'free',
    seed: 'full',
    volatile: true,
    single,
    environment: everywhere,
  });
  systems.push(system);
  await growCatalogue(system.databaseUrl('products'), Number(options.products));
  await placePastOrders(system);
  const shopper = async (email: string) => {
    const one = new Shopper(system.url);
    await one.signIn(email, 'correct horse battery staple');
    return one;
  };
  const [customer, staff, guest] = [
    await shopper('ada@storegraph.example'),
    await shopper('sam@storegraph.example'),
    new Shopper(system.url),
  ];
  const ids = (await customer.graph('{ me { orders(first: 10) { nodes { id } } } }')).data.me.orders.nodes.map(
    ({ id }: { id: string }) => id,
  );
  const operations = operationsOn(await readCatalogue(guest, ids));
  for (const number of [1, 4, 7]) await guest.add(`var_01jd${String(number).padStart(22, '0')}`);
  const client = clientOf(system.url);
  const headers: Record<string, Record<string, string>> = {
    customer: { authorization: `Bearer ${customer.accessToken}` },
    staff: { authorization: `Bearer ${staff.accessToken}` },
    guest: { 'x-cart-token': guest.cartToken! },
  };
  const processes = Object.fromEntries([...system.processes].map(([process, child]) => [process, child.pid!]));
  const variant: Variant = {
    name,
    processes: { ...processes, postgres: system.postgres!.pid },
    sender({ name: wanted }) {
      const { query, variables, as, steps } = operations.find(({ name }) => name === wanted)!;
      if (steps) return async (index) => String(await steps(new Shopper(system.url), index));
      // who names a way of execution gets nothing that is kept; a cookie makes a request somebody's own, asked for each
      const own = {
        ...headers[as ?? 'nobody'],
        ...(execution && { 'x-execution': execution }),
        cookie: 'bench=1',
      };
      return (index, kept = false) =>
        client.text('/graphql', JSON.stringify({ query, variables: variables(index) }), kept ? {} : own);
    },
    async stop() {
      await client.close();
      await system.stop();
    },
  };
  return { variant, operations, system, directory, headers };
}

/** The same three pages by hand, over the database of the graph beside it. */
async function startCeiling(databaseUrl: string, publicUrl: string, postgresPid: number): Promise<Variant> {
  const port = await freePort();
  const child = fork(join(import.meta.dirname, 'ceiling.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), PUBLIC_URL: publicUrl },
  });
  await new Promise<void>((ready, fail) => {
    child.once('message', () => ready());
    child.once('exit', () => fail(new Error('The ceiling did not start')));
  });
  const client = clientOf(`http://127.0.0.1:${port}`);
  return {
    name: 'ceiling',
    processes: { ceiling: child.pid!, postgres: postgresPid },
    sender: ({ name, variables }) =>
      ['list page', 'product page', 'search'].includes(name)
        ? (index) => client.text(`/${encodeURIComponent(name)}`, JSON.stringify({ variables: variables(index) }))
        : undefined,
    async stop() {
      await client.close();
      child.disconnect();
    },
  };
}

/** Dear to measure, so on a page of one subgraph and one of several; in a full run on two more. */
const hiveOperations = ['list page', 'order tracking', ...(options.quick ? [] : ['product page', 'search'])];

/** Undefined, and a line that says why, where Hive Gateway cannot be installed or started. */
async function tryHive(
  name: string,
  { variant, system, directory, headers }: Awaited<ReturnType<typeof startGraph>>,
  settings: { rustPlanner: boolean },
): Promise<Variant | undefined> {
  try {
    const hive = await startHive(system, directory, settings);
    const client = clientOf(hive.url);
    return {
      name,
      processes: { ...variant.processes, gateway: hive.pid },
      sharesData: true,
      sender: ({ name: wanted, query, variables, as }) =>
        hiveOperations.includes(wanted)
          ? async (index) => {
              const own = headers[as ?? 'nobody'] ?? {};
              const body = JSON.stringify({ query, variables: variables(index) });
              return client.text('/graphql', body, { ...own, ...(await hive.tokens(own)) });
            }
          : undefined,
      async stop() {
        await client.close();
        await hive.stop();
      },
    };
  } catch (error) {
    say(`Without ${name}: ${(error as Error).message}`);
  }
}

function mean(all: Figures[]): Figures {
  const of = (read: (one: Figures) => number) => all.reduce((sum, one) => sum + read(one), 0) / all.length;
  return {
    operations: all.reduce((sum, one) => sum + one.operations, 0),
    perSecond: of((one) => one.perSecond),
    p50: of((one) => one.p50),
    p95: of((one) => one.p95),
    p99: of((one) => one.p99),
    cpu: Object.fromEntries(Object.keys(all[0]!.cpu).map((name) => [name, of((one) => one.cpu[name]!)])),
    cpuInAll: of((one) => one.cpuInAll),
  };
}

async function mustAgree(
  operation: Operation,
  senders: { name: string; sharesData?: boolean; send: (index: number) => Promise<string> }[],
): Promise<void> {
  const [first, ...others] = senders;
  for (const index of [0, 1, 2, 3, 17]) {
    // two systems have ports of their own in the addresses of pictures, and orders of their own
    const normal = async (send: (at: number) => Promise<string>) =>
      JSON.parse((await send(index)).replaceAll(/http:\/\/(localhost|127\.0\.0\.1):\d+/g, ''));
    const expected = await normal(first!.send);
    for (const { name, sharesData, send } of others) {
      const found = await normal(send);
      if ((sharesData || !operation.as) && !isDeepStrictEqual(found, expected))
        throw new Error(
          `${operation.name}: ${name} answers otherwise than ${first!.name}:\n${JSON.stringify(found).slice(0, 600)}\n${JSON.stringify(expected).slice(0, 600)}`,
        );
    }
  }
}

const variants: Variant[] = [];
type Ours = Awaited<ReturnType<typeof startGraph>>;

/** Against Apollo alone, one process, a ceiling written by hand, and another gateway. */
async function inFull(ours: Ours): Promise<void> {
  say('Starting the graph with Apollo alone, the ceiling and Hive Gateway');
  variants.push((await startGraph('apollo', { environment: { LINKS: 'apollo' } })).variant);
  variants.push((await startGraph('one process', { single: true })).variant);
  variants.push(await startCeiling(ours.system.databaseUrl('products'), ours.system.url, ours.system.postgres!.pid));
  for (const [name, rustPlanner] of [
    ['hive', false],
    ['hive, Rust planner', true],
  ] as const) {
    const hive = await tryHive(name, ours, { rustPlanner });
    if (hive) variants.push(hive);
  }
}

/** Every link left out once. Requests are personal, so that no whole answer is kept: what that is worth is "again". */
async function withoutLinks(): Promise<void> {
  const links = ['compiledPlan', 'entityCache', 'compiledQuery'];
  for (const link of links) {
    const LINKS = links.filter((other) => other !== link).join();
    variants.push((await startGraph(`no ${link}`, { environment: { LINKS }, execution: null })).variant);
  }
}

async function beforeThis(): Promise<void> {
  variants.push((await startGraph('before', { root: options.before!, execution: 'compiled' })).variant);
}

try {
  const ours = await startGraph('ours', { execution: options.links ? null : undefined });
  variants.push(ours.variant);
  const others = options.links ? withoutLinks : options.before ? beforeThis : inFull;
  await others(ours);
  const rows: Row[] = [];
  for (const operation of ours.operations) {
    if (options.only && !operation.name.includes(options.only)) continue;
    const senders = variants.flatMap(({ name, processes, sharesData, sender }) => {
      const send = sender(operation);
      return send ? [{ name, processes, sharesData, send, measured: [] as Figures[] }] : [];
    });
    if (!operation.changes) await mustAgree(operation, senders);
    const count = operation.changes?.operations ?? operationsPerRound;
    const warmUp = Math.min(count, 300);
    for (const { send, processes } of senders) await closedLoop(send as Send, processes, { operations: warmUp });
    for (let round = 0; round < rounds; round++)
      for (const { send, processes, measured } of senders)
        measured.push(await closedLoop(send, processes, { operations: count, from: warmUp + round * count }));
    for (const { name, measured } of senders)
      rows.push({ operation: operation.name, variant: name, ...mean(measured) });
    if (operation.hits) {
      const { send, processes } = senders[0]!;
      const hit = () => send(3, true);
      await closedLoop(hit, processes, { operations: 100 });
      rows.push({
        operation: operation.name,
        variant: 'ours, again',
        ...(await closedLoop(hit, processes, { operations: operationsPerRound })),
      });
    }
    if (operation.name === 'list page') {
      const { send, processes } = senders[0]!;
      rows.push({
        operation: operation.name,
        variant: 'ours, 40 a second',
        ...(await openLoop(send, processes, { operations: options.quick ? 200 : 600, perSecond: 40, from: 10_000 })),
      });
    }
    for (const row of rows.filter(({ operation: of }) => of === operation.name))
      say(
        `${row.operation.padEnd(18)} ${row.variant.padEnd(18)} ${row.cpuInAll.toFixed(2).padStart(7)} ms CPU  ${row.perSecond.toFixed(0).padStart(6)}/s  p50 ${row.p50.toFixed(1)} p95 ${row.p95.toFixed(1)} p99 ${row.p99.toFixed(1)} ms`,
      );
  }
  const memory = memoryOf(ours.variant.processes);
  const isFull = !options.only && !options.links && !options.before;
  if (isFull)
    for (const file of report(rows, memory, { products: Number(options.products), quick: options.quick }))
      say(`Written: ${file}`);
} finally {
  for (const variant of variants) await variant.stop();
  for (const system of systems) await system.stop();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
