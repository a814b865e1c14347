import {
  cleanText,
  type Context,
  type Database,
  DomainError,
  hashToken,
  newId,
  onlyRow,
  refuse,
  requireViewer,
  sessionEnded,
} from '@storegraph/kit';
import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { inOwnAccount, lockAccount } from '../link/link.service.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import type { OwnerProofInput } from '../proof/proof.input.ts';
import { proveOwner } from '../proof/proof.service.ts';
import { mergeCart, type OpenedSession, openSession } from '../session/session.service.ts';
import { countTry, forgetTries } from '../session/session.throttle.ts';
import { type UserRow, users } from '../user/user.table.ts';
import { waysIn } from '../user/waysIn.rules.ts';
import { publishWaysIn } from '../user/waysIn.service.ts';
import {
  ANSWERS_WITHIN_MINUTES,
  challengeIn,
  hasPasskeys,
  isHandleOf,
  registrationOptions,
  signInOptions,
  verifiedKey,
  verifiedUse,
} from './passkey.device.ts';
import { assertionIn, registrationIn } from './passkey.response.ts';
import { passkeyChallenges, type PasskeyRow, passkeys } from './passkey.table.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;
const MOST = 20;

export interface Asked {
  options: string;
  expiresAt: Date;
}

const assertOffered = ({ service }: Pick<Caller, 'service'>): void => {
  if (!hasPasskeys(service)) throw new DomainError('INVALID_STATE', 'Nobody signs in to this shop with a passkey');
};
const assertRoom = (count: number): void => {
  if (count >= MOST) refuse('INVALID_STATE', `An account has at most ${MOST} passkeys: remove one first`, ['input']);
};
const ofUser = (db: Database, userId: string) =>
  db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt), asc(passkeys.id));

async function remember(
  db: Database,
  challenge: { purpose: 'REGISTER' | 'SIGN_IN'; userId: string | null },
  options: { challenge: string },
): Promise<Asked> {
  const { expiresAt } = await db
    .insert(passkeyChallenges)
    .values({
      challengeHash: hashToken(options.challenge),
      ...challenge,
      expiresAt: sql`now() + ${ANSWERS_WITHIN_MINUTES} * interval '1 minute'`,
    })
    .returning({ expiresAt: passkeyChallenges.expiresAt })
    .then(onlyRow);
  return { options: JSON.stringify(options), expiresAt };
}

/** Whether a device was asked this lately, for this account or, when it signs in, for none. */
const wasAsked = (challenge: string, userId: string | null) =>
  and(
    eq(passkeyChallenges.challengeHash, hashToken(challenge)),
    userId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId),
    sql`${passkeyChallenges.expiresAt} > now()`,
  );

/** Together with what it leads to: of two that show the same answer one goes on. */
async function useUp(tx: Database, challenge: string, userId: string | null): Promise<boolean> {
  const used = await tx
    .delete(passkeyChallenges)
    .where(wasAsked(challenge, userId))
    .returning({ hash: passkeyChallenges.challengeHash });
  return used.length > 0;
}

/** A key that is added stays when its session ends: the owner shows once more who they are. */
export async function createPasskeyRegistration(caller: Caller, proof: OwnerProofInput): Promise<Asked> {
  assertOffered(caller);
  await proveOwner(caller, proof);
  const { db } = caller.service;
  const { id } = requireViewer(caller);
  const [[user], known] = await Promise.all([db.select().from(users).where(eq(users.id, id)), ofUser(db, id)]);
  if (!user) throw sessionEnded();
  assertRoom(known.length);
  const options = await registrationOptions(caller.service, user, known);
  return remember(db, { purpose: 'REGISTER', userId: id }, options);
}

const notAsked = (): never =>
  refuse('UNAUTHENTICATED', 'This is not what the device was asked for, or it took too long: begin again', [
    'input',
    'response',
  ]);

export async function confirmPasskey(
  caller: Caller,
  { response, name }: { response: string; name: string },
): Promise<UserRow> {
  assertOffered(caller);
  const { id } = requireViewer(caller);
  const said = registrationIn(response);
  const challenge = challengeIn(said);
  const key = challenge === undefined ? null : await verifiedKey(caller.service, said, challenge);
  if (!key) return notAsked();
  return inOwnAccount(caller, async (tx, user) => {
    if (!(await useUp(tx, challenge!, id))) return notAsked();
    assertRoom(await tx.$count(passkeys, eq(passkeys.userId, id)));
    const [added] = await tx
      .insert(passkeys)
      .values({ id: newId('pkey'), userId: id, name: cleanText(name), ...key })
      .onConflictDoNothing()
      .returning({ id: passkeys.id });
    if (!added) refuse('CONFLICT', 'This passkey signs in to an account already', ['input', 'response']);
    await publishWaysIn(tx, user, { change: 'ADDED', methods: ['PASSKEY'] });
    return user;
  });
}

export async function passkeySignInOptions(caller: Pick<Caller, 'service'>): Promise<Asked> {
  assertOffered(caller);
  const options = await signInOptions(caller.service);
  return remember(caller.service.db, { purpose: 'SIGN_IN', userId: null }, options);
}

/** The same answer whatever is wrong with it. */
const notThis = (): never =>
  refuse('UNAUTHENTICATED', 'This passkey does not sign in here. Try again, or sign in another way.', [
    'input',
    'response',
  ]);

export async function signInWithPasskey(
  caller: Caller,
  { response, cartToken }: { response: string; cartToken?: string },
): Promise<OpenedSession> {
  assertOffered(caller);
  const { service, request } = caller;
  const said = assertionIn(response);
  const [known] = await service.db
    .select({ passkey: passkeys, user: users })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialId, said.id));
  const tried = known?.user.emailKey ?? `passkey:${hashToken(said.id)}`;
  await countTry(service.db, tried, request.address);
  const challenge = challengeIn(said);
  if (!known || challenge === undefined || !isHandleOf(said, known.user.id)) return notThis();
  const use = await verifiedUse(service, said, challenge, known.passkey);
  if (!use) return notThis();
  const opened = await service.db.transaction(async (tx) => {
    const user = await lockAccount(tx, and(eq(users.id, known.user.id), eq(users.status, 'ACTIVE')));
    if (!user || !(await useUp(tx, challenge, null))) return null;
    if (!(await noteUse(tx, known.passkey, use))) {
      service.log.warn(
        { userId: user.id, passkeyId: known.passkey.id },
        'a passkey counts backwards: there may be two',
      );
      return null;
    }
    await forgetTries(tx, tried, request.address);
    return openSession(tx, user, request);
  });
  if (!opened) return notThis();
  if (cartToken) await mergeCart(service, opened.user.id, cartToken);
  return opened;
}

/** A device that counts goes up with each use: one that does not is a copy, or was copied. */
async function noteUse(
  tx: Database,
  { id }: PasskeyRow,
  { counter, backedUp }: Pick<PasskeyRow, 'counter' | 'backedUp'>,
): Promise<boolean> {
  const doesNotCount = counter === 0 ? eq(passkeys.counter, 0) : undefined;
  const noted = await tx
    .update(passkeys)
    .set({ counter, backedUp, lastUsedAt: sql`now()` })
    .where(and(eq(passkeys.id, id), or(lt(passkeys.counter, counter), doesNotCount)))
    .returning({ id: passkeys.id });
  return noted.length > 0;
}

const gone = (): never => refuse('NOT_FOUND', 'This passkey does not exist', ['input', 'id']);

export const renamePasskey = (
  caller: Pick<Caller, 'viewer' | 'service'>,
  { id, name }: { id: string; name: string },
): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, user) => {
    const [renamed] = await tx
      .update(passkeys)
      .set({ name: cleanText(name) })
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, user.id)))
      .returning({ id: passkeys.id });
    return renamed ? user : gone();
  });

/** Sessions stay. Without any way in that is left it is refused. */
export const removePasskey = (caller: Pick<Caller, 'viewer' | 'service'>, { id }: { id: string }): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, user) => {
    const [linked, kept] = [
      await tx.select().from(linkedAccounts).where(eq(linkedAccounts.userId, user.id)),
      await ofUser(tx, user.id),
    ];
    const others = kept.filter((passkey) => passkey.id !== id);
    if (others.length === kept.length) return gone();
    if (waysIn(user, linked, others).length === 0)
      refuse('INVALID_STATE', 'It is the only way to sign in to this account: set a password by mail first', [
        'input',
        'id',
      ]);
    await tx.delete(passkeys).where(and(eq(passkeys.id, id), eq(passkeys.userId, user.id)));
    await publishWaysIn(tx, user, { change: 'REMOVED', methods: ['PASSKEY'] });
    return user;
  });

/** Nobody answers them any more. */
export const sweepPasskeyChallenges = (db: Database) =>
  db.delete(passkeyChallenges).where(sql`${passkeyChallenges.expiresAt} < now()`);
