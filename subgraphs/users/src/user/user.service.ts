import { randomBytes } from 'node:crypto';
import {
  badInput,
  cleanText,
  type Context,
  type Database,
  DomainError,
  forbidden,
  hashToken,
  newId,
  publish,
  refuse,
  requireViewer,
  sessionEnded,
} from '@storegraph/kit';
import { and, count, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { users as contract } from '../contract.ts';
import { hashPassword, verifyPassword } from '../password/password.hash.ts';
import { passwordProblem } from '../password/password.rules.ts';
import { type OpenedSession, openSession, revokeSessions } from '../session/session.service.ts';
import { sessions } from '../session/session.table.ts';
import { countTry, forgetTries } from '../session/session.throttle.ts';
import { oneTimeTokens, type RoleName, users, type UserRow } from './user.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

function assertPassword(password: string, email: string, field: string): void {
  const problem = passwordProblem(password, email);
  if (problem) throw badInput(field, problem.rule, problem.message);
}

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

const LIFETIME_IN_HOURS = { VERIFY_EMAIL: 48, RESET_PASSWORD: 1 } as const;
type Purpose = keyof typeof LIFETIME_IN_HOURS;

/** Every change of an account takes its row before its links and sessions: no deadlock. */
async function lockAccount(tx: Database, which: SQL | undefined): Promise<UserRow | undefined> {
  const [user] = await tx.select().from(users).where(which).for('no key update');
  return user;
}

/** A new link to verify ends the older ones. The account is locked: of two at once one holds. */
async function newVerification(tx: Database, userId: string): Promise<string> {
  await endTokens(tx, userId, 'VERIFY_EMAIL');
  return newToken(tx, userId, 'VERIFY_EMAIL');
}

async function newToken(tx: Database, userId: string, purpose: Purpose): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await tx.insert(oneTimeTokens).values({
    tokenHash: hashToken(token),
    userId,
    purpose,
    expiresAt: sql`now() + ${LIFETIME_IN_HOURS[purpose]} * interval '1 hour'`,
  });
  return token;
}

const endTokens = (tx: Database, userId: string, purpose: Purpose) =>
  tx.delete(oneTimeTokens).where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, purpose)));

const linkBy = (token: string, purpose: Purpose) =>
  and(
    eq(oneTimeTokens.tokenHash, hashToken(token)),
    eq(oneTimeTokens.purpose, purpose),
    isNull(oneTimeTokens.usedAt),
    sql`${oneTimeTokens.expiresAt} > now()`,
  );

const usedUp = (): never =>
  refuse('BAD_USER_INPUT', 'This link was used already, or is too old: ask for a new one', ['input', 'token']);

async function useToken(tx: Database, token: string, purpose: Purpose): Promise<string> {
  const link = linkBy(token, purpose);
  const owner = tx.select({ id: oneTimeTokens.userId }).from(oneTimeTokens).where(link);
  await lockAccount(tx, inArray(users.id, owner));
  const [used] = await tx.update(oneTimeTokens).set({ usedAt: sql`now()` }).where(link).returning();
  return used?.userId ?? usedUp();
}

export const verifyEmail = ({ service }: Caller, token: string): Promise<UserRow> =>
  service.db.transaction(async (tx) => {
    const userId = await useToken(tx, token, 'VERIFY_EMAIL');
    const [user] = await tx.update(users).set({ emailVerified: true }).where(eq(users.id, userId)).returning();
    return user!;
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

/** So many links to reset a password are sent in twenty minutes: enough for who loses a mail, too few to fill a mailbox. */
const RESETS_AT_ONCE = 3;
const RESETS_WITHIN_MINUTES = 20;

async function wasAskedOften(tx: Database, userId: string): Promise<boolean> {
  const age = sql`${LIFETIME_IN_HOURS.RESET_PASSWORD} * interval '1 hour' - ${RESETS_WITHIN_MINUTES} * interval '1 minute'`;
  const [links] = await tx
    .select({ recent: count() })
    .from(oneTimeTokens)
    .where(
      and(
        eq(oneTimeTokens.userId, userId),
        eq(oneTimeTokens.purpose, 'RESET_PASSWORD'),
        sql`${oneTimeTokens.expiresAt} > now() + ${age}`,
      ),
    );
  return links!.recent >= RESETS_AT_ONCE;
}

/**
 * The same answer whether or not the account exists. Links that were sent before hold: else whoever knows an address could end the
 * link that its owner is about to use.
 */
export async function requestPasswordReset({ service }: Caller, email: string): Promise<void> {
  await service.db.transaction(async (tx) => {
    const user = await lockAccount(
      tx,
      and(eq(users.emailKey, cleanText(email).toLowerCase()), eq(users.status, 'ACTIVE')),
    );
    if (!user || (await wasAskedOften(tx, user.id))) return;
    const resetToken = await newToken(tx, user.id, 'RESET_PASSWORD');
    await publish(tx, contract.PasswordResetRequested, {
      userId: user.id,
      email: user.email,
      displayName: user.displayName ?? user.email,
      resetToken,
    });
  });
}

/** A new password ends every session and every other link, and opens a new session. Who has no link costs no hash. */
export async function resetPassword(
  { service, request }: Caller,
  { token, password }: { token: string; password: string },
): Promise<OpenedSession> {
  const [link] = await service.db
    .select({ email: users.email })
    .from(oneTimeTokens)
    .innerJoin(users, eq(users.id, oneTimeTokens.userId))
    .where(linkBy(token, 'RESET_PASSWORD'));
  if (!link) return usedUp();
  assertPassword(password, link.email, 'input.password');
  const passwordHash = await hashPassword(password);
  return service.db.transaction(async (tx) => {
    const userId = await useToken(tx, token, 'RESET_PASSWORD');
    await endTokens(tx, userId, 'RESET_PASSWORD');
    const [user] = await tx
      .update(users)
      .set({ passwordHash, emailVerified: true })
      .where(and(eq(users.id, userId), eq(users.status, 'ACTIVE')))
      .returning();
    if (!user) return usedUp();
    await revokeSessions(tx, eq(sessions.userId, userId));
    return openSession(tx, user, request);
  });
}

/** Ends what the old password opened: other sessions, and a link to reset it that somebody may hold. */
export async function changePassword(
  caller: Caller,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<UserRow> {
  const viewer = requireViewer(caller);
  const { db } = caller.service;
  const [user] = await db.select().from(users).where(eq(users.id, viewer.id));
  if (!user) throw sessionEnded();
  // who has got hold of a session guesses here as well as at the door
  await countTry(db, user.emailKey, caller.request.address);
  if (!(await verifyPassword(user.passwordHash, currentPassword)))
    refuse('UNAUTHENTICATED', 'The current password is not right', ['input', 'currentPassword']);
  await forgetTries(db, user.emailKey, caller.request.address);
  assertPassword(newPassword, user.email, 'input.newPassword');
  const passwordHash = await hashPassword(newPassword);
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)))
      .returning();
    if (!changed) throw new DomainError('CONFLICT', 'The password was changed meanwhile');
    await endTokens(tx, user.id, 'RESET_PASSWORD');
    await revokeSessions(
      tx,
      and(eq(sessions.userId, user.id), viewer.sessionId ? ne(sessions.id, viewer.sessionId) : undefined),
    );
    return changed;
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
