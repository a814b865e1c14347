import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../data/database.ts';
import { DomainError, forbidden } from '../graph/errors.ts';
import { crashPoint } from '../process/crashPoint.ts';
import type { Service } from '../process/service.ts';
import { type EventOf, asDeclared } from './contract.ts';

/** An event on its way. */
export const eventSchema = z.object({
  id: z.uuid(),
  type: z.string().min(1).max(100),
  version: z.number().int().default(1),
  payload: z.record(z.string(), z.unknown()),
  occurredAt: z.string(),
});
export type DomainEvent = z.output<typeof eventSchema>;

/** What happens here when an event of another service comes. */
export interface Subscription {
  event: EventOf;
  apply(tx: Database, payload: unknown, service: Service): Promise<unknown>;
}

/**
 * `apply` runs once for each event, inside the inbox transaction: its effects and the mark "applied" commit together. No HTTP there:
 * enqueue a job.
 */
export const on = <Schema extends z.ZodType>(
  event: EventOf<Schema>,
  apply: (tx: Database, payload: z.output<Schema>, service: Service) => Promise<unknown>,
): Subscription => ({ event, apply: (tx, payload, service) => apply(tx, asDeclared(event.schema, payload), service) });

/** Wakes the relay or the job runner of every replica when the transaction commits. */
export const WAKE_CHANNEL = 'storegraph_wake';
/** What is said there when there is an event to send. */
export const WAKE_RELAY = 'outbox';

/** Writes the event into the outbox of this transaction: it leaves if and only if the transaction commits. */
export async function publish<Schema extends z.ZodType>(
  tx: Database,
  { type, version, schema, to, secrets }: EventOf<Schema>,
  payload: z.input<Schema>,
): Promise<void> {
  const json = JSON.stringify(schema.parse(payload));
  if (to.length === 0) return;
  const eventId = randomUUID();
  const names = sql`string_to_array(${secrets.join(',')}, ',')`;
  const rows = to.map(
    (subscriber) => sql`(${eventId}::uuid, ${type}, ${version}::int, ${subscriber}, ${json}::jsonb, ${names})`,
  );
  await tx.execute(sql`
    INSERT INTO outbox (event_id, type, version, subscriber, payload, secrets) VALUES ${sql.join(rows, sql`, `)}
    RETURNING pg_notify(${WAKE_CHANNEL}, ${WAKE_RELAY})`);
}

/** Nobody here knows this event, or only another version of it: its sender keeps it, and says so when it gives up. */
export class UnknownEvent extends DomainError {
  constructor({ type, version }: Pick<DomainEvent, 'type' | 'version'>) {
    super('NOT_FOUND', `No version ${version} of ${type} is known here`);
  }
}

const DAY_IN_MS = 24 * 3_600_000;

/** Whether it was applied may be forgotten: it is not taken, and its sender says that it has given up. */
function refuseOld({ type, occurredAt }: DomainEvent, { env }: Service): void {
  if (Date.now() - Date.parse(occurredAt) > env.MESSAGES_KEPT_DAYS * DAY_IN_MS)
    throw new DomainError(
      'CONFLICT',
      `This ${type} is older than ${env.MESSAGES_KEPT_DAYS} days: it may have been applied`,
    );
}

/** Applies an event once. A repeated delivery changes nothing. Throws when it is not known here, is another service's to publish, or is older than what is remembered. */
export async function receiveEvent(
  service: Service,
  subscriptions: readonly Subscription[],
  received: DomainEvent,
  from: string,
): Promise<'applied' | 'repeated'> {
  const subscription = subscriptions.find(({ event }) => event.type === received.type);
  if (subscription?.event.version !== received.version) throw new UnknownEvent(received);
  if (subscription.event.service !== from) throw forbidden();
  refuseOld(received, service);
  return service.db.transaction(async (tx) => {
    const [fresh] = await tx.execute(
      sql`INSERT INTO inbox (event_id, type) VALUES (${received.id}::uuid, ${received.type}) ON CONFLICT DO NOTHING RETURNING event_id`,
    );
    if (!fresh) return 'repeated';
    await subscription.apply(tx, received.payload, service);
    crashPoint('inbox.beforeCommit');
    return 'applied';
  });
}
