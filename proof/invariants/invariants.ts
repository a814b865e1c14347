import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort } from '../../local/ports.ts';
import { startPostgres } from '../../local/postgres/postgres.ts';
import { type Domain, domains } from '../../local/system/layout.ts';
import { liveStates, moves, movingStates, unnumberedStates } from '../../subgraphs/orders/src/order/order.life.ts';

/** A statement that must find nothing. */
export interface Invariant {
  /** Area and file name, such as stock/never_oversold. */
  name: string;
  meaning: string;
  query: string;
}

export interface Violation extends Invariant {
  rows: Record<string, unknown>[];
}

/** Where a running system is looked at; nothing of it is written. */
export interface Sources {
  databaseUrl(domain: Domain): string;
  /** The local Stripe, which can be dumped. Without it, invariants about Stripe are left out. */
  stripeUrl?: string;
}

const folder = import.meta.dirname;

export function readInvariants(): Invariant[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const [, meaning = ''] = /^-- (.*)$/m.exec(text) ?? [];
      return { name: file.replaceAll('\\', '/').replace(/\.sql$/, ''), meaning, query: text };
    });
}

const aboutStripe = ({ query }: Invariant): boolean => /\bstripe\./.test(query);

/** Copies of all databases side by side, in a Postgres of its own: what no database knows alone can be asked there. */
export async function openCopy(): Promise<SystemCopy> {
  const directory = mkdtempSync(join(tmpdir(), 'storegraph-invariants-'));
  const server = await startPostgres({
    folder: join(directory, 'data'),
    port: await freePort(),
    password: randomBytes(24).toString('base64url'),
    volatile: true,
  });
  const sql = postgres(server.superuserUrl, { max: 1, onnotice: () => {} });
  return {
    sql,
    async take({ databaseUrl, stripeUrl }) {
      await sql`DROP SCHEMA IF EXISTS everywhere, rules CASCADE`;
      await copyStripe(sql, stripeUrl);
      // one after the other, the ones that are told last: what is written meanwhile is seen by its source, too
      const sources: readonly Domain[] = ['carts', 'products', 'payments', 'users', 'orders'];
      for (const domain of [...domains.filter((one) => !sources.includes(one)), ...sources])
        await copyDomain(sql, domain, databaseUrl(domain));
      await describeEverywhere(sql);
    },
    async violations() {
      const found: Violation[] = [];
      const [known] = await sql`SELECT to_regclass('stripe.payment_intents') IS NOT NULL AS stripe`;
      for (const invariant of readInvariants()) {
        if (aboutStripe(invariant) && !known!.stripe) continue;
        const rows = [...(await sql.unsafe(invariant.query))];
        if (rows.length > 0) found.push({ ...invariant, rows });
      }
      return found;
    },
    async close() {
      await sql.end();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export interface SystemCopy {
  sql: postgres.Sql;
  /** Anew, whatever was there. */
  take(sources: Sources): Promise<void>;
  violations(): Promise<Violation[]>;
  close(): Promise<void>;
}

const ROWS_AT_ONCE = 2_000;

interface ColumnRow {
  table: string;
  columns: string;
  definitions: string;
}

/** Types that the copy does not know are text there. */
async function copyDomain(to: postgres.Sql, domain: Domain, url: string): Promise<void> {
  await to.unsafe(`DROP SCHEMA IF EXISTS ${domain} CASCADE; CREATE SCHEMA ${domain}`);
  const from = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'invariants' } });
  try {
    await from.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
      const tables = await tx<ColumnRow[]>`
        SELECT relname AS table, string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns,
          string_agg(quote_ident(attname) || ' ' || CASE WHEN typnamespace = 'pg_catalog'::regnamespace AND typname NOT IN ('tsvector', '_tsvector')
            THEN format_type(atttypid, atttypmod) WHEN typcategory = 'A' THEN 'text[]' ELSE 'text' END, ', ' ORDER BY attnum) AS definitions
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid JOIN pg_type ON pg_type.oid = atttypid
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped GROUP BY relname`;
      for (const { table, columns, definitions } of tables) {
        const name = `${domain}.${table}`;
        await to.unsafe(`CREATE TABLE ${name} (${definitions})`);
        const rows = tx.unsafe<{ row: string }[]>(
          `SELECT row_to_json(facts)::text AS row FROM (SELECT ${columns} FROM ${table}) AS facts`,
        );
        // postgres.js stops in the middle of a longer COPY (3.4.9)
        for await (const some of rows.cursor(ROWS_AT_ONCE))
          await to.unsafe(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1::text::json)`, [
            `[${some.map(({ row }) => row).join()}]`,
          ]);
      }
    });
  } finally {
    await from.end();
  }
}

async function copyStripe(to: postgres.Sql, url: string | undefined): Promise<void> {
  await to`DROP SCHEMA IF EXISTS stripe CASCADE`;
  if (!url) return;
  const answer = await fetch(`${url}/_local/dump`, { method: 'POST' });
  if (!answer.ok) throw new Error(`The local Stripe at ${url} answers HTTP ${answer.status} instead of a dump`);
  const dump = (await answer.json()) as Record<'payment_intents' | 'refunds', object[]>;
  await to`CREATE SCHEMA stripe`;
  for (const table of ['payment_intents', 'refunds'] as const)
    await to.unsafe(
      `CREATE TABLE stripe.${table} AS SELECT * FROM jsonb_to_recordset($1::text::jsonb)
       AS facts (id text, status text, amount bigint, currency text, metadata jsonb, payment_intent text, created bigint)`,
      [JSON.stringify(dump[table])],
    );
}

/** The tables that every domain has, together; and the rules that are code. */
async function describeEverywhere(to: postgres.Sql): Promise<void> {
  const union = (table: string) => domains.map((domain) => `SELECT '${domain}' AS domain, * FROM ${domain}.${table}`);
  await to`CREATE SCHEMA everywhere`;
  for (const table of ['outbox', 'inbox', 'jobs'])
    await to.unsafe(`CREATE VIEW everywhere.${table} AS ${union(table).join(' UNION ALL ')}`);
  await to`CREATE SCHEMA rules`;
  await to`CREATE TABLE rules.order_moves AS SELECT * FROM jsonb_to_recordset(${to.json(moves)})
    AS moves ("from" text, fact text, "to" text, publish jsonb)`;
  await to`CREATE TABLE rules.live_states AS SELECT jsonb_array_elements_text(${to.json(liveStates)}) AS state`;
  await to`CREATE TABLE rules.unnumbered_states AS SELECT jsonb_array_elements_text(${to.json(unnumberedStates)}) AS state`;
  await to`CREATE TABLE rules.moving_states AS SELECT jsonb_array_elements_text(${to.json(movingStates)}) AS state`;
}

/** What stays wrong: databases are read one after the other, so what is only under way is looked at again. */
export async function lastingViolations(
  copy: SystemCopy,
  sources: Sources,
  settleInSeconds = 10,
): Promise<Violation[]> {
  await copy.take(sources);
  const first = await copy.violations();
  if (first.length === 0) return first;
  await delay(settleInSeconds * 1_000);
  await copy.take(sources);
  const subject = (row: Record<string, unknown>) => JSON.stringify(Object.values(row)[0]);
  return (await copy.violations()).flatMap((violation) => {
    const before = new Set(first.find(({ name }) => name === violation.name)?.rows.map(subject));
    const rows = violation.rows.filter((row) => before.has(subject(row)));
    return rows.length > 0 ? [{ ...violation, rows }] : [];
  });
}
