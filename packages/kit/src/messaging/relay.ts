import { sql } from 'drizzle-orm';
import type { Service } from '../process/service.ts';
import { crashPoint } from '../process/crashPoint.ts';
import type { DomainEvent } from './events.ts';
import { backoffInSeconds, claimDue, errorText, type Later, type LeasedRow } from '../data/lease.ts';

export type DeliverEvent = (subscriber: string, event: DomainEvent) => Promise<void>;

interface OutboxRow extends LeasedRow {
  event_id: string;
  type: string;
  version: number;
  subscriber: string;
  payload: DomainEvent['payload'];
  occurred_at: string;
}

const MAX_ATTEMPTS = 40;
const table = sql`outbox`;
export const openInOutbox = sql`sent_at IS NULL AND dead_at IS NULL`;
export const OUTBOX_BATCH = 50;

/** Sends what is due in the outbox, at least once. Returns how many rows it took. */
export async function relayOutbox(service: Service, deliver: DeliverEvent, later: Later = () => {}): Promise<number> {
  const rows = await claimDue<OutboxRow>(service.db, table, OUTBOX_BATCH, openInOutbox);
  await Promise.all(rows.map((row) => send(service, deliver, row, later)));
  return rows.length;
}

async function send(service: Service, deliver: DeliverEvent, row: OutboxRow, later: Later): Promise<void> {
  try {
    await deliver(row.subscriber, {
      id: row.event_id,
      type: row.type,
      version: row.version,
      payload: row.payload,
      occurredAt: new Date(row.occurred_at).toISOString(),
    });
    crashPoint('relay.afterDelivery');
    await service.db.execute(
      sql`UPDATE outbox SET sent_at = now(), payload = payload - secrets, claim = NULL, lease_until = NULL WHERE id = ${row.id} AND claim = ${row.claim}::uuid`,
    );
  } catch (error) {
    const dead = row.attempts >= MAX_ATTEMPTS;
    service.log[dead ? 'error' : 'warn'](
      { err: error, event: row.type, subscriber: row.subscriber, attempts: row.attempts },
      dead ? 'an event is given up' : 'an event was not delivered',
    );
    const seconds = backoffInSeconds(row.attempts);
    await service.db.execute(sql`
      UPDATE outbox SET claim = NULL, lease_until = NULL, last_error = ${errorText(error)},
        dead_at = CASE WHEN ${dead} THEN now() END, run_at = now() + ${seconds} * interval '1 second'
      WHERE id = ${row.id} AND claim = ${row.claim}::uuid`);
    if (!dead) later(seconds);
  }
}
