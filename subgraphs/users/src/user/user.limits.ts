import { type Database, rateLimited } from '@storegraph/kit';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

interface Limit {
  /** Whose each is, and since when it is there; of one table, and kept at least as long as `hours`. */
  userId: PgColumn;
  at: PgColumn;
  most: number;
  hours: number;
}

/** Of an account that is locked: of two at once not both are the last. */
export async function assertNotTooOften(
  tx: Database,
  userId: string,
  { userId: owner, at, most, hours }: Limit,
  message: string,
): Promise<void> {
  const period = sql`${hours} * interval '1 hour'`;
  const [first] = await tx
    .select({ wait: sql<number>`extract(epoch from ${at} + ${period} - now())::float` })
    .from(at.table)
    .where(and(eq(owner, userId), gt(at, sql`now() - ${period}`)))
    .orderBy(desc(at))
    .offset(most - 1)
    .limit(1);
  if (first) throw rateLimited(message, first.wait);
}
