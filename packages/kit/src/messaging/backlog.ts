import { sql } from 'drizzle-orm';
import type { Database } from '../data/database.ts';
import { onlyRow } from '../data/row.ts';
import { Readout } from '../process/signals/metrics.ts';

const unsent = new Readout({
  name: 'outbox_unsent',
  help: 'Events that still have to leave, counted to 10000.',
  labels: ['service'],
});
const lag = new Readout({
  name: 'outbox_lag_seconds',
  help: 'Age of the oldest event that still has to leave.',
  labels: ['service'],
});
const due = new Readout({
  name: 'jobs_due',
  help: 'Jobs whose time has come and that nobody has taken, counted to 10000.',
  labels: ['service'],
});
const dead = new Readout({
  name: 'dead_letters',
  help: 'Events and jobs that were given up, counted to 10000.',
  labels: ['service', 'what'],
});

interface Backlog extends Record<string, unknown> {
  unsent: number;
  lag: number;
  due: number;
  deadEvents: number;
  deadJobs: number;
}

const COUNTED_AT_MOST = 10_000;
const LOOK_EVERY_MS = 5_000;
const PATIENCE_IN_MS = 1_000;

/** What waits in a subgraph's database, looked up when metrics are read. Returns what ends it. */
export function readBacklog(service: string, db: Database, { lookEveryMs = LOOK_EVERY_MS } = {}): () => void {
  const look = lookedUpOnce(() => lookUp(db), lookEveryMs);
  const stops = [
    unsent.read(async () => [[{ service }, (await look()).unsent]]),
    lag.read(async () => [[{ service }, (await look()).lag]]),
    due.read(async () => [[{ service }, (await look()).due]]),
    dead.read(async () => {
      const { deadEvents, deadJobs } = await look();
      return [
        [{ service, what: 'event' }, deadEvents],
        [{ service, what: 'job' }, deadJobs],
      ];
    }),
  ];
  return () => stops.forEach((stop) => void stop());
}

/** Each part reads an index that holds only such rows. */
async function lookUp(db: Database): Promise<Backlog> {
  const counted = (rows: ReturnType<typeof sql>) =>
    sql`(SELECT count(*)::int FROM (SELECT 1 ${rows} LIMIT ${COUNTED_AT_MOST}) AS counted)`;
  const counts = await db.execute<Backlog>(sql`
    WITH waiting AS (
      SELECT occurred_at FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL ORDER BY run_at LIMIT ${COUNTED_AT_MOST})
    SELECT (SELECT count(*)::int FROM waiting) AS unsent,
      (SELECT coalesce(extract(epoch FROM now() - min(occurred_at)), 0)::float8 FROM waiting) AS lag,
      ${counted(sql`FROM jobs WHERE dead_at IS NULL AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())`)} AS due,
      ${counted(sql`FROM outbox WHERE dead_at IS NOT NULL`)} AS "deadEvents",
      ${counted(sql`FROM jobs WHERE dead_at IS NOT NULL`)} AS "deadJobs"`);
  return onlyRow(counts);
}

/** However often and by however many it is asked for, one look-up is under way, and one is enough for a while. Rejects when it takes long. */
function lookedUpOnce<T>(look: () => Promise<T>, everyMs: number): () => Promise<T> {
  let latest: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (!latest || performance.now() >= until) {
      until = Number.POSITIVE_INFINITY;
      latest = look();
      const settled = () => {
        until = performance.now() + everyMs;
      };
      latest.then(settled, settled);
    }
    return withPatience(latest);
  };
}

function withPatience<T>(looking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database takes long')), PATIENCE_IN_MS);
  });
  return Promise.race([looking, late]).finally(() => clearTimeout(timer));
}
