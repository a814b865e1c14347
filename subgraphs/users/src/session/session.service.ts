import { createHmac } from 'node:crypto';
import { carts } from '@storegraph/carts/contract';
import {
  cleanText,
  type Context,
  type Database,
  hashToken,
  newId,
  newSecret,
  onlyRow,
  refuse,
  remote,
  type RequestInfo,
  requireViewer,
  type Service,
  sessionEnded,
  unauthenticated,
  type Viewer,
} from '@storegraph/kit';
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { signAccessToken } from '../key/key.service.ts';
import { lockAccount } from '../link/link.service.ts';
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

const RECENT_IN_MINUTES = 10;

export const TOO_LONG_AGO = 'Sign in again first: this was too long ago';

/** They have shown who they are just now. */
export async function hasJustSignedIn(caller: Pick<Context, 'viewer' | 'service'>): Promise<boolean> {
  const { sessionId } = requireViewer(caller);
  const [recent] = await caller.service.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, sessionId ?? ''),
        sql`${sessions.createdAt} > now() - ${RECENT_IN_MINUTES} * interval '1 minute'`,
      ),
    );
  return recent !== undefined;
}

/** In place of the password: for accounts that have none, or who has said it a moment ago. */
export async function proveRecentSignIn(caller: Pick<Context, 'viewer' | 'service'>): Promise<void> {
  if (!(await hasJustSignedIn(caller))) refuse('UNAUTHENTICATED', TOO_LONG_AGO, ['input', 'recentSignIn']);
}

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
      secret: newSecret(),
      userAgent: request.header('user-agent')?.slice(0, 200),
      expiresAt: sql`now() + ${LIFETIME_IN_DAYS} * interval '1 day'`,
    })
    .returning()
    .then(onlyRow);
  const refreshToken = newSecret();
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
  return enterWithPassword({ service, request }, { emailKey: cleanText(email).toLowerCase(), password, cartToken });
}

interface Entry {
  emailKey: string;
  password: string;
  cartToken?: string | undefined;
}

/** What is done together with the session, to an account whose row is taken; returns it as it is then. */
type Beside = (tx: Database, user: UserRow) => Promise<UserRow>;

/** By the right password, counted as a try. */
export async function enterWithPassword(
  { service, request }: Pick<Context, 'service' | 'request'>,
  { emailKey, password, cartToken }: Entry,
  beside?: Beside,
): Promise<OpenedSession> {
  const { db } = service;
  await countTry(db, emailKey, request.address);
  let opened: OpenedSession | null = null;
  // once more when the account has changed while the password was checked, such as by a double click that hashes it anew
  while (!opened) {
    const user = await checkedUser(db, emailKey, password);
    opened = await openChecked(db, user, { emailKey, password, request, beside });
  }
  if (cartToken) await mergeCart(service, opened.user.id, cartToken);
  return opened;
}

/** An account that has a password. */
type WithPassword = UserRow & { passwordHash: string };

async function checkedUser(db: Database, emailKey: string, password: string): Promise<WithPassword> {
  const [user] = await db.select().from(users).where(eq(users.emailKey, emailKey));
  const passwordHash = user?.passwordHash ?? (await decoyHash());
  const right = await verifyPassword(passwordHash, password);
  if (!user?.passwordHash || !right || user.status !== 'ACTIVE')
    refuse('UNAUTHENTICATED', 'E-mail address or password is not right', ['input', 'password']);
  return { ...user, passwordHash };
}

/** Null when the account is not any more what was checked. */
async function openChecked(
  db: Service['db'],
  user: WithPassword,
  { emailKey, password, request, beside }: Entry & { request: RequestInfo; beside?: Beside | undefined },
): Promise<OpenedSession | null> {
  const rehashed = needsRehash(user.passwordHash) ? await hashPassword(password) : undefined;
  return db.transaction(async (tx) => {
    const [same] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash), eq(users.status, 'ACTIVE')))
      .for(rehashed || beside ? 'no key update' : 'share'); // of two that share it none could change it
    if (!same) return null;
    await forgetTries(tx, emailKey, request.address);
    if (rehashed) await tx.update(users).set({ passwordHash: rehashed }).where(eq(users.id, user.id));
    return openSession(tx, beside ? await beside(tx, user) : user, request);
  });
}

/** Signing in works while carts is down; the guest's cart is still there for mergeCart. */
export async function mergeCart(service: Service, userId: string, cartToken: string): Promise<void> {
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

/** Somebody else's session is as one that does not exist. */
export const revokeSession = (db: Service['db'], { id }: Pick<Viewer, 'id'>, sessionId: string): Promise<UserRow> =>
  db.transaction(async (tx) => {
    const user = await lockAccount(tx, eq(users.id, id));
    const own = and(eq(sessions.id, sessionId), eq(sessions.userId, id));
    const [known] = await tx.select({ id: sessions.id }).from(sessions).where(own);
    if (!user || !known) refuse('NOT_FOUND', 'This session does not exist', ['input', 'sessionId']);
    await revokeSessions(tx, own);
    return user;
  });

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
