import {
  badInput,
  type ConnectionArgs,
  countRows,
  type Database,
  isSafeText,
  type KeysetColumn,
  type List,
  readPage,
} from '@storegraph/kit';
import { and, sql } from 'drizzle-orm';
import { type UserRow, users } from './user.table.ts';
import { type Role, toUser, type User } from './user.type.ts';

const createdAtMs = sql`(floor(extract(epoch from ${users.createdAt}) * 1000))::bigint`;
const newestFirst: KeysetColumn[] = [
  { column: createdAtMs, direction: 'desc', holds: 'number' },
  { column: users.id, direction: 'desc', holds: 'text' },
];

/** Accounts, newest first. */
export function userList(
  db: Database,
  args: ConnectionArgs,
  { query, role }: { query?: string; role?: Role },
): List<UserRow, User> {
  if (query != null && !isSafeText(query, { max: 100 }))
    throw badInput('query', 'text', 'query is text of 1 to 100 characters');
  const pattern = sql.placeholder('pattern');
  const where = and(
    query ? sql`(${users.email} ILIKE ${pattern} OR ${users.displayName} ILIKE ${pattern})` : undefined,
    role && sql`${sql.placeholder('role')} = any(${users.roles})`,
  );
  return {
    shape: `users ${query ? 'query' : ''} ${role ? 'role' : ''}`,
    values: { ...(query && { pattern: `%${query.replace(/[\\%_]/g, '\\$&')}%` }), ...(role && { role }) },
    page: readPage(args, { default: 24, sort: 'createdAt' }),
    columns: newestFirst,
    keyOf: ({ createdAt, id }) => [createdAt.getTime(), id],
    toNode: toUser,
    rows: ({ beyond, order, limit }) =>
      db
        .select()
        .from(users)
        .where(and(where, beyond))
        .orderBy(...order)
        .limit(limit),
    count: () =>
      db
        .select({ count: countRows.as('count') })
        .from(users)
        .where(where),
  };
}
