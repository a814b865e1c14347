import { createHmac, randomBytes } from 'node:crypto';
import { carts } from '@storegraph/carts/contract';
import {
  cleanText,
  type Context,
  type Database,
  hashToken,
  newId,
  onlyRow,
  refuse,
  remote,
  type RequestInfo,
  type Service,
  sessionEnded,
  unauthenticated,
} from '@storegraph/kit';
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { signAccessToken } from '../key/key.service.ts';
import { decoyHash, hashPassword, needsRehash, verifyPassword } from '../password/password.hash.ts';
import { users, type UserRow } from '../user/user.table.ts';
import { refreshTokens, sessions, type SessionRow } from './session.table.ts';
import { countTry, forgetTries } from './session.throttle.ts';

const LIFETIME_IN_DAYS = 30;
const GRACE_IN_SECONDS = 10;

export interface OpenedSession {
  session: SessionRow;
  user: UserRow;
  accessToken: string;
  refreshToken: string;
  expiresAt: Date;
}

/**
 * The successor is derived from the token that it replaces and the session's secret, so that a repeated call within the
 * grace time gets the same one: an answer that was lost on its way does not sign anybody out.
 */
const successorOf = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(token).digest('base64url');

export async function openSession(
  tx: Database,
  user: UserRow,
  request: Pick<RequestInfo, 'header'>,
): Promise<OpenedSession> {
  const session = await tx
    .insert(sessions)
    .values({
      id: newId('sess'),
      userId: user.id,
      secret: randomBytes(32).toString('base64url'),
      userAgent: request.header('user-agent')?.slice(0, 200),
      expiresAt: sql`now() + ${LIFETIME_IN_DAYS} * interval '1 day'`,
    })
    .returning()
    .then(onlyRow);
  const refreshToken = randomBytes(32).toString('base64url');
  await tx.insert(refreshTokens).values({ tokenHash: hashToken(refreshToken), sessionId: session.id });
  return {
    session,
    user,
    refreshToken,
    ...(await signAccessToken(tx, { userId: user.id, sessionId: session.id, roles: user.roles })),
  };
}

/** The same answer and the same work for an unknown account, a wrong password and a disabled account. */
export async function signIn(
  { service, request }: Pick<Context, 'service' | 'request'>,
  { email, password, cartToken }: { email: string; password: string; cartToken?: string },
): Promise<OpenedSession> {
  const { db } = service;
  const emailKey = cleanText(email).toLowerCase();
  await countTry(db, emailKey, request.address);
  let opened: OpenedSession | null = null;
  // once more when the account has changed while the password was checked, such as by a double click that hashes it anew
  while (!opened) {
    const user = await checkedUser(db, emailKey, password);
    opened = await openChecked(db, user, { emailKey, password, request });
  }
  if (cartToken) await mergeCart(service, opened.user.id, cartToken);
  return opened;
}

async function checkedUser(db: Database, emailKey: string, password: string): Promise<UserRow> {
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey));
  const right = await verifyPassword(user?.passwordHash ?? (await decoyHash()), password);
  if (!user || !right || user.status !== 'ACTIVE')
    refuse('UNAUTHENTICATED', 'E-mail address or password is not right', ['input', 'password']);
  return user;
}

/** Null when the account is not any more what was checked. */
async function openChecked(
  db: Service['db'],
  user: UserRow,
  { emailKey, password, request }: { emailKey: string; password: string; request: RequestInfo },
): Promise<OpenedSession | null> {
  const rehashed = needsRehash(user.passwordHash) ? await hashPassword(password) : undefined;
  return db.transaction(async (tx) => {
    const [same] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash), eq(users.status, 'ACTIVE')))
      .for(rehashed ? 'no key update' : 'share'); // of two that share it none could change it
    if (!same) return null;
    await forgetTries(tx, emailKey, request.address);
    if (rehashed) await tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, user.id));
    return openSession(tx, user, request);
  });
}

/** Signing in works while carts is down; the guest's cart is still there for mergeCart. */
async function mergeCart(service: Service, userId: string, cartToken: string): Promise<void> {
  try {
    await remote(service, carts).mergeCart({ userId, cartToken, strategy: 'SUM' });
  } catch (error) {
    service.log.warn({ err: error, userId }, 'a guest cart was not merged at sign-in');
  }
}

/** Exchanges a refresh token for the next one. Using one twice, later than a lost answer explains, ends the whole family. */
export async function refreshSession(db: Service['db'], refreshToken: string): Promise<OpenedSession> {
  const tokenHash = hashToken(refreshToken);
  const outcome = await db.transaction(async (tx): Promise<OpenedSession | 'reused' | 'unknown'> => {
    const [known] = await tx.select().from(refreshTokens).where(eq(refreshTokens.tokenHash, tokenHash)).for('update');
    if (!known) return 'unknown';
    const [row] = await tx
      .select({
        session: sessions,
        user: users,
        live: sql<boolean>`${sessions.revokedAt} is null and ${sessions.expiresAt} > now() and ${users.status} = 'ACTIVE'`,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.id, known.sessionId))
      .for('update', { of: sessions });
    if (!row?.live) return 'unknown';
    const successor = successorOf(refreshToken, row.session.secret);
    if (known.rotatedAt === null) {
      await tx
        .update(refreshTokens)
        .set({ rotatedAt: sql`now()`, successorHash: hashToken(successor) })
        .where(eq(refreshTokens.tokenHash, tokenHash));
      await tx.insert(refreshTokens).values({ tokenHash: hashToken(successor), sessionId: known.sessionId });
    } else if (!(await withinGrace(tx, known.tokenHash))) {
      await revokeSessions(tx, eq(sessions.id, known.sessionId));
      return 'reused';
    }
    await tx.update(sessions).set({ lastUsedAt: sql`now()` }).where(eq(sessions.id, known.sessionId));
    const { user, session } = row;
    return {
      session,
      user,
      refreshToken: successor,
      ...(await signAccessToken(tx, { userId: user.id, sessionId: session.id, roles: user.roles })),
    };
  });
  if (typeof outcome === 'string') throw sessionEnded();
  return outcome;
}

/** Only while the successor itself was not used: one lost answer, not a second holder. */
async function withinGrace(tx: Database, tokenHash: string): Promise<boolean> {
  const [row] = await tx.execute(sql`
    SELECT 1 FROM refresh_tokens old JOIN refresh_tokens next ON next.token_hash = old.successor_hash
    WHERE old.token_hash = ${tokenHash} AND old.rotated_at > now() - ${GRACE_IN_SECONDS} * interval '1 second' AND next.rotated_at IS NULL`);
  return row !== undefined;
}

type Condition = ReturnType<typeof and>;

export async function revokeSessions(tx: Database, which: Condition): Promise<number> {
  const revoked = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(which, isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  return revoked.length;
}

export async function signOut(
  db: Database,
  { viewer, refreshToken }: { viewer: Context['viewer']; refreshToken?: string },
): Promise<void> {
  if (viewer?.sessionId)
    await revokeSessions(db, and(eq(sessions.id, viewer.sessionId), eq(sessions.userId, viewer.id)));
  if (!refreshToken) return;
  const [known] = await db
    .select()
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, hashToken(refreshToken)));
  if (known) await revokeSessions(db, eq(sessions.id, known.sessionId));
}

export async function signOutEverywhere(
  db: Database,
  viewer: Context['viewer'],
  { exceptThis = false } = {},
): Promise<number> {
  if (!viewer) throw unauthenticated();
  const others = exceptThis && viewer.sessionId ? ne(sessions.id, viewer.sessionId) : undefined;
  return revokeSessions(db, and(eq(sessions.userId, viewer.id), others));
}
