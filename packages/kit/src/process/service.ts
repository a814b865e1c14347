import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Logger } from './logger.ts';

/** What lives as long as the process. `any`: who reads a variable has declared it in its table of contents, which no type of the kit knows. */
export interface Service<Env = any> {
  name: string;
  db: PostgresJsDatabase;
  env: Env;
  log: Logger;
  /** A command to another service, unchecked: `remote(service, contract)` is the typed way. */
  send(to: string, command: string, input: unknown): Promise<unknown>;
}
