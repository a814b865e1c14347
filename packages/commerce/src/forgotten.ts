import { type Database, enqueueJob, lockFor, sessionEnded } from '@storegraph/kit';
import { sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** What a domain does about people whose accounts are gone: `table` has their `user_id`, each once; `job` takes out what is kept of one. */
export function forgottenIn(table: PgTable, job: string) {
  // whoever writes something of somebody, and whoever forgets them, wait for each other
  const takeTurn = (tx: Database, userId: string) => lockFor(tx, 'what is kept of', userId);
  const forget = (tx: Database, userId: string) => enqueueJob(tx, job, userId, { userId });
  const isForgotten = async (tx: Database, userId: string) =>
    (await tx.execute(sql`SELECT FROM ${table} WHERE user_id = ${userId}`)).length > 0;
  return {
    /** It may be much, or in use just now: the job does it, as often as it takes. From now on nothing is added. */
    async forgetLater(tx: Database, { userId }: { userId: string }): Promise<void> {
      await takeTurn(tx, userId);
      await tx.execute(sql`INSERT INTO ${table} (user_id) VALUES (${userId}) ON CONFLICT DO NOTHING`);
      await forget(tx, userId);
    },

    /** In the transaction that writes something of somebody, before it: what comes later than their account was deleted would stay for good. */
    async takeTurnOf(tx: Database, userId: string): Promise<void> {
      await takeTurn(tx, userId);
      if (await isForgotten(tx, userId)) throw sessionEnded();
    },

    /** As takeTurnOf, for what has to be written all the same: they are forgotten once more, when that is over. */
    async forgetAgain(tx: Database, userId: string): Promise<void> {
      await takeTurn(tx, userId);
      if (await isForgotten(tx, userId)) await forget(tx, userId);
    },
  };
}
