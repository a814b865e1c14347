import type { SQL } from 'drizzle-orm';
import type { Database } from './database.ts';

const PAGE = 1_000;

/** Short transactions, so that nobody waits for them. The statement deletes so many rows at most, and returns something of each. */
export async function deleteInPages(db: Database, statement: (most: number) => SQL): Promise<void> {
  for (let deleted = PAGE; deleted === PAGE; ) deleted = (await db.execute(statement(PAGE))).length;
}
