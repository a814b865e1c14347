import { type Database, hashToken, newId, newSecret, onlyRow, publish, redactEvents, refuse } from '@storegraph/kit';
import { and, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import { noteConsent } from '../consent/consent.service.ts';
import { users as contract } from '../contract.ts';
import { LIFETIME_IN_HOURS, usedUp } from '../link/link.service.ts';
import { mailAboutTaken, mayMail } from '../mailbox/mailbox.service.ts';
import { verifyPassword } from '../password/password.hash.ts';
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
export const keepUntilVerified = (db: Database, account: NewAccount, network: string): Promise<void> =>
  db.transaction(async (tx) => {
    const { email } = account;
    const emailKey = email.toLowerCase();
    const ownerId = await ownerOf(tx, emailKey);
    if (!(await mayMail(tx, emailKey, network))) return;
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
    else await publish(tx, contract.RegistrationRequested, { userId, email, verificationToken });
  });

/** Right or wrong, so many. Nobody guesses a password in as many. */
const MOST_TRIES = 5;

const isOpen = (tokenHash: string) =>
  and(
    eq(registrations.tokenHash, tokenHash),
    lt(registrations.tries, MOST_TRIES),
    sql`${registrations.expiresAt} > now()`,
  );

/** Whether a link makes an account, and so asks for a password. */
export const isRegistration = async (db: Database, token: string): Promise<boolean> =>
  (await db.$count(registrations, isOpen(hashToken(token)))) > 0;

/**
 * The account of who has the link and knows the password with which it was asked for: the link says whose the address is, the password
 * that it was they who asked. By the link alone the owner of an address would make an account to which a stranger has the password.
 */
export async function completeRegistration(
  db: Database,
  { token, password }: { token: string; password: string },
): Promise<UserRow> {
  const tokenHash = hashToken(token);
  const kept = await countTry(db, tokenHash);
  if (!kept) return usedUp();
  if (!(await isRight(db, kept, password)))
    refuse(
      'UNAUTHENTICATED',
      kept.tries < MOST_TRIES
        ? 'This is not the password that was chosen at this registration. Whoever registered more than once has a link for each; whoever did not register does nothing.'
        : 'This is not the password that was chosen at this registration, and the link has ended: register again',
      ['input', 'password'],
    );
  return unlessTaken(
    () => db.transaction((tx) => makeAccount(tx, kept)),
    () => refuse('CONFLICT', 'This address has an account by now: sign in', ['input', 'token']),
  );
}

type RegistrationRow = typeof registrations.$inferSelect;

/** Before it is made: a burst of guesses cannot slip through together. */
async function countTry(db: Database, tokenHash: string): Promise<RegistrationRow | undefined> {
  const [counted] = await db
    .update(registrations)
    .set({ tries: sql`${registrations.tries} + 1` })
    .where(isOpen(tokenHash))
    .returning();
  return counted;
}

/** Whoever is told to come again has not tried. */
async function isRight(db: Database, kept: RegistrationRow, password: string): Promise<boolean> {
  try {
    return await verifyPassword(kept.passwordHash, password);
  } catch (error) {
    await db
      .update(registrations)
      .set({ tries: sql`${registrations.tries} - 1` })
      .where(eq(registrations.tokenHash, kept.tokenHash));
    throw error;
  }
}

/** It ends what else was kept for the address. */
async function makeAccount(
  tx: Database,
  { tokenHash, userId: id, email, emailKey, displayName, passwordHash, marketingConsent }: RegistrationRow,
): Promise<UserRow> {
  // all of the address, in one order: of two links that are used at once the other finds none, and there is no deadlock
  const rows = await tx
    .select({ tokenHash: registrations.tokenHash })
    .from(registrations)
    .where(eq(registrations.emailKey, emailKey))
    .orderBy(registrations.tokenHash)
    .for('update');
  if (!rows.some((row) => row.tokenHash === tokenHash)) return usedUp();
  const user = await tx
    .insert(users)
    .values({ id, email, emailKey, displayName, passwordHash, emailVerified: true })
    .returning()
    .then(onlyRow);
  if (marketingConsent) await noteConsent(tx, { userId: user.id, given: true, source: 'REGISTRATION' });
  await tx.delete(registrations).where(eq(registrations.tokenHash, tokenHash));
  await endRegistrations(tx, eq(registrations.emailKey, emailKey));
  return user;
}

/** Of what is not going to be an account nothing is kept, and each try was told of under an id of its own. */
export async function endRegistrations(tx: Database, which: SQL | undefined): Promise<void> {
  const ended = await tx.delete(registrations).where(which).returning({ userId: registrations.userId });
  const values = ended.map(({ userId }) => userId);
  // events of an older version have a name
  await redactEvents(tx, { name: 'userId', values }, { email: 'nobody@deleted.invalid', displayName: '' });
}

export const sweepRegistrations = (db: Database): Promise<void> =>
  db.transaction((tx) =>
    endRegistrations(tx, or(lt(registrations.expiresAt, sql`now()`), gte(registrations.tries, MOST_TRIES))),
  );
