import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { Readers } from './readers.ts';
import { observeStatement, observeTransaction, type PoolUse } from '../process/signals/statements.ts';
import { currentWork } from '../graph/work.ts';

/** A connection pool or an open transaction: queries do not care which. */
export type Database = PostgresJsDatabase | PostgresJsTransaction<Record<string, never>, Record<string, never>>;

export interface Connection {
  db: PostgresJsDatabase;
  client: postgres.Sql;
  /** In tests: all of them, and those that queries of clients have sent. */
  statements: { count: number; ofQueries: number };
  pools: readonly PoolUse[];
  close(): Promise<void>;
}

/**
 * A pool that fails fast instead of hanging: statement, lock, idle and connect time-outs are set. Queries of clients have another
 * one of the same size: theirs can be cancelled, and however slow they are, mutations, commands and jobs find a connection.
 */
export function connect(url: string, { pool = 8, countStatements = false } = {}): Connection {
  const statements = { count: 0, ofQueries: 0 };
  const open = (kinds: readonly (keyof typeof statements)[]) =>
    openPool(url, pool, countStatements ? () => kinds.forEach((kind) => void statements[kind]++) : undefined);
  const [client, reading] = [open(['count']), open(['count', 'ofQueries'])];
  const database = new URL(url).pathname.slice(1);
  const use: PoolUse = { database, pool: 'work', max: pool, underWay: 0 };
  const readers = new Readers(reading, { database, pool: 'queries', max: pool, underWay: 0 });
  return {
    db: drizzle(preparing(client, { readers, use })),
    client,
    statements,
    pools: [use, readers.use],
    close: async () => void (await Promise.all([client, reading].map((one) => one.end({ timeout: 5 })))),
  };
}

function openPool(url: string, pool: number, noted?: () => void): postgres.Sql {
  return postgres(url, {
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
    ...(noted && { debug: (_: number, query: string) => void (asksForTypes(query) || noted()) }),
  });
}

/**
 * Statements with parameters are prepared, each once per connection: Postgres parses and we ask for types only the first
 * time. Query texts are bounded, because lists are arrays or at most a page long. `outside`: not for what runs within a transaction.
 */
function preparing<Client extends object>(client: Client, outside?: { readers: Readers; use: PoolUse }): Client {
  return new Proxy(client, {
    get(target, name, receiver) {
      // a driver that is seen by names: what each gives stands in its documentation
      const value: any = Reflect.get(target, name, receiver);
      if (name === 'unsafe')
        return (query: string, parameters: unknown[] = [], options: object = {}) => {
          const settings = { ...options, prepare: parameters.length > 0 };
          const work = outside && currentWork();
          return outside && work?.isQuery
            ? outside.readers.unsafe(work, query, parameters, settings)
            : observeStatement(value(query, parameters, settings), query, outside?.use);
        };
      if (name === 'begin' || name === 'savepoint')
        return (...args: unknown[]) =>
          observeTransaction(
            () => value(...args.map((arg) => (typeof arg === 'function' ? (tx: object) => arg(preparing(tx)) : arg))),
            outside?.use,
          );
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
