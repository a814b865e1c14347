import postgres from 'postgres';
import { type Domain, domains } from '../../local/system/layout.ts';
import type { World } from '../world.ts';

/** Work in progress and counters, not what a mutation is about. */
const ignored = [
  'jobs',
  'outbox',
  'inbox',
  'kit_migrations',
  'sign_in_failures',
  'signing_keys',
  'released_orders',
  'stripe_events',
];
/** Background work looks at rows and says so. */
const changesByItself = ['updated_at', 'checked_at', 'last_used_at'];

export interface Snapshots {
  /** A digest of every table of these domains, row for row. */
  of(watched: readonly Domain[]): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** Without some rows: by the table's name, which ones. */
export async function openSnapshots({ system }: World, without: Record<string, string> = {}): Promise<Snapshots> {
  const connections = new Map(
    domains.map((domain) => [domain, postgres(system.databaseUrl(domain), { max: 1, onnotice: () => {} })]),
  );
  const tables = new Map<Domain, string[]>();
  for (const [domain, sql] of connections) {
    const rows = await sql<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;
    tables.set(
      domain,
      rows.map(({ name }) => name).filter((name) => !ignored.includes(name)),
    );
  }
  const digestsOf = async (domain: Domain): Promise<[string, string][]> => {
    const sql = connections.get(domain)!;
    const parts = tables.get(domain)!.map(
      (
        table,
      ) => `SELECT '${domain}.${table}' AS name, coalesce(md5(string_agg(digest, '' ORDER BY digest)), 'empty') AS digest
        FROM (SELECT md5((to_jsonb(t) - ARRAY['${changesByItself.join("','")}'])::text) AS digest FROM "${table}" t WHERE NOT (${without[table] ?? 'false'})) rows`,
    );
    const rows = await sql.unsafe<{ name: string; digest: string }[]>(parts.join(' UNION ALL '));
    return rows.map(({ name, digest }) => [name, digest]);
  };
  return {
    of: async (watched) => Object.fromEntries((await Promise.all(watched.map(digestsOf))).flat()),
    async close() {
      await Promise.all([...connections.values()].map((sql) => sql.end()));
    },
  };
}
