import { isStaff } from '@storegraph/commerce';
import { countRows, isOneOf, type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { asc, eq } from 'drizzle-orm';
import { customerGroupMembers, customerGroups } from './customerGroup.table.ts';

/** For staff; anybody else finds nothing. */
export const customerGroupLoaders = ({ db, viewer }: LoaderScope) => ({
  groupsOfUser: loadMany(
    async (userIds) =>
      isStaff(viewer)
        ? db
            .select({ userId: customerGroupMembers.userId, group: customerGroups })
            .from(customerGroupMembers)
            .innerJoin(customerGroups, eq(customerGroups.id, customerGroupMembers.groupId))
            .where(isOneOf(customerGroupMembers.userId, userIds))
            .orderBy(asc(customerGroups.nameKey))
        : [],
    ({ userId }) => userId,
  ),
  /** Of a group without members there is none. */
  memberCount: loadOne(
    async (groupIds) =>
      isStaff(viewer)
        ? db
            .select({ groupId: customerGroupMembers.groupId, count: countRows.as('count') })
            .from(customerGroupMembers)
            .where(isOneOf(customerGroupMembers.groupId, groupIds))
            .groupBy(customerGroupMembers.groupId)
        : [],
    ({ groupId }) => groupId,
  ),
});
