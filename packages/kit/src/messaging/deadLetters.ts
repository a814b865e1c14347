import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { command, handle } from './contract.ts';
import { WAKE_CHANNEL } from './events.ts';
import { OPERATOR } from './token.ts';

/** An event or a job that failed so often that it was given up. */
const deadLetter = z.object({
  what: z.enum(['event', 'job']),
  /** Type of the event or name of the job. */
  name: z.string(),
  /** Subscriber of the event or key of the job. */
  about: z.string(),
  attempts: z.number(),
  lastError: z.string().nullable(),
  /** ISO 8601. */
  deadAt: z.string(),
});
export type DeadLetter = z.output<typeof deadLetter>;

/** Every subgraph takes these. */
export const deadLetterCommands = {
  deadLetters: command({ input: z.object({}), output: z.object({ letters: z.array(deadLetter) }), from: [OPERATOR] }),
  /** Gives all of them another chance: what was wrong has been mended. */
  redrive: command({ input: z.object({}), output: z.object({ redriven: z.number() }), from: [OPERATOR] }),
};

const AT_ONCE = 1_000;

export const handleDeadLetters = handle(
  { commands: deadLetterCommands },
  {
    async deadLetters({ db }) {
      const rows = await db.execute<DeadLetter & Record<string, unknown>>(sql`
      SELECT * FROM (
        SELECT 'event' AS what, type AS name, subscriber AS about, attempts, last_error AS "lastError", dead_at AS "deadAt" FROM outbox WHERE dead_at IS NOT NULL
        UNION ALL SELECT 'job', name, key, attempts, last_error, dead_at FROM jobs WHERE dead_at IS NOT NULL) AS letters
      ORDER BY "deadAt" LIMIT ${AT_ONCE}`);
      return { letters: [...rows].map((row) => ({ ...row, deadAt: new Date(row.deadAt).toISOString() })) };
    },
    redrive: ({ db }) =>
      db.transaction(async (tx) => {
        const again = sql`dead_at = NULL, attempts = 0, run_at = now(), claim = NULL, lease_until = NULL WHERE dead_at IS NOT NULL RETURNING id`;
        const events = await tx.execute(sql`UPDATE outbox SET ${again}`);
        const jobs = await tx.execute(sql`UPDATE jobs SET ${again}`);
        await tx.execute(sql`SELECT pg_notify(${WAKE_CHANNEL}, 'redriven')`);
        return { redriven: events.length + jobs.length };
      }),
  },
);
