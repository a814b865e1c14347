import { type Database, onlyRow } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** Stripe keeps a key for 24 h; the last hour is left for clocks and slow calls. */
const STOP_USING_AFTER_HOURS = 23;
const GIVE_UP_AFTER_HOURS = 24;

/**
 * `fresh`: asks again with the same key. `old`: looks only, and nothing found is no answer yet, because a call that was
 * allowed a moment ago may still arrive. `forgotten`: what is not there by now never will be.
 */
export type KeyAge = 'fresh' | 'old' | 'forgotten';

export function ageOfKey(hours: number): KeyAge {
  if (hours < STOP_USING_AFTER_HOURS) return 'fresh';
  return hours < GIVE_UP_AFTER_HOURS ? 'old' : 'forgotten';
}

/** How old the key of a row is, which was committed with it; by the clock of the database. */
export async function keyAge(db: Database, table: PgTable, id: string): Promise<KeyAge> {
  const age = await db.execute<{ hours: number }>(
    sql`SELECT (extract(epoch FROM now() - created_at) / 3600)::float8 AS hours FROM ${table} WHERE id = ${id}`,
  );
  return ageOfKey(onlyRow(age).hours);
}
