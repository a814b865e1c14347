import { sql } from 'drizzle-orm';
import type { Service } from '../process/service.ts';
import { crashPoint } from '../process/crashPoint.ts';
import type { Database } from '../data/database.ts';
import { WAKE_CHANNEL } from './events.ts';
import { inTask } from '../process/signals/task.ts';
import { backoffInSeconds, claimDue, errorText, keepLease, type Later, type LeasedRow } from '../data/lease.ts';

/** The payload is what was enqueued under its name, by the same subgraph. May run more than once: make it idempotent. Throwing means "again later"; 20 failures make a dead letter. */
export type JobHandler = (service: Service, payload: any) => Promise<void | { runAgainInSeconds: number }>;

export interface PeriodicJob {
  seconds: number;
  run(service: Service): Promise<unknown>;
}

interface JobRow extends LeasedRow {
  name: string;
  key: string;
  payload: unknown;
  generation: number;
}

const MAX_ATTEMPTS = 20;
const PERIODIC = 'every';
const table = sql`jobs`;
export const openJobs = sql`dead_at IS NULL`;
export const JOBS_BATCH = 4;
/** What is said on the channel when there is a job to run. */
export const WAKE_RUNNER = 'jobs';

/** One job per name and key. Enqueueing again moves it earlier, and makes one that runs just now run once more. */
export async function enqueueJob(
  tx: Database,
  name: string,
  key: string,
  payload: object,
  { delaySeconds = 0 } = {},
): Promise<void> {
  const wake = delaySeconds === 0 ? sql`RETURNING pg_notify(${WAKE_CHANNEL}, ${WAKE_RUNNER})` : sql``;
  await tx.execute(sql`
    INSERT INTO jobs (name, key, payload, run_at) VALUES (${name}, ${key}, ${JSON.stringify(payload)}::jsonb, now() + ${delaySeconds} * interval '1 second')
    ON CONFLICT (name, key) DO UPDATE SET payload = excluded.payload, generation = jobs.generation + 1, attempts = 0, dead_at = NULL,
      run_at = CASE WHEN jobs.dead_at IS NULL THEN least(jobs.run_at, excluded.run_at) ELSE excluded.run_at END
    ${wake}`);
}

/** Periodic jobs are rows too, so that of many replicas one runs them. Whoever boots wants them run at once: a crash may have left work. */
export async function schedulePeriodicJobs(db: Database, every: Record<string, PeriodicJob>): Promise<void> {
  for (const name of Object.keys(every)) {
    await db.execute(
      sql`INSERT INTO jobs (name, key, payload) VALUES (${name}, ${PERIODIC}, '{}'::jsonb)
        ON CONFLICT (name, key) DO UPDATE SET run_at = least(jobs.run_at, now())`,
    );
  }
}

export interface JobTable {
  jobs: Record<string, JobHandler>;
  every: Record<string, PeriodicJob>;
}

/** Runs what is due. Returns how many jobs it took. */
export async function runDueJobs(service: Service, jobTable: JobTable, later: Later = () => {}): Promise<number> {
  const rows = await claimDue<JobRow>(service.db, table, JOBS_BATCH, openJobs);
  await Promise.all(rows.map((row) => run(service, jobTable, row, later)));
  return rows.length;
}

async function run(service: Service, { jobs, every }: JobTable, row: JobRow, later: Later): Promise<void> {
  using _lease = keepLease(service.db, table, row);
  const mine = sql`id = ${row.id} AND claim = ${row.claim}::uuid`;
  try {
    const periodic = row.key === PERIODIC ? every[row.name] : undefined;
    const again = await inTask(`job ${row.name}`, async () =>
      periodic
        ? periodic.run(service).then(() => ({ runAgainInSeconds: periodic.seconds }))
        : handlerOf(jobs, row)(service, row.payload),
    );
    crashPoint('job.afterRun');
    if (again) {
      const [kept] = await service.db.execute<{ askedAgain: boolean }>(sql`
        UPDATE jobs SET claim = NULL, lease_until = NULL, attempts = 0,
          run_at = CASE WHEN generation = ${row.generation} THEN now() + ${again.runAgainInSeconds} * interval '1 second' ELSE now() END
        WHERE ${mine} RETURNING generation <> ${row.generation} AS "askedAgain"`);
      if (kept) later(kept.askedAgain ? 0 : again.runAgainInSeconds);
      return;
    }
    const [done] = await service.db.execute(
      sql`DELETE FROM jobs WHERE ${mine} AND generation = ${row.generation} RETURNING id`,
    );
    if (done) return;
    await service.db.execute(sql`UPDATE jobs SET claim = NULL, lease_until = NULL, run_at = now() WHERE ${mine}`);
    later(0);
  } catch (error) {
    const dead = row.attempts >= MAX_ATTEMPTS && row.key !== PERIODIC;
    service.log[dead ? 'error' : 'warn'](
      { err: error, job: row.name, key: row.key, attempts: row.attempts },
      dead ? 'a job is given up' : 'a job failed',
    );
    const seconds = backoffInSeconds(row.attempts);
    await service.db.execute(sql`
      UPDATE jobs SET claim = NULL, lease_until = NULL, last_error = ${errorText(error)},
        dead_at = CASE WHEN ${dead} THEN now() END, run_at = now() + ${seconds} * interval '1 second'
      WHERE ${mine}`);
    if (!dead) later(seconds);
  }
}

function handlerOf(jobs: JobTable['jobs'], { name }: JobRow): JobHandler {
  const handler = jobs[name];
  if (!handler) throw new Error(`No handler for the job ${name}`);
  return handler;
}
