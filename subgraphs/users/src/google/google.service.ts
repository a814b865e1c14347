import {
  badInput,
  cleanText,
  type Context,
  type Database,
  DomainError,
  hasCardNumber,
  hasLink,
  hashToken,
  isEmailAddress,
  isSafeText,
  LONGEST_PATH,
  newSecret,
  ownPath,
  onlyRow,
  refuse,
  requireViewer,
  unauthenticated,
} from '@storegraph/kit';
import { and, eq, isNull, sql } from 'drizzle-orm';
import * as oidc from 'openid-client';
import { inOwnAccount } from '../link/link.service.ts';
import { link, type Linkable, lockOwner, noteAddress } from '../linkedAccount/linkedAccount.service.ts';
import {
  enterWithPassword,
  hasJustSignedIn,
  mergeCart,
  type OpenedSession,
  openSession,
  TOO_LONG_AGO,
} from '../session/session.service.ts';
import { unlessTaken } from '../user/user.address.ts';
import { newAccount } from '../user/user.service.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { publishWaysIn } from '../user/waysIn.service.ts';
import { browserOf, keepBrowser } from './browser.cookie.ts';
import { authorizationUrl, type GoogleIdentity, hasGoogle, identityBy } from './google.client.ts';
import { GooglePurpose } from './google.input.ts';
import { googleChallenges, googleSignIns } from './google.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;

const HOLDS_FOR_MINUTES = 10;
const inTenMinutes = sql`now() + ${HOLDS_FOR_MINUTES} * interval '1 minute'`;

/** Where Google has led: to a session, or to the question for the password of an account that is there. */
export type GoogleOutcome = { returnTo: string | null } & (
  | { opened: OpenedSession }
  | { challenge: { token: string; email: string; expiresAt: Date } }
);

const assertOffered = ({ service }: Pick<Caller, 'service'>): void => {
  if (!hasGoogle(service)) throw new DomainError('INVALID_STATE', 'Nobody signs in to this shop with Google');
};

/** Sends a browser to Google, and remembers which one it was. */
export async function googleSignInUrl(
  caller: Caller,
  { returnTo, purpose }: { returnTo?: string; purpose?: GooglePurpose },
): Promise<string> {
  const { service, viewer } = caller;
  assertOffered(caller);
  if (returnTo != null && ownPath(returnTo) !== returnTo)
    throw badInput(
      'returnTo',
      'ownPath',
      `returnTo must be a path of this shop as a browser writes it, such as /account, of at most ${LONGEST_PATH} characters`,
    );
  const isLink = (purpose ?? (viewer ? GooglePurpose.LINK : GooglePurpose.SIGN_IN)) === GooglePurpose.LINK;
  if (isLink) {
    if (!viewer) throw unauthenticated();
    // what is linked signs in for good: a session that somebody has got hold of must not do that
    if (!(await hasJustSignedIn(caller))) throw new DomainError('UNAUTHENTICATED', TOO_LONG_AGO);
  }
  const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  const url = await authorizationUrl(service, attempt);
  await service.db.insert(googleSignIns).values({
    stateHash: hashToken(attempt.state),
    browserHash: hashToken(keepBrowser(caller)),
    nonce: attempt.nonce,
    verifier: attempt.verifier,
    purpose: isLink ? 'LINK' : 'SIGN_IN',
    userId: isLink ? viewer!.id : null,
    returnTo: returnTo ?? null,
    expiresAt: inTenMinutes,
  });
  return url;
}

interface Arrival {
  identity: GoogleIdentity;
  returnTo: string | null;
  /** Together with what it leads to: of two that show a state one goes on, and what is refused uses nothing up here. */
  useUp(tx: Database): Promise<void>;
}

const begunElsewhere = (field: string): never =>
  refuse('BAD_USER_INPUT', 'This sign-in was begun elsewhere or too long ago, or is over: begin again', [
    'input',
    field,
  ]);

/** What Google says about who has come back, to the browser that was sent, for what it was sent for. */
async function arrivalOf(
  caller: Caller,
  { code, state }: { code: string; state: string },
  purpose: 'SIGN_IN' | 'LINK',
): Promise<Arrival> {
  assertOffered(caller);
  const { service, viewer } = caller;
  const isIt = and(
    eq(googleSignIns.stateHash, hashToken(state)),
    eq(googleSignIns.browserHash, hashToken(browserOf(caller) ?? '')),
    eq(googleSignIns.purpose, purpose),
    purpose === 'LINK' ? eq(googleSignIns.userId, requireViewer({ viewer }).id) : undefined,
    isNull(googleSignIns.usedAt),
    sql`${googleSignIns.expiresAt} > now()`,
  );
  const [attempt] = await service.db.select().from(googleSignIns).where(isIt);
  if (!attempt) return begunElsewhere('state');
  const { nonce, verifier, returnTo } = attempt;
  return {
    identity: await identityBy(service, code, { state, nonce, verifier }),
    returnTo,
    async useUp(tx) {
      const used = await tx
        .update(googleSignIns)
        .set({ usedAt: sql`now()` })
        .where(isIt)
        .returning({ stateHash: googleSignIns.stateHash });
      if (used.length === 0) begunElsewhere('state');
    },
  };
}

/** Without an address nothing could be sent to them, neither an order nor a way back in. */
function withAddress({ issuer, subject, email }: GoogleIdentity): Linkable {
  if (!isEmailAddress(email))
    refuse(
      'INVALID_STATE',
      'Your Google account has no e-mail address that the shop could write to: use another one, or sign in with a password',
      ['input', 'code'],
    );
  return { issuer, subject, email: cleanText(email) };
}

/** What Google says that they are called, where the shop would take it from them as well. */
const nameIn = ({ name }: GoogleIdentity): string | null =>
  isSafeText(name, { max: 80 }) && !hasCardNumber(name) && !hasLink(name) ? cleanText(name) : null;

export async function signInWithGoogle(
  caller: Caller,
  { cartToken, ...answer }: { code: string; state: string; cartToken?: string },
): Promise<GoogleOutcome> {
  const { service } = caller;
  const { identity, returnTo, useUp } = await arrivalOf(caller, answer, 'SIGN_IN');
  const google = withAddress(identity);
  let outcome: GoogleOutcome | null = null;
  // once more when somebody else has made the account, or taken the link away, meanwhile
  while (!outcome)
    outcome = await unlessTaken(
      () =>
        service.db.transaction(async (tx) => {
          const decided = await decide(tx, caller, { identity, google, returnTo });
          if (decided) await useUp(tx);
          return decided;
        }),
      hasItsAccount,
    );
  if ('opened' in outcome && cartToken) await mergeCart(service, outcome.opened.user.id, cartToken);
  return outcome;
}

/** Also when it is kept for somebody who had it until lately. */
const hasItsAccount = (): never =>
  refuse(
    'CONFLICT',
    'There is an account with this address already. Sign in to it as before, then link Google in your account.',
    ['input', 'code'],
  );

interface Shown {
  identity: GoogleIdentity;
  google: Linkable;
  returnTo: string | null;
}

/** Known by issuer and subject, or new. An address that is taken opens nothing by itself. Null: it has changed meanwhile. */
async function decide(
  tx: Database,
  caller: Caller,
  { identity, google, returnTo }: Shown,
): Promise<GoogleOutcome | null> {
  const owner = await lockOwner(tx, google);
  if (owner) {
    if (owner.status !== 'ACTIVE')
      refuse('UNAUTHENTICATED', 'This Google account does not sign in here', ['input', 'code']);
    await noteAddress(tx, google);
    return { opened: await openSession(tx, owner, caller.request), returnTo };
  }
  // whoever claims an address verifies it first, and the answer tells nothing about accounts
  if (!identity.isVerified && caller.service.env.REGISTER_MODE === 'verified-first')
    refuse('CONFLICT', 'Google has not verified this address: make an account with it here, or use another one', [
      'input',
      'code',
    ]);
  const [taken] = await tx.select().from(users).where(eq(users.emailKey, google.email.toLowerCase()));
  if (taken) return { challenge: await askForPassword(tx, caller, taken, { identity, google, returnTo }), returnTo };
  const user = await newAccount(tx, {
    email: google.email,
    displayName: nameIn(identity),
    passwordHash: null,
    emailVerified: identity.isVerified,
  });
  if (!user) return null;
  await link(tx, user.id, google, 'code');
  return { opened: await openSession(tx, user, caller.request), returnTo };
}

/** The address of an account is no proof of whose it is: its password is. */
async function askForPassword(
  tx: Database,
  caller: Caller,
  account: UserRow,
  { identity, google, returnTo }: Shown,
): Promise<{ token: string; email: string; expiresAt: Date }> {
  if (!identity.isVerified || account.passwordHash === null) hasItsAccount();
  const token = newSecret();
  const { expiresAt } = await tx
    .insert(googleChallenges)
    .values({
      tokenHash: hashToken(token),
      browserHash: hashToken(keepBrowser(caller)),
      userId: account.id,
      ...google,
      returnTo,
      expiresAt: inTenMinutes,
    })
    .returning({ expiresAt: googleChallenges.expiresAt })
    .then(onlyRow);
  return { token, email: google.email, expiresAt };
}

const challengeBy = (caller: Caller, token: string) =>
  and(
    eq(googleChallenges.tokenHash, hashToken(token)),
    eq(googleChallenges.browserHash, hashToken(browserOf(caller) ?? '')),
    isNull(googleChallenges.usedAt),
    sql`${googleChallenges.expiresAt} > now()`,
  );

/** The password of the account, tried and counted as at any sign-in; when it is right both happen, the link and the session. */
export async function confirmGoogleLink(
  caller: Caller,
  { token, password, cartToken }: { token: string; password: string; cartToken?: string },
): Promise<GoogleOutcome> {
  const { db } = caller.service;
  const [asked] = await db
    .select({ emailKey: users.emailKey })
    .from(googleChallenges)
    .innerJoin(users, eq(users.id, googleChallenges.userId))
    .where(challengeBy(caller, token));
  if (!asked) return begunElsewhere('token');
  let returnTo: string | null = null;
  const opened = await enterWithPassword(
    caller,
    { emailKey: asked.emailKey, password, cartToken },
    async (tx, user) => {
      const [challenge] = await tx
        .update(googleChallenges)
        .set({ usedAt: sql`now()` })
        .where(and(challengeBy(caller, token), eq(googleChallenges.userId, user.id)))
        .returning();
      if (!challenge) return begunElsewhere('token');
      returnTo = challenge.returnTo;
      const isNew = await link(tx, user.id, challenge, 'token');
      // Google has seen a proof of this very address
      const isProof = challenge.email.toLowerCase() === user.emailKey;
      const owner = isProof ? await prove(tx, user.id) : user;
      if (isNew) await publishWaysIn(tx, owner, { change: 'ADDED', methods: ['GOOGLE'] });
      return owner;
    },
  );
  return { opened, returnTo };
}

const prove = (tx: Database, userId: string): Promise<UserRow> =>
  tx.update(users).set({ emailVerified: true }).where(eq(users.id, userId)).returning().then(onlyRow);

export async function linkGoogle(caller: Caller, answer: { code: string; state: string }): Promise<UserRow> {
  const { identity, useUp } = await arrivalOf(caller, answer, 'LINK');
  const google = withAddress(identity);
  // asked once more: while Google answered, the owner may have ended this session to keep out whoever has it
  return inOwnAccount(caller, async (tx, user) => {
    const isNew = await link(tx, user.id, google, 'code');
    await useUp(tx);
    if (isNew) await publishWaysIn(tx, user, { change: 'ADDED', methods: ['GOOGLE'] });
    return user;
  });
}

/** Nobody comes back with them any more. */
export async function sweepGoogleSignIns(db: Database): Promise<void> {
  await db.delete(googleSignIns).where(sql`${googleSignIns.expiresAt} < now()`);
  await db.delete(googleChallenges).where(sql`${googleChallenges.expiresAt} < now()`);
}
