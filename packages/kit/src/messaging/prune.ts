import { sql } from 'drizzle-orm';
import { deleteInPages } from '../data/deleteInPages.ts';
import type { Service } from '../process/service.ts';
import type { PeriodicJob } from './jobs.ts';

const HOUR_IN_SECONDS = 3_600;

/**
 * Events that were sent, and the marks of those that were received, go after some days: an event that is older than its mark would
 * be is not taken any more. What was not sent stays, dead letters too.
 */
export const pruneMessages: PeriodicJob = {
  seconds: HOUR_IN_SECONDS,
  async run({ db, env }: Pick<Service, 'db' | 'env'>) {
    const old = sql`now() - ${env.MESSAGES_KEPT_DAYS} * interval '1 day'`;
    await deleteInPages(
      db,
      (most) => sql`
      DELETE FROM outbox WHERE sent_at < ${old} AND id IN (
        SELECT id FROM outbox WHERE sent_at IS NOT NULL ORDER BY id LIMIT ${most}) RETURNING id`,
    );
    await deleteInPages(
      db,
      (most) => sql`
      DELETE FROM inbox WHERE (event_id, type) IN (
        SELECT event_id, type FROM inbox WHERE received_at < ${old} ORDER BY received_at LIMIT ${most}) RETURNING event_id`,
    );
  },
};
