/** What a subgraph has in Postgres: connections, migrations, prepared statements, pages, keys of requests. */
export { wouldChange } from './canonical.ts';
export * from './database.ts';
export { deleteInPages } from './deleteInPages.ts';
export * from './idempotency.ts';
export * from './list.ts';
export { lockFor } from './lock.ts';
export { migrateDatabase } from './migrate.ts';
export * from './prepared.ts';
export { onlyRow } from './row.ts';
export * from './token.ts';
