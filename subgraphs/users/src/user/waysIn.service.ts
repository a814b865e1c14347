import type { Database } from '@storegraph/kit';
import { and, eq, inArray } from 'drizzle-orm';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { passkeyChallenges, passkeys } from '../passkey/passkey.table.ts';
import { users } from './user.table.ts';

/**
 * Before an address counts as proved by who has its mailbox: from an account that nobody had proved, what is linked and keys go. They
 * may be a stranger's, who has registered the address of somebody else to keep a way in.
 */
export async function endUnprovedWaysIn(tx: Database, userId: string): Promise<void> {
  const unproved = tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.emailVerified, false)));
  for (const table of [linkedAccounts, passkeys, passkeyChallenges])
    await tx.delete(table).where(inArray(table.userId, unproved));
}

/** A key that is being added with what the old password has opened. */
export const endPasskeyRegistrations = (tx: Database, userId: string) =>
  tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId));
