import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { canonicalJson } from './canonical.ts';
import type { Database } from './database.ts';
import { DomainError } from '../graph/errors.ts';

export const requestHash = (input: unknown): string => createHash('sha256').update(canonicalJson(input)).digest('hex');

/** Whether the work of this key was done: its answer stands, whatever else speaks against it now. */
export async function wasDone(
  db: PostgresJsDatabase,
  { scope, key }: { scope: string; key: string },
): Promise<boolean> {
  const [known] = await db.execute(sql`SELECT 1 FROM idempotency_keys WHERE scope = ${scope} AND key = ${key}`);
  return known !== undefined;
}

/**
 * Does the work once per (scope, key), in one transaction with the key. The same key and input answer the stored
 * result (JSON); the same key with another input is IDEMPOTENCY_KEY_REUSED. A refusal rolls the key back.
 */
export async function once<Result>(
  db: PostgresJsDatabase,
  { scope, key, input }: { scope: string; key: string; input: unknown },
  work: (tx: Database) => Promise<Result>,
): Promise<Result> {
  const hash = requestHash(input);
  return db.transaction(async (tx) => {
    const [fresh] = await tx.execute(sql`
      INSERT INTO idempotency_keys (scope, key, request_hash) VALUES (${scope}, ${key}, ${hash}) ON CONFLICT DO NOTHING RETURNING key`);
    if (!fresh) {
      const [stored] = await tx.execute(
        sql`SELECT request_hash, result FROM idempotency_keys WHERE scope = ${scope} AND key = ${key}`,
      );
      if (stored?.request_hash !== hash)
        throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used with another input', {
          field: 'idempotencyKey',
          rule: 'unique',
        });
      return stored.result as Result;
    }
    const result = await work(tx);
    await tx.execute(
      sql`UPDATE idempotency_keys SET result = ${JSON.stringify(result ?? null)}::jsonb WHERE scope = ${scope} AND key = ${key}`,
    );
    return result;
  });
}
