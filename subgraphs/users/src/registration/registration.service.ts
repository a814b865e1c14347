import { type Database, hashToken, newId, newSecret, onlyRow, publish, redactEvents, refuse } from '@storegraph/kit';
import { and, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { noteConsent } from '../consent/consent.service.ts';
import { users as contract } from '../contract.ts';
import { LIFETIME_IN_HOURS } from '../link/link.service.ts';
import { mailAboutTaken, mayMail } from '../mailbox/mailbox.service.ts';
import { ownerOf, unlessTaken } from '../user/user.address.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { registrations } from './registration.table.ts';

export interface NewAccount {
  email: string;
  displayName: string | null;
  passwordHash: string;
  marketingConsent: boolean | null;
}

/** The same answer, after the same work, for an address that is free and one that is taken: its mailbox alone is told which. */
export const keepUntilVerified = (db: Database, account: NewAccount): Promise<void> =>
  db.transaction(async (tx) => {
    const { email, displayName } = account;
    const emailKey = email.toLowerCase();
    const ownerId = await ownerOf(tx, emailKey);
    if (!(await mayMail(tx, emailKey))) return;
    const verificationToken = newSecret();
    const userId = newId('usr');
    // of an address that is taken, too: nobody gets that token, and nothing can be told from what is not written
    await tx.insert(registrations).values({
      ...account,
      tokenHash: hashToken(verificationToken),
      userId,
      emailKey,
      expiresAt: sql`now() + ${LIFETIME_IN_HOURS.VERIFY_EMAIL} * interval '1 hour'`,
    });
    if (ownerId) await mailAboutTaken(tx, { userId: ownerId, email, wantedFor: 'REGISTER' });
    else
      await publish(tx, contract.RegistrationRequested, {
        userId,
        email,
        displayName: displayName ?? email,
        verificationToken,
      });
  });

/** The account of who has the link, from now on; null when the link is none of these. It ends what else was kept for the address. */
export async function completeRegistration(db: Database, token: string): Promise<UserRow | null> {
  return unlessTaken(
    () =>
      db.transaction(async (tx) => {
        const tokenHash = hashToken(token);
        const address = tx
          .select({ emailKey: registrations.emailKey })
          .from(registrations)
          .where(and(eq(registrations.tokenHash, tokenHash), sql`${registrations.expiresAt} > now()`));
        // all of the address, in one order: of two links that are used at once the other finds none, and there is no deadlock
        const rows = await tx
          .select()
          .from(registrations)
          .where(inArray(registrations.emailKey, address))
          .orderBy(registrations.tokenHash)
          .for('update');
        const kept = rows.find((row) => row.tokenHash === tokenHash);
        if (!kept) return null;
        const { userId: id, email, emailKey, displayName, passwordHash, marketingConsent } = kept;
        const user = await tx
          .insert(users)
          .values({ id, email, emailKey, displayName, passwordHash, emailVerified: true })
          .returning()
          .then(onlyRow);
        if (marketingConsent) await noteConsent(tx, { userId: user.id, given: true, source: 'REGISTRATION' });
        await tx.delete(registrations).where(eq(registrations.tokenHash, tokenHash));
        await endRegistrations(tx, eq(registrations.emailKey, emailKey));
        return user;
      }),
    () => refuse('CONFLICT', 'This address has an account by now: sign in', ['input', 'token']),
  );
}

/** Of what is not going to be an account nothing is kept, and each try was told of under an id of its own. */
export async function endRegistrations(tx: Database, which: SQL): Promise<void> {
  const ended = await tx.delete(registrations).where(which).returning({ userId: registrations.userId });
  const values = ended.map(({ userId }) => userId);
  await redactEvents(tx, { name: 'userId', values }, { email: 'nobody@deleted.invalid', displayName: '' });
}

export const sweepRegistrations = (db: Database): Promise<void> =>
  db.transaction((tx) => endRegistrations(tx, lt(registrations.expiresAt, sql`now()`)));
