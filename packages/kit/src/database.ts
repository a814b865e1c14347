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
    backoff: (attempts) => Math.min(0.05 * 2 ** attempts, 1), // in seconds; by default up to 20 after a few lost connections
    onnotice: () => {},
    connection: {
      application_name: 'storegraph',
      random_page_cost: 1.1, // what is asked for often is in memory; the default is for spinning disks, and reads whole tables
      statement_timeout: 10_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
    },
    ...(countStatements && { debug: (_: number, query: string) => void (asksForTypes(query) || statements.count++) }),
  });
  return { db: drizzle(preparing(client)), client, statements, close: () => client.end({ timeout: 5 }) };
}

/**
 * Statements with parameters are prepared, each once per connection: Postgres parses and we ask for types only the first
 * time. Query texts are bounded, because lists are arrays or at most a page long.
 */
function preparing<Client extends object>(client: Client): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      const value: any = Reflect.get(target, name, receiver);
      if (name === 'unsafe')
        return (query: string, parameters: unknown[] = [], options: object = {}) =>
          value(query, parameters, { ...options, prepare: parameters.length > 0 });
      if (name === 'begin' || name === 'savepoint')
        return (...args: unknown[]) =>
          value(...args.map((arg) => (typeof arg === 'function' ? (tx: object) => arg(preparing(tx)) : arg)));
      return value;
    },
  });
}

/**
 * Every new connection asks for the array types by itself, and postgres.js lets that query's error go uncaught: a process
 * would end because a connection was lost in its first moments, although the pool opens another one. All else ends it still.
 */
export function outliveLostConnections(): void {
  process.on('unhandledRejection', (error: (Error & { query?: string }) | undefined) => {
    if (!error?.query || !asksForTypes(error.query)) throw error;
  });
}

const asksForTypes = (query: string): boolean => query.includes('b.typarray');
