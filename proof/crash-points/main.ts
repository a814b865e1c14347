/**
 * `pnpm crash-points [--only refund]`: for each crash point a purchase, a cancel, a refund and an order that nobody pays; the process
 * is killed there and starts again. At the end every order is where it has to be, and all invariants hold.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { domains } from '../../local/system/layout.ts';
import { startSystem } from '../../local/system/system.ts';
import { Shopper } from '../../test/shop.ts';
import { type CrashPoint, readCrashPoints } from './crashPoints.ts';
import { lastingViolations, openCopy } from '../invariants/invariants.ts';
import { persist } from '../chaos/persistent.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const root = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'storegraph-crashes-'));
const started = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
const ROUNDS = 3;
const PAYMENT_WINDOW_SECONDS = 45;
/** The last round waits until an order that nobody pays has expired: that is a point, too. */
const waitOf = (round: number) => (round < ROUNDS - 1 ? 10 : PAYMENT_WINDOW_SECONDS);
const ARRIVES_WITHIN_MS = 120_000;

const armedIn = (process: string) => join(directory, 'armed', process);
for (const domain of domains) mkdirSync(armedIn(domain), { recursive: true });
const environment = Object.fromEntries(
  domains.map((domain) => [
    domain,
    {
      CRASH_POINTS: armedIn(domain),
      ...(domain === 'orders' && { PAYMENT_WINDOW_SECONDS: String(PAYMENT_WINDOW_SECONDS) }),
    },
  ]),
);
const system = await startSystem({
  directory: join(directory, 'system'),
  root,
  ports: 'free',
  seed: 'small',
  volatile: true,
  environment,
});
const copy = await openCopy();
const staff = new Shopper(system.url);
await staff.signIn('sam@storegraph.example', 'correct horse battery staple');

const PLENTY = `{ products(first: 60, filter: { inStock: true }) { nodes { variants { id availability { state } } } } }`;
const plentiful: string[] = (await staff.graph(PLENTY)).data.products.nodes
  .flatMap(({ variants }: { variants: { id: string; availability: { state: string } }[] }) => variants)
  .filter(({ availability }: { availability: { state: string } }) => availability.state === 'IN_STOCK')
  .map(({ id }: { id: string }) => id);

/** Who bought what, and what has to become of it. */
interface Expected {
  point: string;
  orderId: string;
  shopper: Shopper;
  status: string;
  paymentStatus: string;
}
const expected: Expected[] = [];
let bought = 0;

/** An order that exists: asked for with one key until it does. */
async function place(): Promise<{ shopper: Shopper; orderId: string }> {
  const number = ++bought;
  const shopper = new Shopper(system.url);
  await persist(async () => {
    const { userErrors } = await shopper.add(plentiful[number % plentiful.length]!);
    if (userErrors.length > 0) throw new Error(userErrors[0].message);
  });
  const { total } = await persist(() => shopper.prepareCheckout(`crash-${number}@shop.example`));
  const key = crypto.randomUUID();
  const { order } = await persist(async () => {
    const placed = await shopper.placeOrder(total, key);
    if (placed.order?.status === 'PENDING') throw new Error('It is still being placed');
    return placed;
  });
  return { shopper, orderId: order.id };
}

async function pay(shopper: Shopper, orderId: string): Promise<void> {
  const key = crypto.randomUUID();
  await persist(() => shopper.pay(orderId, 'pm_card_visa', key));
}

const scenarios: Record<string, (point: string) => Promise<void>> = {
  async purchase(point) {
    const { shopper, orderId } = await place();
    await pay(shopper, orderId);
    expected.push({ point, orderId, shopper, status: 'CONFIRMED', paymentStatus: 'PAID' });
  },
  async cancel(point) {
    const { shopper, orderId } = await place();
    const input = { orderId, orderToken: shopper.orderToken, idempotencyKey: crypto.randomUUID() };
    await persist(() => shopper.run('cancelOrder', 'CancelOrderInput', input, 'order { id }'));
    expected.push({ point, orderId, shopper, status: 'CANCELLED', paymentStatus: 'UNPAID' });
  },
  async refund(point) {
    const { shopper, orderId } = await place();
    await pay(shopper, orderId);
    await persist(() => shopper.orderWhen(orderId, { paymentStatus: 'PAID' }, 5_000));
    const amount = { amount: '1.00', currencyCode: 'USD' };
    const input = { orderId, amount, reason: 'a scratch', idempotencyKey: crypto.randomUUID() };
    await persist(() => staff.run('refundOrder', 'RefundOrderInput', input, 'order { id }'));
    expected.push({ point, orderId, shopper, status: 'CONFIRMED', paymentStatus: 'PARTIALLY_REFUNDED' });
  },
  async expiry(point) {
    const { shopper, orderId } = await place();
    expected.push({ point, orderId, shopper, status: 'EXPIRED', paymentStatus: 'UNPAID' });
  },
};

/** Whether the process died there: the file is used up then. */
async function sweep({ process, name }: CrashPoint): Promise<boolean> {
  const file = join(armedIn(process), name);
  const pid = system.processes.get(process)!.pid;
  writeFileSync(file, '');
  for (let round = 0; round < ROUNDS && existsSync(file); round++) {
    await Promise.all(Object.values(scenarios).map((run) => run(`${process}.${name}`)));
    for (let wait = 0; wait < waitOf(round) * 4 && existsSync(file); wait++) await delay(250);
  }
  const reached = !existsSync(file);
  rmSync(file, { force: true });
  // one that dies often is let wait before it starts again
  while (reached && system.processes.get(process)!.pid === pid) await delay(100);
  return reached;
}

const problems: string[] = [];
const fail = (problem: string): void => {
  problems.push(problem);
  say(`FAIL  ${problem}`);
};
try {
  const points = readCrashPoints(root).filter(({ process, name }) => `${process}.${name}`.includes(values.only));
  for (const [index, point] of points.entries()) {
    const title = `${point.process}.${point.name}`;
    try {
      if (await sweep(point)) say(`${String(index + 1).padStart(2)}/${points.length}  killed at ${title}`);
      else fail(`${title} was never reached`);
    } catch (error) {
      fail(`${title}: ${(error as Error).message}`);
    }
  }
  say(`Waiting for ${expected.length} orders`);
  await Promise.all(
    expected.map(async ({ point, orderId, shopper, status, paymentStatus }) => {
      await persist(
        () => shopper.orderWhen(orderId, { status, paymentStatus }, ARRIVES_WITHIN_MS),
        ARRIVES_WITHIN_MS / 2,
      ).catch((error) => fail(`${point}: ${orderId} is not ${status} and ${paymentStatus}: ${error.message}`));
    }),
  );
  const { databaseUrl, stripeUrl } = system;
  for (const { name, rows } of await lastingViolations(copy, { databaseUrl, stripeUrl })) {
    const about = expected.filter(({ orderId }) => JSON.stringify(rows).includes(orderId)).map(({ point }) => point);
    fail(`${name} is broken (${[...new Set(about)]}): ${JSON.stringify(rows.slice(0, 3))}`);
  }
  const killed = points.length - problems.filter((problem) => problem.includes('never reached')).length;
  say(`${killed} of ${points.length} crash points, ${expected.length} orders, ${problems.length} problems`);
} finally {
  await copy.close();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(problems.length > 0 ? 1 : 0);
