import {
  type Context,
  type Database,
  hashToken,
  newSecret,
  refuse,
  requireViewer,
  sessionEnded,
} from '@storegraph/kit';
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { emailChanges } from '../emailChange/emailChange.table.ts';
import { sessions } from '../session/session.table.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { oneTimeTokens } from './link.table.ts';

export const LIFETIME_IN_HOURS = { VERIFY_EMAIL: 48, RESET_PASSWORD: 1 } as const;
type Purpose = keyof typeof LIFETIME_IN_HOURS;

/** Every change of an account takes its row before its links and sessions: no deadlock. */
export async function lockAccount(tx: Database, which: SQL | undefined): Promise<UserRow | undefined> {
  const [user] = await tx.select().from(users).where(which).for('no key update');
  return user;
}

/**
 * Of who is signed in, and still is: whoever waited for the row, for Google or for a picture finds that the account is gone or the
 * session has ended meanwhile, and nothing is written to it any more. Whoever ends the session now waits until this is over.
 */
async function lockOwnAccount(tx: Database, caller: Pick<Context, 'viewer'>): Promise<UserRow> {
  const { id, sessionId } = requireViewer(caller);
  const user = await lockAccount(tx, and(eq(users.id, id), eq(users.status, 'ACTIVE')));
  const [session] = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, sessionId ?? ''),
        eq(sessions.userId, id),
        isNull(sessions.revokedAt),
        sql`${sessions.expiresAt} > now()`,
      ),
    )
    .for('share');
  if (!user || !session) throw sessionEnded();
  return user;
}

/** A change of one's own account: it waits for others of the same account, and so does whatever hangs on it. */
export const inOwnAccount = <Result>(
  caller: Pick<Context, 'viewer' | 'service'>,
  change: (tx: Database, user: UserRow) => Promise<Result>,
): Promise<Result> => caller.service.db.transaction(async (tx) => change(tx, await lockOwnAccount(tx, caller)));

/** A new link to verify ends the older ones. The account is locked: of two at once one holds. */
export async function newVerification(tx: Database, userId: string): Promise<string> {
  await endTokens(tx, userId, 'VERIFY_EMAIL');
  return newToken(tx, userId, 'VERIFY_EMAIL');
}

export async function newToken(tx: Database, userId: string, purpose: Purpose): Promise<string> {
  const token = newSecret();
  await tx.insert(oneTimeTokens).values({
    tokenHash: hashToken(token),
    userId,
    purpose,
    expiresAt: sql`now() + ${LIFETIME_IN_HOURS[purpose]} * interval '1 hour'`,
  });
  return token;
}

export const endTokens = (tx: Database, userId: string, purpose: Purpose) =>
  tx.delete(oneTimeTokens).where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, purpose)));

/** Another address that was asked for is not to be confirmed any more. That the wish can be undone stays. */
export const endChangeRequests = (tx: Database, userId: string) =>
  tx
    .update(emailChanges)
    .set({ confirmUntil: sql`least(${emailChanges.confirmUntil}, now())` })
    .where(and(eq(emailChanges.userId, userId), isNull(emailChanges.confirmedAt)));

export const linkBy = (token: string, purpose: Purpose) =>
  and(
    eq(oneTimeTokens.tokenHash, hashToken(token)),
    eq(oneTimeTokens.purpose, purpose),
    isNull(oneTimeTokens.usedAt),
    sql`${oneTimeTokens.expiresAt} > now()`,
  );

export const usedUp = (): never =>
  refuse('BAD_USER_INPUT', 'This link was used already, or is too old: ask for a new one', ['input', 'token']);

export async function useToken(tx: Database, token: string, purpose: Purpose): Promise<string> {
  const link = linkBy(token, purpose);
  const owner = tx.select({ id: oneTimeTokens.userId }).from(oneTimeTokens).where(link);
  await lockAccount(tx, inArray(users.id, owner));
  const [used] = await tx.update(oneTimeTokens).set({ usedAt: sql`now()` }).where(link).returning();
  return used?.userId ?? usedUp();
}
