import { sql } from 'drizzle-orm';
import type { Database } from './data/database.ts';

/** Every row of a database that has a text anywhere in it, in small or capital letters: for what must not be left. */
export async function rowsWith(db: Database, text: string): Promise<{ table: string; row: string }[]> {
  const tables = await db.execute<{ name: string }>(
    sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const found: { table: string; row: string }[] = [];
  for (const { name } of tables) {
    const rows = await db.execute<{ row: string }>(
      sql`SELECT one::text AS row FROM ${sql.identifier(name)} AS one WHERE one::text ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`,
    );
    found.push(...rows.map(({ row }) => ({ table: name, row })));
  }
  return found;
}
