import { sql } from 'drizzle-orm';
import type { Database } from '../data/database.ts';

/**
 * Takes something out of the events about one subject that are kept here, sent or not: `about` is a name in their payload and its
 * value, `replacements` what stands in place of what. A name that an event does not have is not added to it.
 */
export async function redactEvents(
  tx: Database,
  about: { name: string; value: string },
  replacements: Record<string, string | string[] | null>,
): Promise<void> {
  const names = Object.keys(replacements);
  await tx.execute(sql`
    UPDATE outbox SET payload = payload || (
      SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(${JSON.stringify(replacements)}::text::jsonb) WHERE payload ? key)
    WHERE payload ->> ${about.name} = ${about.value} AND payload ?| ${sql.param(names)}`);
}
