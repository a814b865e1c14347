import { randomUUID } from 'node:crypto';
import { type Database, publish } from '@storegraph/kit';
import { eq } from 'drizzle-orm';
import { users as contract, type SignInMethodsChange } from '../contract.ts';
import { googleSignIns } from '../google/google.table.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { mayMailOwner } from '../mailbox/mailbox.service.ts';
import { passkeyChallenges, passkeys } from '../passkey/passkey.table.ts';
import type { UserRow } from './user.table.ts';

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

/** A key or a Google account that is just being added: whoever does it has got that far by what was good until now. */
export async function endBegunWaysIn(tx: Database, userId: string): Promise<void> {
  await tx.delete(passkeyChallenges).where(eq(passkeyChallenges.userId, userId));
  await tx.delete(googleSignIns).where(eq(googleSignIns.userId, userId));
}

/**
 * All but the password, of an account whose row is taken and whose address is proved: whoever has its mailbox cannot know who has
 * added them.
 */
export async function endAddedWaysIn(tx: Database, user: UserRow): Promise<void> {
  await endBegunWaysIn(tx, user.id);
  const linked = await tx
    .delete(linkedAccounts)
    .where(eq(linkedAccounts.userId, user.id))
    .returning({ provider: linkedAccounts.provider });
  const keys = await tx.delete(passkeys).where(eq(passkeys.userId, user.id)).returning({ id: passkeys.id });
  const methods = [...linked.map(({ provider }) => provider), ...(keys.length > 0 ? ['PASSKEY' as const] : [])];
  if (methods.length > 0) await publishWaysIn(tx, user, { change: 'ENDED', methods });
}
