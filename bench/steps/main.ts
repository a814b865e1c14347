/**
 * `pnpm bench:steps [--checkouts 40]`: where a checkout's work goes. For each step, and for what follows it: HTTP requests, transactions,
 * statements and round trips to Postgres, events delivered, CPU of each process. What an idle shop does in that time is taken off.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { freePort } from '../../local/ports.ts';
import { type Domain, domains } from '../../local/system/layout.ts';
import { startSystem } from '../../local/system/system.ts';
import { settled } from '../../test/settled.ts';
import { ADDRESS, Shopper } from '../../test/shop.ts';
import { cpuOfAll, type Processes } from '../graph/measure.ts';
import { StatementCounter } from './statements.ts';

const { values } = parseArgs({
  options: { checkouts: { type: 'string', default: '40' }, texts: { type: 'boolean', default: false } },
});
const checkouts = Number(values.checkouts);
const AT_ONCE = 4;
const IDLE_SECONDS = 10;
/** A job looks 20 s later whether a payment was opened; then a checkout has left nothing behind. */
const LEFT_FOR_LATER_MS = 25_000;
const say = (line = '') => process.stdout.write(`${line}\n`);
const lines: string[] = [];
const tell = (line = '') => {
  lines.push(line);
  say(line);
};

const counters = new Map<string, StatementCounter>();
const metricsPorts = new Map<string, number>();
for (const name of ['gateway', ...domains]) metricsPorts.set(name, await freePort());
const directory = mkdtempSync(join(tmpdir(), 'storegraph-bench-'));
const system = await startSystem({
  directory,
  root: process.cwd(),
  ports: 'free',
  seed: 'full',
  environment: Object.fromEntries(
    [...metricsPorts].map(([name, port]) => [name, { LOG_LEVEL: 'error', METRICS_PORT: String(port) }]),
  ),
  async route(from, to, url) {
    if (to !== 'postgres') return url;
    const { url: through, counter } = await StatementCounter.before(url);
    counters.set(from, counter);
    return through;
  },
});
const processes: Processes = Object.fromEntries([...system.processes].map(([name, { pid }]) => [name, pid]));
processes.postgres = system.postgres!.pid;
const databases = new Map<Domain, postgres.Sql>();
const database = (domain: Domain): postgres.Sql => {
  const open = databases.get(domain) ?? postgres(system.databaseUrl(domain), { max: 1 });
  databases.set(domain, open);
  return open;
};

const variants = (
  await database('products')<{ id: string }[]>`
    SELECT variant_id AS id FROM stock WHERE on_hand - reserved > 20 ORDER BY 1`
).map(({ id }) => id);

/** Everything that grows, by what it is called. */
type Counts = Record<string, number>;

const REQUEST = /^http_request_duration_seconds_count\{(.*)\} (\d+)$/gm;

/** Requests that each process has taken, by their route. */
async function requestsSoFar(): Promise<Counts> {
  const counts: Counts = {};
  for (const [name, port] of metricsPorts) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    for (const [, labels = '', count] of text.matchAll(REQUEST)) {
      const [, route = ''] = /route="([^"]*)"/.exec(labels) ?? [];
      const key = `http ${name} ${route}`;
      counts[key] = (counts[key] ?? 0) + Number(count);
    }
  }
  return counts;
}

async function soFar(): Promise<Counts> {
  const counts = await requestsSoFar();
  for (const [name, ms] of Object.entries(cpuOfAll(processes))) counts[`cpu ${name}`] = ms;
  for (const [name, { counts: of }] of counters)
    for (const [kind, count] of Object.entries(of)) counts[`${kind} ${name}`] = count;
  return counts;
}

async function during(work: () => Promise<unknown>): Promise<{ counts: Counts; seconds: number }> {
  const before = await soFar();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const after = await soFar();
  return {
    seconds,
    counts: Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)])),
  };
}

const shoppers = Array.from({ length: checkouts }, (_, index) => ({ shopper: new Shopper(system.url), index }));
type Buyer = (typeof shoppers)[number] & { total?: any; orderId?: string };

async function each(work: (buyer: Buyer) => Promise<unknown>): Promise<void> {
  const waiting: Buyer[] = [...shoppers];
  const worker = async () => {
    for (let buyer = waiting.pop(); buyer; buyer = waiting.pop()) await work(buyer);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // what follows it belongs to it
  await delay(1_000);
  await settled(database);
}

const steps: Record<string, (buyer: Buyer) => Promise<unknown>> = {
  addCartItems: ({ shopper, index }) => shopper.add(variants[index % variants.length]!),
  setCartEmail: ({ shopper, index }) =>
    shopper.run('setCartEmail', 'SetCartEmailInput', { email: `steps-${index}@shop.example` }, 'cart { id }'),
  setCartShippingAddress: ({ shopper }) =>
    shopper.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address: ADDRESS }, 'cart { id }'),
  setCartShippingMethod: async (buyer) => {
    const { cart } = await buyer.shopper.run(
      'setCartShippingMethod',
      'SetCartShippingMethodInput',
      { shippingOptionId: 'standard' },
      'cart { id problems { code } totals { total { amount currencyCode } } }',
    );
    buyer.total = cart.totals.total;
  },
  placeOrder: async (buyer) => {
    const { order } = await buyer.shopper.placeOrder(buyer.total);
    buyer.orderId = order.id;
  },
  payOrder: ({ shopper, orderId }) => shopper.pay(orderId!),
};

const sumOf = (counts: Counts, prefix: string): number =>
  Object.entries(counts).reduce((sum, [key, value]) => (key.startsWith(prefix) ? sum + value : sum), 0);

const perCheckout = (value: number): string => (value / checkouts).toFixed(value / checkouts < 10 ? 1 : 0);

/** With `--texts`: every statement that was run at least so often. */
function sayTexts(atLeast: number): void {
  if (!values.texts) return;
  for (const [service, { texts }] of counters)
    for (const [text, count] of [...texts].sort(([, a], [, b]) => b - a))
      if (count >= atLeast) say(`    ${count} × ${service}: ${text.replaceAll(/\s+/g, ' ').slice(0, 150)}`);
}

try {
  // everything is asked once before, so that nothing is planned, compiled or prepared while it is counted
  for (let round = 0; round < 3; round++) {
    for (const work of Object.values(steps)) await each(work);
    for (const buyer of shoppers) buyer.shopper = new Shopper(system.url);
  }

  await delay(LEFT_FOR_LATER_MS);
  for (const counter of counters.values()) counter.texts.clear();
  const idle = await during(() => delay(IDLE_SECONDS * 1000));
  sayTexts(1);
  tell('| step | HTTP requests | of these events | transactions | statements | round trips | CPU ms | by |');
  tell('| --- | --: | --: | --: | --: | --: | --: | --- |');
  const row = (name: string, counts: Counts) => {
    const parts = Object.entries(counts)
      .filter(([key, value]) => key.startsWith('cpu ') && value / checkouts >= 0.1)
      .sort(([, a], [, b]) => b - a)
      .map(([key, value]) => `${key.slice(4)} ${perCheckout(value)}`);
    const events = Object.entries(counts).reduce(
      (sum, [key, value]) => (key.startsWith('http ') && key.endsWith('/internal/events') ? sum + value : sum),
      0,
    );
    const columns = ['http ', 'transactions ', 'statements ', 'roundTrips '].map((prefix) => sumOf(counts, prefix));
    const [http = 0, ...database] = columns;
    tell(
      `| ${name} | ${[http, events, ...database, sumOf(counts, 'cpu ')].map(perCheckout).join(' | ')} | ${parts.join(' · ')} |`,
    );
  };
  const all: Counts = {};
  const measured: Record<string, () => Promise<void>> = {
    ...Object.fromEntries(Object.entries(steps).map(([name, work]) => [name, () => each(work)])),
    'left for later': () => delay(LEFT_FOR_LATER_MS),
  };
  for (const [name, work] of Object.entries(measured)) {
    for (const counter of counters.values()) counter.texts.clear();
    const { counts, seconds } = await during(work);
    for (const key of Object.keys(counts)) {
      counts[key] = counts[key]! - ((idle.counts[key] ?? 0) / idle.seconds) * seconds;
      all[key] = (all[key] ?? 0) + counts[key];
    }
    row(name, counts);
    sayTexts(checkouts / 2);
  }
  row('**whole checkout**', all);
  tell();
  const share = (ms: number) => `${((ms / (idle.seconds * 1000)) * 100).toFixed(1)} %`;
  const idleParts = Object.entries(idle.counts)
    .filter(([key, ms]) => key.startsWith('cpu ') && ms > 0)
    .map(([key, ms]) => `${key.slice(4)} ${share(ms)}`);
  const perSecond = (sumOf(idle.counts, 'statements ') / idle.seconds).toFixed(1);
  tell(
    `An idle shop: ${share(sumOf(idle.counts, 'cpu '))} of a core (${idleParts.join(' · ')}), ${perSecond} statements a second.`,
  );
  writeFileSync(
    'bench/results/steps.md',
    `# Where a checkout's work goes\n\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}; per checkout, mean of ${checkouts}, ${AT_ONCE} at a time; what an idle shop does is taken off. CPU has what counting costs in it.\n\n${lines.join('\n')}\n`,
  );
  say('Written: bench/results/steps.md');
} finally {
  await Promise.all([...databases.values()].map((sql) => sql.end()));
  await system.stop();
  for (const counter of counters.values()) counter.close();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
