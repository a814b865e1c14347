import { setTimeout as delay } from 'node:timers/promises';
import { type Domain, domains } from '../../local/system/layout.ts';
import type { RunningSystem } from '../../local/system/system.ts';
import type { Databases } from './databases.ts';

export interface Stuck {
  what: string;
  rows: object[];
}

/** Rows that are on their way somewhere. When all is well they are gone soon. */
const underWay: readonly [what: string, domain: Domain, query: string][] = [
  [
    'orders that move or wait for their payment',
    'orders',
    `SELECT o.id, o.number, o.state, o.updated_at, o.expires_at, (SELECT json_agg(j) FROM jobs j WHERE j.key = o.id) AS jobs FROM orders o
     WHERE state IN ('NEW', 'RESERVING', 'AWAITING_PAYMENT', 'CANCELLING', 'EXPIRING', 'REFUNDING')`,
  ],
  ['refunds under way', 'payments', `SELECT * FROM refunds WHERE status IN ('REQUESTED', 'PENDING')`],
  [
    'payments without an end',
    'payments',
    `SELECT id, order_id, status, stripe_intent_id, updated_at, (SELECT json_agg(j) FROM jobs j WHERE j.key IN (p.id, p.order_id)) AS jobs FROM payments p
     WHERE status NOT IN ('SUCCEEDED', 'CANCELED')`,
  ],
  ['reservations that are held', 'products', `SELECT * FROM reservations WHERE state = 'HELD'`],
  ['locked carts', 'carts', `SELECT id, order_id FROM carts WHERE status = 'LOCKED'`],
  [
    'mails that wait',
    'notifications',
    `SELECT id, kind, attempts, last_error FROM notifications WHERE status = 'QUEUED'`,
  ],
];

const sharedByAll: readonly [what: string, query: string][] = [
  [
    'events that were not sent',
    'SELECT id, type, subscriber, attempts, run_at, last_error FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL',
  ],
  [
    'jobs that are due or failed',
    `SELECT id, name, key, attempts, run_at, lease_until, last_error FROM jobs WHERE dead_at IS NULL AND key <> 'every' AND (run_at <= now() OR attempts > 1)`,
  ],
];

/** Everything that has not arrived yet. */
export async function findUnderWay(databases: Databases): Promise<Stuck[]> {
  const found = await Promise.all([
    ...underWay.map(async ([what, domain, query]) => ({ what, rows: await databases.ask(domain, query) })),
    ...domains.flatMap((domain) =>
      sharedByAll.map(async ([what, query]) => ({
        what: `${domain}: ${what}`,
        rows: await databases.ask(domain, query),
      })),
    ),
  ]);
  return found.filter(({ rows }) => rows.length > 0);
}

/** Waits until nothing is under way. Returns what still is when the time is up. */
export async function drain(databases: Databases, timeoutInSeconds: number): Promise<Stuck[]> {
  const deadline = Date.now() + timeoutInSeconds * 1_000;
  for (;;) {
    const stuck = await findUnderWay(databases);
    if (stuck.length === 0 || Date.now() > deadline) return stuck;
    await delay(500);
  }
}

/** Until every process answers; throws when one does not come back. */
export async function untilAllReady({ ports, processes }: RunningSystem, timeoutInSeconds = 30): Promise<void> {
  const deadline = Date.now() + timeoutInSeconds * 1_000;
  for (const name of processes.keys() as Iterable<keyof typeof ports>) {
    const url = `http://127.0.0.1:${ports[name]}/${name === 'stripe' ? 'health' : 'ready'}`;
    for (;;) {
      const ready = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      if (ready?.ok) break;
      if (Date.now() > deadline) throw new Error(`${name} does not come back: see its log`);
      await delay(100);
    }
  }
}
