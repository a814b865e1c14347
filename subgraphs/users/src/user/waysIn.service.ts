import { randomUUID } from 'node:crypto';
import { type Database, publish } from '@storegraph/kit';
import { and, eq } from 'drizzle-orm';
import { users as contract, type SignInMethodsChange } from '../contract.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { mayMailOwner } from '../mailbox/mailbox.service.ts';
import { passkeyChallenges, passkeys } from '../passkey/passkey.table.ts';
import { type UserRow, users } from './user.table.ts';

/**
 * For the owner, who need not be who did it. An address that nobody has proved may be a stranger's: some mails an hour go there, and
 * the rest is in the feed alone.
 */
export async function publishWaysIn(
  tx: Database,
  user: UserRow,
  { change, methods }: Pick<SignInMethodsChange, 'change' | 'methods'>,
): Promise<void> {
  await publish(tx, contract.SignInMethodsChanged, {
    changeId: randomUUID(),
    userId: user.id,
    email: (await mayMailOwner(tx, user)) ? user.email : null,
    change,
    methods,
  });
}

/**
 * Before an address counts as proved by who has its mailbox: from an account that nobody had proved, what is linked and keys go. They
 * may be a stranger's, who has registered the address of somebody else to keep a way in. Of an account whose row is taken.
 */
export async function endUnprovedWaysIn(tx: Database, userId: string): Promise<void> {
  const [user] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, userId), eq(users.emailVerified, false)));
  if (!user) return;
  await tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId));
  const linked = await tx
    .delete(linkedAccounts)
    .where(eq(linkedAccounts.userId, userId))
    .returning({ provider: linkedAccounts.provider });
  const keys = await tx.delete(passkeys).where(eq(passkeys.userId, userId)).returning({ id: passkeys.id });
  const methods = [...linked.map(({ provider }) => provider), ...(keys.length > 0 ? ['PASSKEY' as const] : [])];
  if (methods.length === 0) return;
  await publishWaysIn(tx, { ...user, emailVerified: true }, { change: 'ENDED', methods });
}

/** A key that is being added with what the old password has opened. */
export const endPasskeyRegistrations = (tx: Database, userId: string) =>
  tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId));
