/**
 * `pnpm bench:checkout [--seconds 20]`: orders at a constant rate, a flash sale, and three times more than can be done. Latencies count from when
 * a request should have gone out. Data is flushed to disk, as in a shop.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { lastingViolations, openCopy } from '../../proof/invariants/invariants.ts';
import { domains } from '../../local/system/layout.ts';
import { startSystem } from '../../local/system/system.ts';
import { Shopper } from '../../test/shop.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(values.seconds);
const RATES = [5, 15];
const BUYERS = 300;
const UNITS = 10;
const say = (line: string) => process.stdout.write(`${line}\n`);

const directory = mkdtempSync(join(tmpdir(), 'storegraph-bench-'));
const system = await startSystem({
  directory,
  root: process.cwd(),
  ports: 'free',
  seed: 'full',
  environment: Object.fromEntries(['gateway', ...domains].map((name) => [name, { LOG_LEVEL: 'error' }])),
});
const ordersDatabase = postgres(system.databaseUrl('orders'), { max: 2 });
const paymentsDatabase = postgres(system.databaseUrl('payments'), { max: 1 });
const productsDatabase = postgres(system.databaseUrl('products'), { max: 1 });
const variants = (
  await productsDatabase<{ id: string }[]>`SELECT variant_id AS id FROM stock WHERE on_hand - reserved > 12 ORDER BY 1`
).map(({ id }) => id);

interface Ready {
  shopper: Shopper;
  total: { amount: string; currencyCode: string };
}
let made = 0;
/** Somebody whose cart is filled and who has only to order and pay. */
async function ready(variantId: string): Promise<Ready> {
  const shopper = new Shopper(system.url);
  await shopper.add(variantId);
  const { total } = await shopper.prepareCheckout(`bench-${++made}@shop.example`);
  return { shopper, total };
}
async function readyMany(count: number, variantOf: (index: number) => string): Promise<Ready[]> {
  const all: Ready[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) all.push(await ready(variantOf(next++)));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return all;
}
const anyVariant = (index: number): string => variants[(index * 17) % variants.length]!;

interface Attempt {
  placed?: number;
  paid?: number;
  refused?: number;
}
/** Orders and pays; milliseconds from the intended start. */
async function buy({ shopper, total }: Ready, intended: number): Promise<Attempt> {
  try {
    const { order } = await shopper.placeOrder(total);
    const placed = performance.now() - intended;
    if (order?.status !== 'AWAITING_PAYMENT') return { refused: placed };
    const asked = performance.now();
    await shopper.pay(order.id);
    return { placed, paid: performance.now() - asked };
  } catch {
    return { refused: performance.now() - intended };
  }
}

async function atRate(buyers: Ready[], perSecond: number): Promise<{ attempts: Attempt[]; took: number }> {
  const started = performance.now();
  const pending: Promise<Attempt>[] = [];
  for (const [index, buyer] of buyers.entries()) {
    const intended = started + (index * 1000) / perSecond;
    const wait = intended - performance.now();
    if (wait > 1) await delay(wait);
    pending.push(buy(buyer, intended));
  }
  const attempts = await Promise.all(pending);
  return { attempts, took: (performance.now() - started) / 1000 };
}

const at = (sorted: number[], share: number): string =>
  sorted.length === 0 ? '–' : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(0);
const spread = (numbers: (number | undefined)[]): string => {
  const sorted = numbers.filter((one) => one !== undefined).sort((a, b) => a - b);
  return `${at(sorted, 0.5)} / ${at(sorted, 0.95)} / ${at(sorted, 0.99)}`;
};

/** From the booking of the money to the order that is PAID, by the database's clock, for orders since then. */
async function untilPaid(since: Date): Promise<string> {
  await delay(3_000);
  const booked = await paymentsDatabase<{ id: string; at: Date }[]>`
    SELECT order_id AS id, booked_at AS at FROM ledger_transactions WHERE booked_at >= ${since} AND source LIKE 'payment:%'`;
  const paid = await ordersDatabase<{ id: string; at: Date }[]>`
    SELECT order_id AS id, occurred_at AS at FROM order_events WHERE to_state = 'PAID' AND occurred_at >= ${since}`;
  const paidAt = new Map(paid.map(({ id, at: moment }) => [id, moment.getTime()]));
  return spread(booked.map(({ id, at: moment }) => (paidAt.has(id) ? paidAt.get(id)! - moment.getTime() : undefined)));
}

const lines: string[] = [];
const tell = (line: string) => {
  lines.push(line);
  say(line);
};

try {
  await atRate(await readyMany(20, anyVariant), 5); // warm
  tell('| offered | seconds | paid | refused | placeOrder p50 / p95 / p99 ms | payOrder | money booked → order PAID |');
  tell('| --- | --: | --: | --: | --- | --- | --- |');
  const row = async (title: string, attempts: Attempt[], took: number, since: Date) =>
    tell(
      `| ${title} | ${took.toFixed(1)} | ${attempts.filter(({ paid }) => paid !== undefined).length} | ${attempts.filter(({ refused }) => refused !== undefined).length} | ${spread(attempts.map(({ placed }) => placed))} | ${spread(attempts.map(({ paid }) => paid))} | ${await untilPaid(since)} |`,
    );
  for (const rate of RATES) {
    const buyers = await readyMany(rate * seconds, anyVariant);
    const since = new Date();
    const { attempts, took } = await atRate(buyers, rate);
    await row(`${rate} orders a second`, attempts, took, since);
  }

  // what can be done at most: callers who ask again when they have their answer
  const crowd = await readyMany(240, anyVariant);
  let next = 0;
  const peakStarted = performance.now();
  const since = new Date();
  const peakAttempts: Attempt[] = [];
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      while (next < crowd.length) peakAttempts.push(await buy(crowd[next++]!, performance.now()));
    }),
  );
  const peakTook = (performance.now() - peakStarted) / 1000;
  const peak = peakAttempts.filter(({ paid }) => paid !== undefined).length / peakTook;
  await row(`as many as 12 at a time can: ${peak.toFixed(0)} a second`, peakAttempts, peakTook, since);

  const overload = await readyMany(Math.round(peak * 3 * 8), anyVariant);
  const overloadSince = new Date();
  const { attempts, took } = await atRate(overload, peak * 3);
  await row(`three times that: ${(peak * 3).toFixed(0)} a second for 8 s`, attempts, took, overloadSince);
  const goodput = attempts.filter(({ paid }) => paid !== undefined).length / took;
  tell('');
  tell(
    `Goodput under three times overload: ${goodput.toFixed(0)} a second, ${((goodput / peak) * 100).toFixed(0)} % of the peak. Refused after p50 / p95 / p99: ${spread(attempts.map(({ refused }) => refused))} ms.`,
  );

  const [rare] = await productsDatabase<{ id: string }[]>`
    SELECT variant_id AS id FROM stock WHERE reserved = 0 ORDER BY on_hand DESC LIMIT 1`;
  const staff = new Shopper(system.url);
  await staff.signIn('sam@storegraph.example', 'correct horse battery staple');
  const stockInput = { variantId: rare!.id, setTo: UNITS, reason: 'flash sale', idempotencyKey: crypto.randomUUID() };
  const buyers = await readyMany(BUYERS, () => rare!.id);
  await staff.run('adjustInventory', 'AdjustInventoryInput', stockInput, '__typename');
  const saleStarted = performance.now();
  const answers = await Promise.all(
    buyers.map(async ({ shopper, total }) => {
      const answer = await shopper.placeOrder(total).catch((error: Error) => ({ failed: error.message }));
      return { answer, ms: performance.now() - saleStarted };
    }),
  );
  const outcome = (answer: any): string =>
    answer.failed ? 'no answer' : (answer.userErrors[0]?.__typename ?? answer.order.status);
  const counts = Map.groupBy(answers, ({ answer }) => outcome(answer));
  tell('');
  tell(
    `Flash sale, ${BUYERS} buyers of ${UNITS} units at once: ${[...counts].map(([name, of]) => `${of.length} ${name}`).join(', ')}; answered after p50 / p95 / p99 ${spread(answers.map(({ ms }) => ms))} ms.`,
  );
  await delay(5_000);
  const copy = await openCopy();
  const { databaseUrl, stripeUrl } = system;
  const broken = await lastingViolations(copy, { databaseUrl, stripeUrl });
  await copy.close();
  tell(`Invariants broken afterwards: ${broken.length}${broken.map(({ name }) => ` ${name}`).join()}.`);
  writeFileSync(
    'bench/results/checkout.md',
    `# Checkout under load\n\n${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, everything on this machine, data flushed to disk.\nOne order is placeOrder and payOrder of a prepared cart, and everything that follows: stock, ledger, mails.\n\n${lines.join('\n')}\n`,
  );
  say('Written: bench/results/checkout.md');
} finally {
  await ordersDatabase.end();
  await paymentsDatabase.end();
  await productsDatabase.end();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
