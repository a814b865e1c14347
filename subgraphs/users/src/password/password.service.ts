import { randomUUID } from 'node:crypto';
import {
  badInput,
  cleanText,
  type Context,
  type Database,
  DomainError,
  dropDeadJobs,
  enqueueJob,
  hashToken,
  publish,
  refuse,
  requireViewer,
  type Service,
  sessionEnded,
} from '@storegraph/kit';
import { and, eq, ne, sql } from 'drizzle-orm';
import { type PasswordChange, UNASKED_KEPT_DAYS, users as contract } from '../contract.ts';
import {
  endChangeRequests,
  endTokens,
  LIFETIME_IN_HOURS,
  linkBy,
  lockAccount,
  newToken,
  usedUp,
  useToken,
} from '../link/link.service.ts';
import { oneTimeTokens } from '../link/link.table.ts';
import { mayMailOwner, toOwner } from '../mailbox/mailbox.service.ts';
import { type OpenedSession, openSession, revokeSessions } from '../session/session.service.ts';
import { sessions } from '../session/session.table.ts';
import { countTry, forgetTries } from '../session/session.throttle.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { endAddedWaysIn, endBegunWaysIn } from '../user/waysIn.service.ts';
import { hashPassword, verifyPassword } from './password.hash.ts';
import { passwordProblem } from './password.rules.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

export function assertPassword(password: string, email: string, field: string): void {
  const problem = passwordProblem(password, email);
  if (problem) throw badInput(field, problem.rule, problem.message);
}

/** So many links to reset a password are sent in twenty minutes: enough for who loses a mail, too few to fill a mailbox. */
const RESETS_AT_ONCE = 3;
const RESETS_WITHIN_MINUTES = 20;

async function wasAskedOften(tx: Database, userId: string): Promise<boolean> {
  const age = sql`${LIFETIME_IN_HOURS.RESET_PASSWORD} * interval '1 hour' - ${RESETS_WITHIN_MINUTES} * interval '1 minute'`;
  const recent = and(
    eq(oneTimeTokens.userId, userId),
    eq(oneTimeTokens.purpose, 'RESET_PASSWORD'),
    sql`${oneTimeTokens.expiresAt} > now() + ${age}`,
  );
  return (await tx.$count(oneTimeTokens, recent)) >= RESETS_AT_ONCE;
}

/** For an address that is known and one that is not: the same answer after the same work. Whether there is an account finds out a job. */
export async function requestPasswordReset({ service }: Pick<Caller, 'service'>, email: string): Promise<void> {
  const emailKey = cleanText(email).toLowerCase();
  // keys of jobs are logged, addresses are not
  await enqueueJob(service.db, SEND_RESET, hashToken(emailKey), { emailKey });
}

export const SEND_RESET = 'sendPasswordReset';

/**
 * Links that were sent before hold: else whoever knows an address could end the
 * link that its owner is about to use.
 */
export async function sendPasswordReset(
  { db }: Pick<Service, 'db'>,
  { emailKey }: { emailKey: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const user = await lockAccount(tx, and(eq(users.emailKey, emailKey), eq(users.status, 'ACTIVE')));
    if (!user || (await wasAskedOften(tx, user.id))) return;
    const resetToken = await newToken(tx, user.id, 'RESET_PASSWORD');
    const isFirst = user.passwordHash === null;
    await publish(tx, contract.PasswordResetRequested, { ...toOwner(user), resetToken, isFirst });
  });
}

/** Who asked has asked again since, and of many nobody knows whose the address is. */
export const sweepResets = (db: Database): Promise<void> => dropDeadJobs(db, SEND_RESET, { days: UNASKED_KEPT_DAYS });

/**
 * Whoever has the mailbox has the account from now on, and nobody else: every session, every other link and every other way in end, and
 * a new session is opened. Who has no link costs no hash.
 */
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
    await endChangeRequests(tx, userId);
    await endAddedWaysIn(tx, user);
    await revokeSessions(tx, eq(sessions.userId, userId));
    await publishPassword(tx, user, 'RESET');
    return openSession(tx, user, request);
  });
}

/** For the owner, who need not be who did it. An address that nobody has proved may be a stranger's, and gets few. */
async function publishPassword(tx: Database, user: UserRow, change: PasswordChange['change']): Promise<void> {
  await publish(tx, contract.PasswordChanged, {
    changeId: randomUUID(),
    userId: user.id,
    email: (await mayMailOwner(tx, user)) ? user.email : null,
    change,
  });
}

/**
 * The viewer says the password of their account once more, for what a session alone may not do. Counted as tries to sign in are: who
 * has got hold of a session guesses here as well as at the door. An account without a password has none to say, and is told so.
 */
export async function provePassword(
  caller: Caller,
  currentPassword: string,
): Promise<UserRow & { passwordHash: string }> {
  const { db } = caller.service;
  const [user] = await db
    .select()
    .from(users)
    .where(eq(users.id, requireViewer(caller).id));
  if (!user) throw sessionEnded();
  if (user.passwordHash === null)
    refuse('INVALID_STATE', 'This account has no password yet: ask for a mail that sets the first one', [
      'input',
      'currentPassword',
    ]);
  await countTry(db, user.emailKey, caller.request.address);
  const { passwordHash } = user;
  if (!(await verifyPassword(passwordHash, currentPassword)))
    refuse('UNAUTHENTICATED', 'The current password is not right', ['input', 'currentPassword']);
  await forgetTries(db, user.emailKey, caller.request.address);
  return { ...user, passwordHash };
}

/**
 * Ends what the old password opened: other sessions, links that somebody may hold (to reset it, to confirm another address), and ways
 * in that are just being added.
 */
export async function changePassword(
  caller: Caller,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<UserRow> {
  const viewer = requireViewer(caller);
  const { db } = caller.service;
  const user = await provePassword(caller, currentPassword);
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
    await endChangeRequests(tx, user.id);
    await endBegunWaysIn(tx, user.id);
    await revokeSessions(
      tx,
      and(eq(sessions.userId, user.id), viewer.sessionId ? ne(sessions.id, viewer.sessionId) : undefined),
    );
    await publishPassword(tx, changed, 'CHANGED');
    return changed;
  });
}
