import {
  cleanText,
  type Context,
  type Database,
  DomainError,
  hashToken,
  newSecret,
  publish,
  refuse,
} from '@storegraph/kit';
import { and, eq, gte, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { users as contract } from '../contract.ts';
import { googleChallenges, googleSignIns } from '../google/google.table.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { noDeletion } from '../deletion/deletion.rules.ts';
import { forgetExports } from '../dataExport/dataExport.service.ts';
import { endChangeRequests, endTokens, lockAccount, newToken, usedUp } from '../link/link.service.ts';
import { oneTimeTokens } from '../link/link.table.ts';
import { mailAboutTaken, mayMail, networkOf, toOwner } from '../mailbox/mailbox.service.ts';
import { passkeyChallenges, passkeys } from '../passkey/passkey.table.ts';
import { provePassword } from '../password/password.service.ts';
import { revokeSessions } from '../session/session.service.ts';
import { sessions } from '../session/session.table.ts';
import { maskAddress, ownerOf, unlessTaken } from '../user/user.address.ts';
import { assertNotTooOften } from '../user/user.limits.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { type EmailChangeRow, emailChanges } from './emailChange.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

// Whether a link holds is asked by clock_timestamp(): now() is when the transaction began, which may have waited for the one that ended it.
const CONFIRM_WITHIN = sql`interval '24 hours'`;
const UNDO_WITHIN = sql`interval '7 days'`;
const AN_HOUR_HAS = { userId: emailChanges.userId, at: emailChanges.requestedAt, most: 5, hours: 1 };

const { id: number, userId, confirmHash, confirmUntil, confirmedAt, undoHash, undoUntil, requestedAt } = emailChanges;

/**
 * The same answer, after the same work, whether the new address is free, taken or kept for somebody: its mailbox alone is told. To the
 * address of now goes a link that undoes it, which works from this moment on.
 */
export async function changeEmail(
  caller: Caller,
  { email: wanted, currentPassword }: { email: string; currentPassword: string },
): Promise<void> {
  const { db } = caller.service;
  const email = cleanText(wanted);
  const emailKey = email.toLowerCase();
  const proven = await provePassword(caller, currentPassword);
  await db.transaction(async (tx) => {
    const user = await lockAccount(tx, and(eq(users.id, proven.id), eq(users.passwordHash, proven.passwordHash)));
    if (!user) throw new DomainError('CONFLICT', 'The account was changed meanwhile');
    if (user.emailKey === emailKey)
      refuse('INVALID_STATE', 'This is the address of the account already', ['input', 'email']);
    await assertNotTooOften(tx, user.id, AN_HOUR_HAS, 'The address was to be changed often enough for now');
    await endChangeRequests(tx, user.id);
    const [confirmToken, undoToken] = [newSecret(), newSecret()];
    await tx.insert(emailChanges).values({
      userId: user.id,
      formerEmail: user.email,
      formerKey: user.emailKey,
      formerVerified: user.emailVerified,
      email,
      emailKey,
      confirmHash: hashToken(confirmToken),
      confirmUntil: sql`now() + ${CONFIRM_WITHIN}`,
      undoHash: hashToken(undoToken),
      undoUntil: sql`now() + ${CONFIRM_WITHIN} + ${UNDO_WITHIN}`,
    });
    await publish(tx, contract.EmailChangeRequested, { ...toOwner(user), newEmail: email, undoToken });
    const ownerId = await ownerOf(tx, emailKey, { askedBy: user.id });
    if (!(await mayMail(tx, emailKey, networkOf(caller.request)))) return;
    if (ownerId) await mailAboutTaken(tx, { userId: ownerId, email, wantedFor: 'CHANGE' });
    else
      await publish(tx, contract.EmailConfirmationRequested, {
        userId: user.id,
        email,
        maskedEmail: maskAddress(user.email),
        confirmToken,
      });
  });
}

/** Who has the link of the mail has the mailbox. Links that were sent to the former address end; sessions stay. */
export const confirmEmailChange = ({ service }: Pick<Caller, 'service'>, token: string): Promise<UserRow> =>
  unlessTaken(
    () =>
      service.db.transaction(async (tx) => {
        const isOpen = and(
          eq(confirmHash, hashToken(token)),
          isNull(confirmedAt),
          sql`${confirmUntil} > clock_timestamp()`,
        );
        await lockOwner(tx, isOpen);
        const [change] = await tx
          .update(emailChanges)
          .set({ confirmedAt: sql`now()`, undoUntil: sql`now() + ${UNDO_WITHIN}` })
          .where(isOpen)
          .returning();
        if (!change) return usedUp();
        const { email, emailKey } = change;
        const [user] = await tx
          .update(users)
          .set({ email, emailKey, emailVerified: true })
          .where(and(eq(users.id, change.userId), eq(users.status, 'ACTIVE')))
          .returning();
        if (!user) return usedUp();
        await endTokens(tx, user.id, 'RESET_PASSWORD');
        await endTokens(tx, user.id, 'VERIFY_EMAIL');
        await publishChanged(tx, user);
        return user;
      }),
    () => refuse('CONFLICT', 'This address belongs to another account by now', ['input', 'token']),
  );

/**
 * The account as it was before: whoever asked for the change knew its password, so that goes, with everything it opened, and the
 * former address gets a link to set another one. Later changes are part of what is undone.
 */
export const undoEmailChange = ({ service }: Pick<Caller, 'service'>, token: string): Promise<UserRow> =>
  unlessTaken(
    () =>
      service.db.transaction(async (tx) => {
        const isOpen = and(eq(undoHash, hashToken(token)), sql`${undoUntil} > clock_timestamp()`);
        const before = await lockOwner(tx, isOpen);
        const [change] = await tx.select().from(emailChanges).where(isOpen);
        if (!before || !change) return usedUp();
        const { formerEmail: email, formerKey: emailKey, formerVerified: emailVerified } = change;
        await tx
          .update(emailChanges)
          .set({ confirmUntil: sql`least(${confirmUntil}, now())`, undoUntil: sql`least(${undoUntil}, now())` })
          .where(and(eq(userId, before.id), gte(number, change.id)));
        const [user] = await tx
          .update(users)
          // whoever is in somebody else's account may have asked for a deletion as well
          .set({ email, emailKey, emailVerified, passwordHash: null, ...noDeletion })
          .where(and(eq(users.id, before.id), eq(users.status, 'ACTIVE')))
          .returning();
        if (!user) return usedUp();
        await endWaysIn(tx, user.id);
        if (before.emailKey !== emailKey) await publishChanged(tx, user);
        const resetToken = await newToken(tx, user.id, 'RESET_PASSWORD');
        await publish(tx, contract.EmailChangeUndone, { ...toOwner(user), resetToken });
        return user;
      }),
    usedUp, // its time ended in this moment, and somebody else has the address
  );

/** Everything that lets somebody into an account, or to what it holds, but the mails to its address: also what was there before, for a stranger may have added it first. */
async function endWaysIn(tx: Database, id: string): Promise<void> {
  await revokeSessions(tx, eq(sessions.userId, id));
  for (const table of [oneTimeTokens, linkedAccounts, passkeys, googleSignIns, googleChallenges, passkeyChallenges])
    await tx.delete(table).where(eq(table.userId, id));
  await forgetExports(tx, id);
}

const lockOwner = (tx: Database, which: ReturnType<typeof and>): Promise<UserRow | undefined> =>
  lockAccount(tx, inArray(users.id, tx.select({ id: userId }).from(emailChanges).where(which)));

/** For whoever has copied the address. The number is drawn while the account is locked: a later one is of a later change. */
async function publishChanged(tx: Database, { id, email, emailKey }: UserRow): Promise<void> {
  const known = await tx
    .select({ formerKey: emailChanges.formerKey, emailKey: emailChanges.emailKey })
    .from(emailChanges)
    .where(and(eq(userId, id), isNotNull(confirmedAt)));
  const former = new Set(known.flatMap((change) => [change.formerKey, change.emailKey]));
  former.delete(emailKey);
  const [{ version } = { version: '0' }] = await tx.execute<{ version: string }>(
    sql`SELECT nextval(pg_get_serial_sequence('email_changes', 'id'))::text AS version`,
  );
  await publish(tx, contract.EmailChanged, { userId: id, email, former: [...former], version: Number(version) });
}

/** Of an account that is deleted: nothing is kept for it, nothing can be undone. Returns what there was. */
export const forgetEmailChanges = (tx: Database, id: string): Promise<EmailChangeRow[]> =>
  tx.delete(emailChanges).where(eq(userId, id)).returning();

/** What cannot be undone any more holds addresses of people for nothing. */
export async function sweepEmailChanges(db: Database): Promise<void> {
  await db
    .delete(emailChanges)
    .where(and(sql`${undoUntil} < now() - interval '1 day'`, sql`${requestedAt} < now() - interval '1 day'`));
}
