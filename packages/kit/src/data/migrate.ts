import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Sql } from 'postgres';
import { connect } from './database.ts';
import { onlyRow } from './row.ts';

/** The kit's own tables. Forward only: append a step, never edit one that was merged. */
const steps: readonly string[] = [
  `
  CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL,
    type text NOT NULL,
    subscriber text NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    run_at timestamptz NOT NULL DEFAULT now(),
    attempts int NOT NULL DEFAULT 0,
    claim uuid,
    lease_until timestamptz,
    sent_at timestamptz,
    dead_at timestamptz,
    last_error text,
    CONSTRAINT one_delivery_per_subscriber UNIQUE (event_id, subscriber)
  );
  CREATE INDEX outbox_due ON outbox (run_at) WHERE sent_at IS NULL AND dead_at IS NULL;
  CREATE TABLE inbox (
    event_id uuid PRIMARY KEY,
    type text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE jobs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    key text NOT NULL,
    payload jsonb NOT NULL,
    run_at timestamptz NOT NULL DEFAULT now(),
    generation int NOT NULL DEFAULT 0,
    attempts int NOT NULL DEFAULT 0,
    claim uuid,
    lease_until timestamptz,
    dead_at timestamptz,
    last_error text,
    CONSTRAINT one_job_per_key UNIQUE (name, key)
  );
  CREATE INDEX jobs_due ON jobs (run_at) WHERE dead_at IS NULL;
  CREATE TABLE idempotency_keys (
    scope text NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    result jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
  );
  `,
  `
  CREATE INDEX outbox_dead ON outbox (dead_at) WHERE dead_at IS NOT NULL;
  CREATE INDEX jobs_dead ON jobs (dead_at) WHERE dead_at IS NOT NULL;
  `,
  'ALTER TABLE outbox ADD COLUMN version int NOT NULL DEFAULT 1',
  // all subscribers of an event know its id: with the type, which is one service's alone, none of them can use it up
  'ALTER TABLE inbox DROP CONSTRAINT inbox_pkey, ADD PRIMARY KEY (event_id, type)',
  'CREATE INDEX inbox_received ON inbox (received_at)',
  // what is in them goes when it was sent
  "ALTER TABLE outbox ADD COLUMN secrets text[] NOT NULL DEFAULT '{}'",
];

async function isUpToDate(client: Sql, migrations: URL): Promise<boolean> {
  const { known } = onlyRow(
    await client<{ known: boolean }[]>`
    SELECT to_regclass('kit_migrations') IS NOT NULL AND to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known`,
  );
  if (!known) return false;
  const done = onlyRow(
    await client<{ steps: number; last: number | null }[]>`
    SELECT (SELECT count(*)::int FROM kit_migrations) AS steps, (SELECT max(created_at)::float8 FROM drizzle.__drizzle_migrations) AS last`,
  );
  const journal = readFileSync(new URL(`${migrations.href.replace(/\/$/, '')}/meta/_journal.json`), 'utf8');
  const { entries } = JSON.parse(journal) as { entries: { when: number }[] };
  return done.steps >= steps.length && (done.last ?? 0) >= Math.max(0, ...entries.map(({ when }) => when));
}

/** Brings a database up to date: the kit's tables first, then the subgraph's own. Replicas that boot together take turns. */
export async function migrateDatabase(url: string, migrations: URL): Promise<void> {
  const { client, db, close } = connect(url, { pool: 1 });
  try {
    // a boot with nothing to do takes no lock: whoever held it may have vanished without a word
    if (await isUpToDate(client, migrations)) return;
    await client`SET statement_timeout = 0`;
    await client`SET lock_timeout = 0`;
    await client`SELECT pg_advisory_lock(727274)`;
    await client`CREATE TABLE IF NOT EXISTS kit_migrations (step int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`;
    const { applied } = onlyRow(
      await client<{ applied: number }[]>`SELECT count(*)::int AS applied FROM kit_migrations`,
    );
    for (const [index, step] of steps.entries()) {
      if (index < applied) continue;
      await client.begin(async (tx) => {
        await tx.unsafe(step);
        await tx`INSERT INTO kit_migrations (step) VALUES (${index})`;
      });
    }
    await migrate(db, { migrationsFolder: fileURLToPath(migrations) });
  } finally {
    await close();
  }
}
