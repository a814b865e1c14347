import type postgres from 'postgres';
import { type Domain, domains } from '../local/system/layout.ts';
import { until } from './shop.ts';

/** Until nothing is on its way between the domains any more. */
export async function settled(database: (domain: Domain) => postgres.Sql): Promise<void> {
  // twice: between two databases something may be on its way while they are looked at one after the other
  for (const _ of ['once', 'twice'])
    await until(
      () => underWay(database),
      (rows) => rows.length === 0,
      30_000,
    );
}

async function underWay(database: (domain: Domain) => postgres.Sql): Promise<unknown[]> {
  const events = domains.map(
    (domain) => database(domain)`SELECT id::text FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL`,
  );
  const mails = database('notifications')`SELECT id FROM notifications WHERE status = 'QUEUED'`;
  const orders = database(
    'orders',
  )`SELECT id FROM orders WHERE state IN ('NEW', 'RESERVING', 'CANCELLING', 'EXPIRING', 'REFUNDING')`;
  return (await Promise.all([...events, mails, orders])).flatMap((rows) => [...rows]);
}
