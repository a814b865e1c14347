import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Logger } from './logger.ts';

/** What lives as long as the process. */
export interface Service<Env = any> {
  name: string;
  db: PostgresJsDatabase<any>;
  env: Env;
  log: Logger;
  /** A command to another service, unchecked: `remote(service, contract)` is the typed way. */
  send(to: string, command: string, input: unknown): Promise<unknown>;
}
