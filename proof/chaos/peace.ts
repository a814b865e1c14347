import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningSystem } from '../../local/system/system.ts';
import type { Violation } from './checks.ts';
import type { Databases } from './databases.ts';
import { lastingViolations, openCopy } from '../invariants/invariants.ts';

/** All invariants of the folder, over copies of all databases and of Stripe's books. */
export async function checkInvariants(system: RunningSystem): Promise<Violation[]> {
  const copy = await openCopy();
  try {
    const found = await lastingViolations(copy, system, 3);
    return found.map(({ name, meaning, rows }) => ({ rule: `${name}: ${meaning}`, rows }));
  } finally {
    await copy.close();
  }
}

/** What reconciling could move, without the columns that only say when somebody looked. */
const facts = [
  ['orders', 'SELECT id, state, captured_minor, refunded_minor FROM orders'],
  ['orders', 'SELECT order_id, type, to_state FROM order_events'],
  ['payments', 'SELECT id, status, stripe_intent_id FROM payments'],
  ['payments', 'SELECT id, status FROM refunds'],
  ['payments', 'SELECT source, account, amount_minor FROM ledger_entries'],
  ['products', 'SELECT variant_id, on_hand, reserved FROM stock'],
  ['products', 'SELECT order_id, state FROM reservations'],
  ['carts', 'SELECT id, status, order_id FROM carts'],
] as const;

/** Reconciling twice at once changes no row when nothing is wrong. */
export async function checkReconciling(databases: Databases): Promise<Violation[]> {
  const look = () =>
    Promise.all(
      facts.map(
        async ([domain, query]) => new Set((await databases.ask(domain, query)).map((row) => JSON.stringify(row))),
      ),
    );
  const before = await look();
  for (let time = 0; time < 2; time++) {
    for (const domain of ['orders', 'payments'] as const)
      await databases.ask(domain, `UPDATE jobs SET run_at = now() WHERE key = 'every'`);
    await delay(2_500);
  }
  const after = await look();
  const rows = facts.flatMap(([domain], index) =>
    [...after[index]!].filter((row) => !before[index]!.has(row)).map((row) => ({ domain, ...JSON.parse(row) })),
  );
  return rows.length > 0 ? [{ rule: 'reconciling a healthy system changes nothing', rows }] : [];
}

/** A process may be killed; it does not end by itself because nobody caught an error. */
export function uncaughtErrors(logs: string): Violation[] {
  const rows = readdirSync(logs).flatMap((file) => {
    const lines = readFileSync(join(logs, file), 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      /triggerUncaughtException|Unhandled 'error' event|heap out of memory/.test(line)
        ? [{ file, said: lines.slice(index, index + 12).join('\n') }]
        : [],
    );
  });
  return rows.length > 0 ? [{ rule: 'no process ends because of an error that nobody caught', rows }] : [];
}
