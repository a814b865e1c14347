import { type Context, type Database, newId, refuse } from '@storegraph/kit';
import { and, eq, ne } from 'drizzle-orm';
import type { GoogleIdentity } from '../google/google.client.ts';
import { inOwnAccount, lockAccount } from '../link/link.service.ts';
import { passkeys } from '../passkey/passkey.table.ts';
import { SignInMethod } from '../user/signInMethod.type.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { waysIn } from '../user/waysIn.rules.ts';
import { publishWaysIn } from '../user/waysIn.service.ts';
import { linkedAccounts } from './linkedAccount.table.ts';

/** A Google account that has an address: the one by which people know it. */
export type Linkable = Pick<GoogleIdentity, 'issuer' | 'subject'> & { email: string };

const isIt = ({ issuer, subject }: Linkable) =>
  and(eq(linkedAccounts.issuer, issuer), eq(linkedAccounts.subject, subject));

/** The account that it signs in to, with its row taken; undefined when there is none. */
export async function lockOwner(tx: Database, google: Linkable): Promise<UserRow | undefined> {
  const owner = () => tx.select({ id: linkedAccounts.userId }).from(linkedAccounts).where(isIt(google));
  const [found] = await owner();
  const user = found && (await lockAccount(tx, eq(users.id, found.id)));
  const [still] = await owner(); // it may have been unlinked while that waited
  return still?.id === user?.id ? user : undefined;
}

/** It has another address than before. */
export const noteAddress = (tx: Database, google: Linkable) =>
  tx
    .update(linkedAccounts)
    .set({ email: google.email })
    .where(and(isIt(google), ne(linkedAccounts.email, google.email)));

/** To an account whose row is taken. Once more is fine. Returns whether it is new. */
export async function link(tx: Database, userId: string, google: Linkable, field: string): Promise<boolean> {
  const [added] = await tx
    .insert(linkedAccounts)
    .values({
      id: newId('link'),
      userId,
      provider: 'GOOGLE',
      issuer: google.issuer,
      subject: google.subject,
      email: google.email,
    })
    .onConflictDoNothing()
    .returning();
  if (added) return true;
  const [known] = await tx.select().from(linkedAccounts).where(isIt(google));
  if (known?.userId === userId) return false;
  refuse(
    'CONFLICT',
    known
      ? 'This Google account signs in to another account of this shop: unlink it there first'
      : 'Another Google account is linked already: unlink it first',
    ['input', field],
  );
}

/** Without any left to unlink it is fine; without any way in that is left it is refused. */
export const unlinkGoogle = (caller: Pick<Context, 'viewer' | 'service'>): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, user) => {
    const linked = await tx.select().from(linkedAccounts).where(eq(linkedAccounts.userId, user.id));
    const keys = await tx.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, user.id));
    const ways = waysIn(user, linked, keys);
    if (ways.includes(SignInMethod.GOOGLE) && ways.length === 1)
      refuse('INVALID_STATE', 'It is the only way to sign in to this account: set a password by mail first');
    const ended = await tx
      .delete(linkedAccounts)
      .where(and(eq(linkedAccounts.userId, user.id), eq(linkedAccounts.provider, 'GOOGLE')))
      .returning({ id: linkedAccounts.id });
    if (ended.length > 0) await publishWaysIn(tx, user, { change: 'REMOVED', methods: ['GOOGLE'] });
    return user;
  });
