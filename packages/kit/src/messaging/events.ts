import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Service } from '../process/service.ts';
import { crashPoint } from '../process/crashPoint.ts';
import type { Database } from '../data/database.ts';

export interface DomainEvent<Payload = any> {
  id: string;
  type: string;
  payload: Payload;
  occurredAt: string;
}

/** Runs inside the inbox transaction: effects and the mark "applied" commit together. No HTTP here: enqueue a job. */
export type EventHandler = (tx: Database, event: DomainEvent, service: Service) => Promise<void>;

/** Wakes the relay and the job runner of every replica when the transaction commits. */
export const WAKE_CHANNEL = 'storegraph_wake';

const subscribersOf = new Map<string, readonly string[]>();

/** Event names are unique in the whole system, so one table serves every subgraph of a process. */
export function declareEvents(emits: Record<string, readonly string[]> = {}): void {
  for (const [type, subscribers] of Object.entries(emits)) subscribersOf.set(type, subscribers);
}

/** Writes the event into the outbox of this transaction: it leaves if and only if the transaction commits. */
export async function publish(tx: Database, type: string, payload: object): Promise<void> {
  const subscribers = subscribersOf.get(type);
  if (!subscribers) throw new Error(`No subgraph of this process declares that it emits ${type}`);
  if (subscribers.length === 0) return;
  const eventId = randomUUID();
  const json = JSON.stringify(payload);
  const rows = subscribers.map((subscriber) => sql`(${eventId}::uuid, ${type}, ${subscriber}, ${json}::jsonb)`);
  await tx.execute(sql`INSERT INTO outbox (event_id, type, subscriber, payload) VALUES ${sql.join(rows, sql`, `)}`);
  await tx.execute(sql`SELECT pg_notify(${WAKE_CHANNEL}, 'outbox')`);
}

export const eventSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1),
  payload: z.record(z.string(), z.unknown()),
  occurredAt: z.string(),
});

/** Applies an event once. A repeated delivery changes nothing; an event that nobody here handles is taken and forgotten. */
export async function receiveEvent(
  service: Service,
  handlers: Record<string, EventHandler>,
  event: DomainEvent,
): Promise<'applied' | 'repeated' | 'ignored'> {
  const handle = handlers[event.type];
  if (!handle) return 'ignored';
  return service.db.transaction(async (tx) => {
    const [fresh] = await tx.execute(
      sql`INSERT INTO inbox (event_id, type) VALUES (${event.id}::uuid, ${event.type}) ON CONFLICT DO NOTHING RETURNING event_id`,
    );
    if (!fresh) return 'repeated';
    await handle(tx, event, service);
    crashPoint('inbox.beforeCommit');
    return 'applied';
  });
}
