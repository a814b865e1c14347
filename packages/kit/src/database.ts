import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** A connection pool or an open transaction: queries do not care which. */
export type Database = PostgresJsDatabase<any> | PostgresJsTransaction<any, any>;

export interface Connection {
  db: PostgresJsDatabase<any>;
  client: postgres.Sql;
  statements: { count: number };
  close(): Promise<void>;
}

/** A pool that fails fast instead of hanging: statement, lock, idle and connect time-outs are set. */
export function connect(url: string, { pool = 8, countStatements = false } = {}): Connection {
  const statements = { count: 0 };
  const client = postgres(url, {
    max: pool,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: 'storegraph',
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
    },
    ...(countStatements && { debug: () => void statements.count++ }),
  });
  return { db: drizzle(client), client, statements, close: () => client.end({ timeout: 5 }) };
}
