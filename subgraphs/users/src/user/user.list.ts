import {
  type ConnectionArgs,
  countRows,
  type Database,
  isSafeText,
  badInput,
  keysetOrder,
  type KeysetColumn,
  keysetWhere,
  readPage,
  toConnection,
} from '@storegraph/kit';
import { and, ilike, or, sql } from 'drizzle-orm';
import { users } from './user.table.ts';
import { type Role, toUser } from './user.type.ts';

const createdAtMs = sql`(floor(extract(epoch from ${users.createdAt}) * 1000))::bigint`;
const newestFirst: KeysetColumn[] = [
  { column: createdAtMs, direction: 'desc', holds: 'number' },
  { column: users.id, direction: 'desc', holds: 'text' },
];

export async function listUsers(db: Database, args: ConnectionArgs, { query, role }: { query?: string; role?: Role }) {
  if (query != null && !isSafeText(query, { max: 100 }))
    throw badInput('query', 'text', 'query is text of 1 to 100 characters');
  const page = readPage(args, { default: 24, sort: 'createdAt' });
  const pattern = query && `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const where = and(
    pattern ? or(ilike(users.email, pattern), ilike(users.displayName, pattern)) : undefined,
    role && sql`${role} = any(${users.roles})`,
  );
  const rows = await db
    .select()
    .from(users)
    .where(and(where, keysetWhere(newestFirst, page)))
    .orderBy(...keysetOrder(newestFirst, page))
    .limit(page.limit + 1);
  const connection = toConnection(rows, page, (row) => [row.createdAt.getTime(), row.id]);
  return {
    pageInfo: connection.pageInfo,
    nodes: connection.nodes.map(toUser),
    get edges() {
      return connection.edges.map(({ node, cursor }) => ({ cursor, node: toUser(node) }));
    },
    totalCount: async () => (await db.select({ count: countRows }).from(users).where(where))[0]!.count,
  };
}
