import {
  cleanText,
  type Context,
  type Database,
  newId,
  onlyRow,
  publish,
  refuse,
  requireViewer,
  sessionEnded,
} from '@storegraph/kit';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { users as contract } from '../contract.ts';
import { noteConsent } from '../consent/consent.service.ts';
import { endChangeRequests, lockAccount, newVerification, useToken } from '../link/link.service.ts';
import { oneTimeTokens } from '../link/link.table.ts';
import { networkOf, toOwner } from '../mailbox/mailbox.service.ts';
import { hashPassword } from '../password/password.hash.ts';
import { assertPassword } from '../password/password.service.ts';
import { type OpenedSession, openSession, revokeSessions } from '../session/session.service.ts';
import { sessions } from '../session/session.table.ts';
import { isRegistration, keepUntilVerified } from '../registration/registration.service.ts';
import { unlessTaken } from './user.address.ts';
import { canonicalLocale } from './user.locale.ts';
import { endAddedWaysIn } from './waysIn.service.ts';
import { type RoleName, users, type UserRow } from './user.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

/**
 * See docs/decisions: an address that is taken gets a refusal that says no more than that, after the same work. Null: the address is
 * verified first, and there is no account before.
 */
export async function register(
  { service, request }: Caller,
  input: { email: string; password: string; displayName?: string; marketingConsent?: boolean | null },
): Promise<OpenedSession | null> {
  const email = cleanText(input.email);
  assertPassword(input.password, email, 'input.password');
  const passwordHash = await hashPassword(input.password);
  const displayName = input.displayName ? cleanText(input.displayName) : null;
  if (service.env.REGISTER_MODE === 'verified-first') {
    const account = { email, displayName, passwordHash, marketingConsent: input.marketingConsent ?? null };
    await keepUntilVerified(service.db, account, networkOf(request));
    return null;
  }
  const refuseTaken = () =>
    refuse('CONFLICT', 'This e-mail address cannot be registered. Is it yours? Sign in, or reset the password.', [
      'input',
      'email',
    ]);
  return unlessTaken(
    () =>
      service.db.transaction(async (tx) => {
        const user = await newAccount(tx, { email, displayName, passwordHash, emailVerified: false });
        if (!user) return refuseTaken();
        if (input.marketingConsent) await noteConsent(tx, { userId: user.id, given: true, source: 'REGISTRATION' });
        return openSession(tx, user, request);
      }),
    refuseTaken,
  );
}

/**
 * Undefined when an account has the address; throws when it is kept for one that had it until lately, see `unlessTaken`. A mail asks
 * to verify an address that nobody has proved yet.
 */
export async function newAccount(
  tx: Database,
  account: Pick<UserRow, 'email' | 'displayName' | 'passwordHash' | 'emailVerified'>,
): Promise<UserRow | undefined> {
  const [user] = await tx
    .insert(users)
    .values({ id: newId('usr'), emailKey: account.email.toLowerCase(), ...account })
    .onConflictDoNothing()
    .returning();
  if (!user) return undefined;
  await publish(tx, contract.UserRegistered, {
    ...toOwner(user),
    ...(!user.emailVerified && { verificationToken: await newVerification(tx, user.id) }),
  });
  return user;
}

/**
 * The first proof by somebody who is not signed in to the account leaves a stranger who has registered
 * the address without sessions and without ways in but the password they chose, which a reset takes from them.
 */
export async function verifyEmail(
  { service, viewer }: Pick<Caller, 'service' | 'viewer'>,
  token: string,
): Promise<UserRow> {
  if (await isRegistration(service.db, token))
    refuse(
      'INVALID_STATE',
      'This link makes an account: give its token to completeRegistration, with the password that was chosen when registering',
      ['input', 'token'],
    );
  return service.db.transaction(async (tx) => {
    const userId = await useToken(tx, token, 'VERIFY_EMAIL');
    const [proved] = await tx
      .update(users)
      .set({ emailVerified: true })
      .where(and(eq(users.id, userId), eq(users.emailVerified, false)))
      .returning();
    if (!proved) return tx.select().from(users).where(eq(users.id, userId)).then(onlyRow);
    if (viewer?.id !== userId) {
      await endAddedWaysIn(tx, proved);
      await revokeSessions(tx, eq(sessions.userId, userId));
    }
    return proved;
  });
}

export async function resendVerification(caller: Caller): Promise<void> {
  const { id } = requireViewer(caller);
  await caller.service.db.transaction(async (tx) => {
    const user = await lockAccount(tx, eq(users.id, id));
    if (!user || user.emailVerified) return;
    const verificationToken = await newVerification(tx, id);
    await publish(tx, contract.EmailVerificationRequested, { userId: id, email: user.email, verificationToken });
  });
}

export async function updateProfile(
  caller: Caller,
  { displayName, locale }: { displayName?: string | null; locale?: string | null },
): Promise<UserRow> {
  const { id } = requireViewer(caller);
  const [user] = await caller.service.db
    .update(users)
    .set({
      id,
      ...(displayName !== undefined && { displayName: displayName && cleanText(displayName) }),
      ...(locale !== undefined && { locale: locale && canonicalLocale(locale) }),
    })
    .where(and(eq(users.id, id), isNull(users.deletedAt)))
    .returning();
  if (!user) throw sessionEnded();
  return user;
}

/** By staff. A deleted account is none any more. */
async function changeUser(
  db: Database,
  userId: string,
  change: Partial<Pick<UserRow, 'roles' | 'status' | 'note'>>,
): Promise<UserRow> {
  const [user] = await db
    .update(users)
    .set(change)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
    .returning();
  return user ?? refuse('NOT_FOUND', 'This user does not exist', ['input', 'userId']);
}

export const setUserRoles = (
  caller: Caller,
  { userId, roles }: { userId: string; roles: RoleName[] },
): Promise<UserRow> =>
  caller.service.db.transaction(async (tx) => {
    if (requireViewer(caller).id === userId && !roles.includes('ADMIN'))
      refuse('INVALID_STATE', 'Admins cannot take the role from themselves', ['input', 'roles']);
    return changeUser(tx, userId, { roles: [...new Set(roles)] });
  });

/** Disabling ends every session. */
export const setUserStatus = (
  caller: Caller,
  { userId, status }: { userId: string; status: UserRow['status'] },
): Promise<UserRow> =>
  caller.service.db.transaction(async (tx) => {
    if (requireViewer(caller).id === userId)
      refuse('INVALID_STATE', 'Admins cannot disable themselves', ['input', 'userId']);
    const user = await changeUser(tx, userId, { status });
    if (status === 'DISABLED') {
      await revokeSessions(tx, eq(sessions.userId, userId));
      await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.userId, userId));
      await endChangeRequests(tx, userId);
    }
    return user;
  });

export const updateCustomerNote = (
  { service }: Caller,
  { userId, note }: { userId: string; note?: string | null },
): Promise<UserRow> => changeUser(service.db, userId, { note: note ? cleanText(note) : null });

/** For other services. An account that is disabled orders nothing, so nothing is written to it. */
export async function contactOf(db: Database, userId: string): Promise<{ email: string } | null> {
  const [user] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.status, 'ACTIVE')));
  return user ?? null;
}

/** In whichever order they are heard of. */
export const noteFirstOrder = (tx: Database, { userId, placedAt }: { userId: string; placedAt: string }) =>
  tx
    .update(users)
    .set({ firstOrderAt: sql`least(${users.firstOrderAt}, ${placedAt}::timestamptz)` })
    .where(eq(users.id, userId));
