import {
  cleanText,
  type Context,
  type Database,
  forbidden,
  newId,
  onlyRow,
  publish,
  refuse,
  requireViewer,
} from '@storegraph/kit';
import { and, eq, sql } from 'drizzle-orm';
import { users as contract } from '../contract.ts';
import { lockAccount, newVerification, useToken } from '../link/link.service.ts';
import { oneTimeTokens } from '../link/link.table.ts';
import { hashPassword } from '../password/password.hash.ts';
import { assertPassword } from '../password/password.service.ts';
import { type OpenedSession, openSession, revokeSessions } from '../session/session.service.ts';
import { sessions } from '../session/session.table.ts';
import { type RoleName, users, type UserRow } from './user.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

/** See docs/decisions: an address that is taken gets a refusal that says no more than that, after the same work. */
export async function register(
  { service, request }: Caller,
  input: { email: string; password: string; displayName?: string },
): Promise<OpenedSession> {
  const email = cleanText(input.email);
  assertPassword(input.password, email, 'input.password');
  const passwordHash = await hashPassword(input.password);
  const displayName = input.displayName ? cleanText(input.displayName) : null;
  return service.db.transaction(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ id: newId('usr'), email, emailKey: email.toLowerCase(), displayName, passwordHash })
      .onConflictDoNothing()
      .returning();
    if (!user)
      refuse('CONFLICT', 'This e-mail address cannot be registered. Is it yours? Sign in, or reset the password.', [
        'input',
        'email',
      ]);
    const verificationToken = await newVerification(tx, user.id);
    await publish(tx, contract.UserRegistered, {
      userId: user.id,
      email,
      displayName: displayName ?? email,
      verificationToken,
    });
    return openSession(tx, user, request);
  });
}

export const verifyEmail = ({ service }: Caller, token: string): Promise<UserRow> =>
  service.db.transaction(async (tx) => {
    const userId = await useToken(tx, token, 'VERIFY_EMAIL');
    return tx.update(users).set({ emailVerified: true }).where(eq(users.id, userId)).returning().then(onlyRow);
  });

export async function resendVerification(caller: Caller): Promise<void> {
  const { id } = requireViewer(caller);
  await caller.service.db.transaction(async (tx) => {
    const user = await lockAccount(tx, eq(users.id, id));
    if (!user || user.emailVerified) return;
    const verificationToken = await newVerification(tx, id);
    await publish(tx, contract.EmailVerificationRequested, {
      userId: id,
      email: user.email,
      displayName: user.displayName ?? user.email,
      verificationToken,
    });
  });
}

export async function updateProfile(
  caller: Caller,
  { displayName }: { displayName?: string | null },
): Promise<UserRow> {
  const { id } = requireViewer(caller);
  const [user] = await caller.service.db
    .update(users)
    .set({ displayName: displayName === undefined ? sql`${users.displayName}` : displayName && cleanText(displayName) })
    .where(eq(users.id, id))
    .returning();
  if (!user) throw forbidden();
  return user;
}

export const setUserRoles = (
  caller: Caller,
  { userId, roles }: { userId: string; roles: RoleName[] },
): Promise<UserRow> =>
  caller.service.db.transaction(async (tx) => {
    if (requireViewer(caller).id === userId && !roles.includes('ADMIN'))
      refuse('INVALID_STATE', 'Admins cannot take the role from themselves', ['input', 'roles']);
    const [user] = await tx
      .update(users)
      .set({ roles: [...new Set(roles)] })
      .where(eq(users.id, userId))
      .returning();
    if (!user) refuse('NOT_FOUND', 'This user does not exist', ['input', 'userId']);
    return user;
  });

/** Disabling ends every session. */
export const setUserStatus = (
  caller: Caller,
  { userId, status }: { userId: string; status: UserRow['status'] },
): Promise<UserRow> =>
  caller.service.db.transaction(async (tx) => {
    if (requireViewer(caller).id === userId)
      refuse('INVALID_STATE', 'Admins cannot disable themselves', ['input', 'userId']);
    const [user] = await tx.update(users).set({ status }).where(eq(users.id, userId)).returning();
    if (!user) refuse('NOT_FOUND', 'This user does not exist', ['input', 'userId']);
    if (status === 'DISABLED') {
      await revokeSessions(tx, eq(sessions.userId, userId));
      await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.userId, userId));
    }
    return user;
  });

/** For other services. An account that is disabled orders nothing, so nothing is written to it. */
export async function contactOf(db: Database, userId: string): Promise<{ email: string } | null> {
  const [user] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.status, 'ACTIVE')));
  return user ?? null;
}
