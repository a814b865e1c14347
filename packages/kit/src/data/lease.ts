import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

const LEASE_IN_SECONDS = 12;

export interface LeasedRow {
  id: string;
  claim: string;
  attempts: number;
}

/** Told in how many seconds a row is due again that was taken. */
export type Later = (seconds: number) => void;

/** Of the rows that are open in a work table: their time has come, and nobody has taken them. */
export const isDue = (open: SQL): SQL =>
  sql`${open} AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())`;

/** Takes due rows of a work table for a while. A row whose holder died is due again when its lease ends (database clock). */
export async function claimDue<Row extends LeasedRow>(
  db: Database,
  table: SQL,
  limit: number,
  open: SQL,
): Promise<Row[]> {
  const claim = randomUUID();
  const rows = await db.execute(sql`
    UPDATE ${table} SET claim = ${claim}::uuid, lease_until = now() + ${LEASE_IN_SECONDS} * interval '1 second', attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM ${table} WHERE ${isDue(open)} ORDER BY run_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING *`);
  // the columns are those of whatever table was named
  return rows as unknown as Row[];
}

/** Keeps the lease while the work goes on. */
export function keepLease(db: Database, table: SQL, { id, claim }: LeasedRow): Disposable {
  const timer = setInterval(() => {
    db.execute(
      sql`UPDATE ${table} SET lease_until = now() + ${LEASE_IN_SECONDS} * interval '1 second' WHERE id = ${id} AND claim = ${claim}::uuid`,
    ).catch(() => {
      // the lease runs out and another worker takes over
    });
  }, 4_000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** 0.2 s, 0.4 s … 60 s, with jitter. */
export const backoffInSeconds = (attempts: number): number =>
  Math.min(60, 0.1 * 2 ** Math.min(attempts, 10)) * (0.5 + Math.random());

export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return cut(String(error));
  const because = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return cut(`${error.name}: ${error.message}${because}`);
}

const cut = (text: string): string => text.replaceAll('\0', '').slice(0, 500);
