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
  /** Of those that they may see; nothing is asked where there are none. */
  const ofVisible =
    <Row>(ask: (ids: string[]) => PromiseLike<Row[]>) =>
    async (ids: readonly string[]): Promise<Row[]> => {
      const visible = staff ? [...ids] : ids.filter((id) => id === viewer?.id);
      return visible.length > 0 ? ask(visible) : [];
    };
  /** Their own only, for staff as well. */
  const ofViewer =
    <Row>(ask: (id: string) => PromiseLike<Row[]>) =>
    async (ids: readonly string[]): Promise<Row[]> =>
      viewer && ids.includes(viewer.id) ? ask(viewer.id) : [];
  return {
    ...customerGroupLoaders(scope),
    /** What they said last. */
    consentOfUser: loadOne(
      ofVisible((ids) =>
        db
          .selectDistinctOn([consents.userId])
          .from(consents)
          .where(isOneOf(consents.userId, ids))
          .orderBy(consents.userId, desc(consents.id)),
      ),
      (consent) => consent.userId,
    ),
    user: loadOne(
      ofVisible((ids) => db.select().from(users).where(isOneOf(users.id, ids))),
      (user) => user.id,
    ),
    addressesOfUser: loadMany(
      ofVisible((ids) =>
        db
          .select()
          .from(addresses)
          .where(isOneOf(addresses.userId, ids))
          .orderBy(desc(addresses.isDefault), asc(addresses.createdAt)),
      ),
      (address) => address.userId,
    ),
    /** The latest wish alone is open. */
    pendingEmailOfUser: loadOne(
      ofViewer((id) =>
        db
          .select({ userId: emailChanges.userId, email: emailChanges.email })
          .from(emailChanges)
          .where(
            and(
              eq(emailChanges.userId, id),
              isNull(emailChanges.confirmedAt),
              sql`${emailChanges.confirmUntil} > now()`,
            ),
          ),
      ),
      (change) => change.userId,
    ),
    linkedAccountsOfUser: loadMany(
      ofVisible((ids) =>
        db
          .select()
          .from(linkedAccounts)
          .where(isOneOf(linkedAccounts.userId, ids))
          .orderBy(asc(linkedAccounts.provider)),
      ),
      (account) => account.userId,
    ),
    passkeysOfUser: loadMany(
      ofVisible((ids) =>
        db
          .select()
          .from(passkeys)
          .where(isOneOf(passkeys.userId, ids))
          .orderBy(asc(passkeys.createdAt), asc(passkeys.id)),
      ),
      (passkey) => passkey.userId,
    ),
    sessionsOfUser: loadMany(
      ofViewer((id) =>
        db
          .select()
          .from(sessions)
          .where(and(eq(sessions.userId, id), isNull(sessions.revokedAt), sql`${sessions.expiresAt} > now()`))
          .orderBy(desc(sessions.lastUsedAt)),
      ),
      (session) => session.userId,
    ),
  };
};
export type UserLoaders = ReturnType<typeof userLoaders>;
