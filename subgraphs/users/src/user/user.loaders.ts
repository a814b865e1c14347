import { isStaff } from '@storegraph/commerce';
import { isOneOf, type LoaderScope, loadMany, loadOne } from '@storegraph/kit';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { addresses } from '../address/address.table.ts';
import { consents } from '../consent/consent.table.ts';
import { customerGroupLoaders } from '../customerGroup/customerGroup.loaders.ts';
import { emailChanges } from '../emailChange/emailChange.table.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { passkeys } from '../passkey/passkey.table.ts';
import { sessions } from '../session/session.table.ts';
import { users } from './user.table.ts';

/** Shoppers see themselves, staff see everybody; anybody else is indistinguishable from nobody. */
export const userLoaders = (scope: LoaderScope) => {
  const { db, viewer } = scope;
  const staff = isStaff(viewer);
  const visible = (ids: readonly string[]) => (staff ? [...ids] : ids.filter((id) => id === viewer?.id));
  return {
    ...customerGroupLoaders(scope),
    /** What they said last. */
    consentOfUser: loadOne(
      async (ids) => {
        const allowed = visible(ids);
        return allowed.length > 0
          ? db
              .selectDistinctOn([consents.userId])
              .from(consents)
              .where(isOneOf(consents.userId, allowed))
              .orderBy(consents.userId, desc(consents.id))
          : [];
      },
      (consent) => consent.userId,
    ),
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
    /** Their own only, for staff as well. The latest wish alone is open. */
    pendingEmailOfUser: loadOne(
      async (ids) =>
        viewer && ids.includes(viewer.id)
          ? db
              .select({ userId: emailChanges.userId, email: emailChanges.email })
              .from(emailChanges)
              .where(
                and(
                  eq(emailChanges.userId, viewer.id),
                  isNull(emailChanges.confirmedAt),
                  sql`${emailChanges.confirmUntil} > now()`,
                ),
              )
          : [],
      (change) => change.userId,
    ),
    linkedAccountsOfUser: loadMany(
      async (ids) => {
        const allowed = visible(ids);
        return allowed.length > 0
          ? db
              .select()
              .from(linkedAccounts)
              .where(isOneOf(linkedAccounts.userId, allowed))
              .orderBy(asc(linkedAccounts.provider))
          : [];
      },
      (account) => account.userId,
    ),
    passkeysOfUser: loadMany(
      async (ids) => {
        const allowed = visible(ids);
        return allowed.length > 0
          ? db
              .select()
              .from(passkeys)
              .where(isOneOf(passkeys.userId, allowed))
              .orderBy(asc(passkeys.createdAt), asc(passkeys.id))
          : [];
      },
      (passkey) => passkey.userId,
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
