import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Logger } from './logger.ts';

/** What lives as long as the process. */
export interface Service<Env = any> {
  name: string;
  db: PostgresJsDatabase<any>;
  env: Env;
  log: Logger;
  /** A typed proxy of another service's commands. Throws RemoteError when it does not answer. Never call it inside a transaction. */
  remote<Commands extends object>(service: string): Commands;
}
