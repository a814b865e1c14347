import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type CommandHandler, command } from './command.ts';
import { WAKE_CHANNEL } from './events.ts';

/** An event or a job that failed so often that it was given up. */
export interface DeadLetter {
  what: 'event' | 'job';
  /** Type of the event or name of the job. */
  name: string;
  /** Subscriber of the event or key of the job. */
  about: string;
  attempts: number;
  lastError: string | null;
  /** ISO 8601. */
  deadAt: string;
}

/** Every subgraph takes these commands. */
export interface DeadLetterCommands {
  deadLetters(input: object): Promise<{ letters: DeadLetter[] }>;
  /** Gives all of them another chance: what was wrong has been mended. */
  redrive(input: object): Promise<{ redriven: number }>;
}

const AT_ONCE = 1_000;

export const deadLetterCommands: Record<keyof DeadLetterCommands, CommandHandler> = {
  deadLetters: command(z.object({}), async ({ db }) => {
    const rows = await db.execute<DeadLetter & Record<string, unknown>>(sql`
      SELECT * FROM (
        SELECT 'event' AS what, type AS name, subscriber AS about, attempts, last_error AS "lastError", dead_at AS "deadAt" FROM outbox WHERE dead_at IS NOT NULL
        UNION ALL SELECT 'job', name, key, attempts, last_error, dead_at FROM jobs WHERE dead_at IS NOT NULL) AS letters
      ORDER BY "deadAt" LIMIT ${AT_ONCE}`);
    return { letters: [...rows].map((row) => ({ ...row, deadAt: new Date(row.deadAt).toISOString() })) };
  }),
  redrive: command(z.object({}), async ({ db }) =>
    db.transaction(async (tx) => {
      const again = sql`dead_at = NULL, attempts = 0, run_at = now(), claim = NULL, lease_until = NULL WHERE dead_at IS NOT NULL RETURNING id`;
      const events = await tx.execute(sql`UPDATE outbox SET ${again}`);
      const jobs = await tx.execute(sql`UPDATE jobs SET ${again}`);
      await tx.execute(sql`SELECT pg_notify(${WAKE_CHANNEL}, 'redriven')`);
      return { redriven: events.length + jobs.length };
    }),
  ),
};
