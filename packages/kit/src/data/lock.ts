import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Whoever asks for the same name, for the same purpose, waits until this transaction ends. For what has no row to lock yet. */
export const lockFor = async (tx: Database, purpose: string, name = ''): Promise<void> =>
  void (await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${purpose} ${name}`}, 0))`));
