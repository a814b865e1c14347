import { isStaff } from '@storegraph/commerce';
import { isOneOf, type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { addresses } from '../address/address.table.ts';
import { sessions } from '../session/session.table.ts';
import { users } from './user.table.ts';

/** Shoppers see themselves, staff see everybody; anybody else is indistinguishable from nobody. */
export const userLoaders = ({ db, viewer }: LoaderScope) => {
  const staff = isStaff(viewer);
  const visible = (ids: readonly string[]) => (staff ? [...ids] : ids.filter((id) => id === viewer?.id));
  return {
    user: loadOne(
      async (ids) => {
        const allowed = visible(ids);
        return allowed.length > 0 ? db.select().from(users).where(isOneOf(users.id, allowed)) : [];
      },
      (user) => user.id,
    ),
    addressesOfUser: loadMany(
      async (ids) => {
        const allowed = visible(ids);
        return allowed.length > 0
          ? db
              .select()
              .from(addresses)
              .where(isOneOf(addresses.userId, allowed))
              .orderBy(desc(addresses.isDefault), asc(addresses.createdAt))
          : [];
      },
      (address) => address.userId,
    ),
    /** Their own only, for staff as well. */
    sessionsOfUser: loadMany(
      async (ids) =>
        viewer && ids.includes(viewer.id)
          ? db
              .select()
              .from(sessions)
              .where(
                and(eq(sessions.userId, viewer.id), isNull(sessions.revokedAt), sql`${sessions.expiresAt} > now()`),
              )
              .orderBy(desc(sessions.lastUsedAt))
          : [],
      (session) => session.userId,
    ),
  };
};
export type UserLoaders = ReturnType<typeof userLoaders>;
