import { sql } from 'drizzle-orm';
import type { Database } from '../data/database.ts';

/** What names some subjects: a name in the payload, and its values. */
export interface About {
  name: string;
  values: readonly string[];
}

/**
 * Takes something out of the events about some subjects that are kept here, sent or not: `replacements` is what stands in place of
 * what. A name that an event does not have is not added to it.
 */
export async function redactEvents(
  tx: Database,
  { name, values }: About,
  replacements: Record<string, string | string[] | null>,
): Promise<void> {
  if (values.length === 0) return;
  const names = Object.keys(replacements);
  await tx.execute(sql`
    UPDATE outbox SET payload = payload || (
      SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(${JSON.stringify(replacements)}::text::jsonb) WHERE payload ? key)
    WHERE payload ->> ${name} = ANY(${sql.param(values)}) AND payload ?| ${sql.param(names)}`);
}

/** Jobs about some subjects go, waiting or dead, with their keys and what was noted when they failed: nobody is to do them any more. */
export async function dropJobs(tx: Database, { name, values }: About): Promise<void> {
  await tx.execute(sql`DELETE FROM jobs WHERE payload ->> ${name} = ANY(${sql.param(values)})`);
}

/** Jobs of one name that were given up so long ago: whoever wanted them has got over it. */
export async function dropDeadJobs(db: Database, name: string, { days }: { days: number }): Promise<void> {
  await db.execute(sql`DELETE FROM jobs WHERE name = ${name} AND dead_at < now() - ${days} * interval '1 day'`);
}
