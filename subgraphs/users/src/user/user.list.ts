import {
  badInput,
  type Condition,
  type ConnectionArgs,
  countRows,
  type Database,
  isSafeText,
  type KeysetColumn,
  type KeyValue,
  type List,
  readPage,
} from '@storegraph/kit';
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { customerGroupMembers } from '../customerGroup/customerGroup.table.ts';
import { type UserFilter, UserSort } from './user.input.ts';
import { type UserRow, users } from './user.table.ts';
import { toUser, type User, UserStatus } from './user.type.ts';

const createdAtMs = sql`(floor(extract(epoch from ${users.createdAt}) * 1000))::bigint`;
const byTime = (direction: 'asc' | 'desc'): KeysetColumn[] => [
  { column: createdAtMs, direction, holds: 'number' },
  { column: users.id, direction, holds: 'text' },
];
const keyOfTime = ({ createdAt, id }: UserRow): KeyValue[] => [createdAt.getTime(), id];

interface Sorting {
  columns: KeysetColumn[];
  keyOf(row: UserRow): KeyValue[];
}
const sortings: Record<UserSort, Sorting> = {
  [UserSort.NEWEST]: { columns: byTime('desc'), keyOf: keyOfTime },
  [UserSort.OLDEST]: { columns: byTime('asc'), keyOf: keyOfTime },
  [UserSort.EMAIL]: {
    columns: [{ column: users.emailKey, direction: 'asc', holds: 'text' }],
    keyOf: ({ emailKey }) => [emailKey],
  },
};

const statusConditions: Record<UserStatus, SQL | undefined> = {
  [UserStatus.ACTIVE]: eq(users.status, 'ACTIVE'),
  [UserStatus.DISABLED]: and(eq(users.status, 'DISABLED'), isNull(users.deletedAt)),
  [UserStatus.DELETED]: isNotNull(users.deletedAt),
};
const has = (name: keyof UserFilter) => sql.placeholder(name);

function conditionsOf({ query, role, status, groupId, createdFrom, createdTo, hasOrders }: UserFilter): Condition[] {
  const conditions: Condition[] = [];
  const given = (shape: keyof UserFilter, value: unknown, build: () => SQL) =>
    value != null && conditions.push({ shape, values: { [shape]: value }, build });
  given(
    'query',
    query && `%${query.replace(/[\\%_]/g, '\\$&')}%`,
    () => sql`(${users.email} ILIKE ${has('query')} OR ${users.displayName} ILIKE ${has('query')})`,
  );
  given('role', role, () => sql`${has('role')} = any(${users.roles})`);
  if (status) conditions.push({ shape: `status ${status}`, build: () => statusConditions[status] });
  given(
    'groupId',
    groupId,
    () =>
      sql`EXISTS (SELECT 1 FROM ${customerGroupMembers} WHERE ${customerGroupMembers.groupId} = ${has('groupId')} AND ${customerGroupMembers.userId} = ${users.id})`,
  );
  given('createdFrom', createdFrom?.toISOString(), () => sql`${users.createdAt} >= ${has('createdFrom')}::timestamptz`);
  given('createdTo', createdTo?.toISOString(), () => sql`${users.createdAt} < ${has('createdTo')}::timestamptz`);
  if (hasOrders != null)
    conditions.push({
      shape: `hasOrders ${hasOrders}`,
      build: () => (hasOrders ? isNotNull(users.firstOrderAt) : isNull(users.firstOrderAt)),
    });
  return conditions;
}

/** Accounts, by default the newest first. */
export function userList(
  db: Database,
  args: ConnectionArgs,
  filter: UserFilter,
  sort: UserSort = UserSort.NEWEST,
): List<UserRow, User, undefined> {
  if (filter.query != null && !isSafeText(filter.query, { max: 100 }))
    throw badInput('query', 'text', 'query is text of 1 to 100 characters');
  const conditions = conditionsOf(filter);
  const where = () => and(...conditions.map((condition) => condition.build()));
  const { columns, keyOf } = sortings[sort];
  return {
    shape: `users ${sort} ${conditions.map(({ shape }) => shape)}`,
    values: Object.assign({}, ...conditions.map(({ values }) => values)),
    page: readPage(args, { default: 24, sort: sort === UserSort.NEWEST ? 'createdAt' : sort }),
    columns,
    keyOf,
    toNode: toUser,
    rows: ({ beyond, order, limit }) =>
      db
        .select()
        .from(users)
        .where(and(where(), beyond))
        .orderBy(...order)
        .limit(limit),
    count: () =>
      db
        .select({ count: countRows.as('count') })
        .from(users)
        .where(where()),
  };
}
