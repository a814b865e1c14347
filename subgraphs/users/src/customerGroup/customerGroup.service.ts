import { cleanText, type Context, type Database, lockFor, newId, onlyRow, refuse } from '@storegraph/kit';
import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { lockAccount } from '../link/link.service.ts';
import { type UserRow, users } from '../user/user.table.ts';
import type { CreateCustomerGroupInput, UpdateCustomerGroupInput } from './customerGroup.input.ts';
import { customerGroupMembers, type CustomerGroupRow, customerGroups } from './customerGroup.table.ts';

type Caller = Pick<Context, 'service'>;
/** Few enough to be listed whole. */
const MAX_GROUPS = 200;

const gone = () => refuse('NOT_FOUND', 'This group does not exist', ['input', 'id']);

export const allCustomerGroups = (db: Database): Promise<CustomerGroupRow[]> =>
  db.select().from(customerGroups).orderBy(asc(customerGroups.nameKey)).limit(MAX_GROUPS);

/** Names and number of groups are looked at by one after the other; the index defends the names all the same. */
const inTurn = <Result>({ service }: Caller, change: (tx: Database) => Promise<Result>): Promise<Result> =>
  service.db.transaction(async (tx) => {
    await lockFor(tx, 'customer groups');
    return change(tx);
  });

async function freeName(tx: Database, wanted: string, ownId = ''): Promise<Pick<CustomerGroupRow, 'name' | 'nameKey'>> {
  const name = cleanText(wanted);
  const nameKey = name.toLowerCase();
  const others = and(eq(customerGroups.nameKey, nameKey), ne(customerGroups.id, ownId));
  if ((await tx.$count(customerGroups, others)) > 0)
    refuse('CONFLICT', 'Another group has this name', ['input', 'name']);
  return { name, nameKey };
}

export const createCustomerGroup = (
  caller: Caller,
  { name, description }: CreateCustomerGroupInput,
): Promise<CustomerGroupRow> =>
  inTurn(caller, async (tx) => {
    if ((await tx.$count(customerGroups)) >= MAX_GROUPS)
      refuse('INVALID_STATE', `A shop has at most ${MAX_GROUPS} groups of customers`, ['input']);
    return tx
      .insert(customerGroups)
      .values({ id: newId('grp'), ...(await freeName(tx, name)), description: description && cleanText(description) })
      .returning()
      .then(onlyRow);
  });

export const updateCustomerGroup = (
  caller: Caller,
  { id, name, description }: UpdateCustomerGroupInput,
): Promise<CustomerGroupRow> =>
  inTurn(caller, async (tx) => {
    const [group] = await tx
      .update(customerGroups)
      .set({
        id,
        ...(name != null && (await freeName(tx, name, id))),
        ...(description !== undefined && { description: description && cleanText(description) }),
      })
      .where(eq(customerGroups.id, id))
      .returning();
    return group ?? gone();
  });

/** Its members stay customers. */
export async function deleteCustomerGroup({ service }: Caller, { id }: { id: string }): Promise<CustomerGroupRow> {
  const [group] = await service.db.delete(customerGroups).where(eq(customerGroups.id, id)).returning();
  return group ?? gone();
}

/** In place of the groups of before. */
export const setCustomerGroups = (
  { service }: Caller,
  { userId, groupIds }: { userId: string; groupIds: string[] },
): Promise<UserRow> =>
  service.db.transaction(async (tx) => {
    const user = await lockAccount(tx, and(eq(users.id, userId), isNull(users.deletedAt)));
    if (!user) refuse('NOT_FOUND', 'This user does not exist', ['input', 'userId']);
    const found = await tx
      .select({ id: customerGroups.id })
      .from(customerGroups)
      .where(inArray(customerGroups.id, groupIds))
      .orderBy(customerGroups.id)
      .for('key share');
    const known = new Set(found.map(({ id }) => id));
    const missing = groupIds.findIndex((id) => !known.has(id));
    if (missing >= 0) refuse('NOT_FOUND', 'This group does not exist', ['input', 'groupIds', String(missing)]);
    await tx.delete(customerGroupMembers).where(eq(customerGroupMembers.userId, userId));
    if (groupIds.length > 0)
      await tx.insert(customerGroupMembers).values(groupIds.map((groupId) => ({ groupId, userId })));
    return user;
  });
