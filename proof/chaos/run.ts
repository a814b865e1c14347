import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deletePostgresData } from '../../local/postgres/postgres.ts';
import { domains } from '../../local/system/layout.ts';
import { type RunningSystem, startSystem, type SystemOptions } from '../../local/system/system.ts';
import { variantNumber } from '../../test/shop.ts';
import { checkBooksAndMemories, type StripeDump, type Violation } from './checks.ts';
import { checkInvariants, checkReconciling, uncaughtErrors } from './peace.ts';
import { PatientShopper } from './client.ts';
import { type Counters, missingFrom, seenBy, WebhookWatch } from './counters.ts';
import { Databases } from './databases.ts';
import { drain, untilAllReady } from './drain.ts';
import { ask, Faults, turn } from './faults.ts';
import { History } from './history.ts';
import { Links } from './proxy.ts';
import { setPorts } from './ports.ts';
import { randomFor, uuidFrom } from './random.ts';
import { Storm } from './storm.ts';
import { restockUntilClosed, rushUntilClosed, shopUntilClosed } from './shoppers.ts';
import type { Shop } from './visit.ts';

export interface RunOptions {
  seed: number;
  stormInSeconds: number;
  /** A storm that has not seen enough goes on so long at most. Default: twice as long. */
  atMostInSeconds?: number;
  shoppers: number;
  /** The checkout, or a copy of it with a mistake in it. */
  root: string;
  /** Instead of those of the checkout. */
  bundles?: SystemOptions['bundles'];
  drainInSeconds?: number;
  /** When the history, the logs and the rest are left under artifacts/. */
  keep?: 'failed' | 'always' | 'never';
  say(line: string): void;
}

export interface RunResult {
  passed: boolean;
  counters?: Counters;
  /** What is wrong, with the rows that show it. */
  problems: Violation[];
  artifacts?: string;
}

const PAYMENT_WINDOW_IN_SECONDS = 6;
const plenty = Array.from({ length: 8 }, (_, index) => variantNumber(20 + index));
const scarce = Array.from({ length: 4 }, (_, index) => variantNumber(40 + index));

/** One storm: a fresh system, shoppers and faults side by side, then peace, and the books are checked. */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { seed, stormInSeconds, shoppers, root, bundles, drainInSeconds = 60, keep: kept = 'failed', say } = options;
  const { atMostInSeconds = 2 * stormInSeconds } = options;
  const directory = mkdtempSync(join(tmpdir(), 'storegraph-chaos-'));
  const links = new Links((name) => randomFor(seed, name));
  const history = new History();
  let restarts = 0;
  let system: RunningSystem | undefined;
  let databases: Databases | undefined;
  let faults: Faults | undefined;
  let watch: WebhookWatch | undefined;
  const problems: Violation[] = [];
  const keep = (dump?: StripeDump): string | undefined => {
    if (kept === 'never') return undefined;
    const artifacts = join(process.cwd(), `artifacts/chaos-${seed}`);
    rmSync(artifacts, { recursive: true, force: true });
    mkdirSync(artifacts, { recursive: true });
    history.write(join(artifacts, 'history.jsonl'));
    const lines = (list: readonly object[]) => list.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(join(artifacts, 'faults.jsonl'), lines(faults?.log ?? []));
    writeFileSync(join(artifacts, 'problems.json'), JSON.stringify(problems, null, 2));
    if (dump) writeFileSync(join(artifacts, 'stripe.json'), JSON.stringify(dump, null, 1));
    cpSync(join(directory, 'logs'), join(artifacts, 'logs'), { recursive: true });
    return artifacts;
  };

  // the other processes notice that their parent is gone; Postgres does not
  const end = () => {
    if (system?.postgres) process.kill(system.postgres.pid, 'SIGINT');
  };
  process.once('exit', end);
  try {
    await setPorts();
    system = await startSystem({
      directory,
      root,
      bundles,
      seed: 'small',
      route: links.route,
      environment: environments(),
      say: (line) => {
        if (/ended \(/.test(line)) restarts++;
        say(line);
      },
    });
    databases = new Databases(system.databaseUrl);
    const staff = await openShop(system, seed);
    const storm = new Storm({ seconds: stormInSeconds, atMostSeconds: atMostInSeconds });
    const shop: Shop = {
      url: system.url,
      seed,
      paymentWindowInSeconds: PAYMENT_WINDOW_IN_SECONDS,
      plenty,
      scarce,
      staff,
      history,
      orderIds: [],
      isOpen: storm.isOpen,
    };
    faults = new Faults({ system, links, seed, isOpen: storm.isOpen, say });
    watch = new WebhookWatch(system);
    const seen = seenBy({ system, databases, history, faults, links, watch, restarts: () => restarts });
    say(`${shoppers} shoppers for ${stormInSeconds} s`);
    await Promise.all([
      faults.run(),
      storm.goOnWhile(async () => missingFrom(await seen()), say),
      restockUntilClosed(shop),
      rushUntilClosed(shop),
      ...Array.from({ length: shoppers }, (_, number) => shopUntilClosed(shop, number)),
    ]);
    say(`The shop is closed after ${shop.orderIds.length} orders; everything heals`);

    await heal(system, links);
    const healedAt = Date.now();
    const stuck = await drain(databases, drainInSeconds);
    for (const { what, rows } of stuck) problems.push({ rule: `liveness: ${what}`, rows });
    say(`Drained in ${((Date.now() - healedAt) / 1000).toFixed(1)} s`);

    const dump = (await ask<StripeDump>(system, '/_local/dump'))!;
    problems.push(...(await checkBooksAndMemories(databases, dump, history)));
    problems.push(...(await checkInvariants(system)));
    say('The invariants are checked');
    problems.push(...(await checkReconciling(databases)));
    problems.push(...uncaughtErrors(join(directory, 'logs')));
    const counters = await seen();
    const missing = missingFrom(counters);
    if (missing.length > 0) problems.push({ rule: 'the run saw enough', rows: missing.map((what) => ({ what })) });
    const passed = problems.length === 0;
    return { passed, counters, problems, ...((!passed || kept === 'always') && { artifacts: keep(dump) }) };
  } catch (error) {
    problems.push({ rule: 'the run came to its end', rows: [{ error: String((error as Error).stack) }] });
    return { passed: false, problems, artifacts: keep() };
  } finally {
    process.off('exit', end);
    watch?.stop();
    await databases?.close();
    await system?.stop();
    await links.close();
    deletePostgresData(join(directory, 'postgres'));
    rmSync(directory, { recursive: true, force: true });
  }
}

function environments() {
  const everywhere = { LOG_LEVEL: 'info' };
  return {
    ...Object.fromEntries(domains.map((domain) => [domain, everywhere])),
    orders: { ...everywhere, PAYMENT_WINDOW_SECONDS: String(PAYMENT_WINDOW_IN_SECONDS) },
    // shoppers are impatient here, so that they get to see more
    gateway: { ...everywhere, MUTATION_TIMEOUT_MS: '5000', OPERATION_TIMEOUT_MS: '7000' },
  };
}

async function openShop({ url }: RunningSystem, seed: number): Promise<PatientShopper> {
  const staff = new PatientShopper(url);
  await staff.signIn('sam@storegraph.example', 'correct horse battery staple');
  const random = randomFor(seed, 'opening');
  const stock = [...plenty.map((id) => [id, 5_000] as const), ...scarce.map((id) => [id, 5] as const)];
  for (const [variantId, setTo] of stock) {
    await staff.run(
      'adjustInventory',
      'AdjustInventoryInput',
      { variantId, setTo, reason: 'opening', idempotencyKey: uuidFrom(random) },
      'inventory { onHand }',
    );
  }
  return staff;
}

/** Peace: nothing is broken any more, and what waits at Stripe is sent. */
async function heal(system: RunningSystem, links: Links): Promise<void> {
  links.heal();
  for (const child of system.processes.values()) child.kill('SIGCONT');
  await untilAllReady(system);
  await turn(system, { reset: true, release: true });
  await ask(system, '/_local/settle');
  // Stripe would try again for hours; one that starts anew tries at once
  await system.processes.get('stripe')!.restart();
  await untilAllReady(system);
  // whoever paid slowly after the settlement above
  await delay(500);
  await ask(system, '/_local/settle');
}
