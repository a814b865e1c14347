import { orders } from '@storegraph/orders/contract';
import {
  type Context,
  type Database,
  dropJobs,
  onlyRow,
  publish,
  redactEvents,
  refuse,
  remote,
  requireViewer,
  type Service,
} from '@storegraph/kit';
import { and, arrayContains, asc, eq, inArray, isNull, lte, not, or, sql } from 'drizzle-orm';
import { addresses } from '../address/address.table.ts';
import { forgetPictures } from '../avatar/avatar.service.ts';
import { consents } from '../consent/consent.table.ts';
import { users as contract } from '../contract.ts';
import { customerGroupMembers } from '../customerGroup/customerGroup.table.ts';
import { forgetExports } from '../dataExport/dataExport.service.ts';
import { forgetEmailChanges } from '../emailChange/emailChange.service.ts';
import { googleChallenges, googleSignIns } from '../google/google.table.ts';
import { inOwnAccount, lockAccount } from '../link/link.service.ts';
import { oneTimeTokens } from '../link/link.table.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { forgetMailboxes, mayMailAboutDeletion, mayMailAboutKeeping, toOwner } from '../mailbox/mailbox.service.ts';
import { passkeyChallenges, passkeys } from '../passkey/passkey.table.ts';
import { proveOwner } from '../proof/proof.service.ts';
import { endRegistrations } from '../registration/registration.service.ts';
import { registrations } from '../registration/registration.table.ts';
import { sessions, signInFailures } from '../session/session.table.ts';
import { triesWith } from '../session/session.throttle.ts';
import { maskAddress } from '../user/user.address.ts';
import { type UserRow, users } from '../user/user.table.ts';
import type { DeleteMyAccountInput } from './deletion.input.ts';
import { noDeletion, STAYS } from './deletion.rules.ts';

type Caller = Pick<Context, 'viewer' | 'request' | 'service'>;
const DAYS_OF_GRACE = 7;
/** So many are looked at in one go. */
const PAGE = 100;

/** Asking again changes nothing: it is due when it was. Returns what else its owner should know. */
export async function requestDeletion(caller: Caller, input: DeleteMyAccountInput): Promise<string | null> {
  await proveOwner(caller, input);
  const { service } = caller;
  const { id } = requireViewer(caller);
  await inOwnAccount(caller, async (tx, user) => {
    if (user.roles.includes(STAYS))
      refuse('INVALID_STATE', 'An admin is needed: another admin takes the role away first', ['input']);
    if (user.deletionRequestedAt) return;
    const { dueAt } = await tx
      .update(users)
      .set({
        deletionRequestedAt: sql`now()`,
        deletionDueAt: sql`now() + ${DAYS_OF_GRACE} * interval '1 day'`,
        deletionReason: input.reason,
      })
      .where(eq(users.id, id))
      .returning({ dueAt: users.deletionDueAt })
      .then(onlyRow);
    await publish(tx, contract.AccountDeletionRequested, {
      ...toOwner(user),
      email: (await mayMailAboutDeletion(tx, user)) ? user.email : null,
      deletionDueAt: dueAt!.toISOString(), // it was set just now
    });
  });
  return noticeOf(service, id);
}

/** The wish stands, whether or not orders can say what is open. */
async function noticeOf(service: Service, userId: string): Promise<string | null> {
  try {
    const { count } = await remote(service, orders).openOrdersOf({ userId });
    if (count === 0) return null;
    const open = count === 1 ? 'An order of yours is' : `${count} orders of yours are`;
    return `${open} still open: the account is deleted when that is done, after the seven days at the earliest.`;
  } catch (error) {
    service.log.warn({ err: error, userId }, 'nobody could say whether orders are open');
    return null;
  }
}

/** Once for each wish: who keeps an account that nobody wants deleted is told nothing. */
export const cancelDeletion = (caller: Caller): Promise<UserRow> =>
  inOwnAccount(caller, async (tx, user) => {
    const { id, deletionRequestedAt } = user;
    if (!deletionRequestedAt) return user;
    await publish(tx, contract.AccountDeletionCancelled, {
      ...toOwner(user),
      email: (await mayMailAboutKeeping(tx, user)) ? user.email : null,
      requestedAt: deletionRequestedAt.toISOString(),
    });
    return tx.update(users).set(noDeletion).where(eq(users.id, id)).returning().then(onlyRow);
  });

const dayHasCome = () => and(lte(users.deletionDueAt, sql`now()`), isNull(users.deletedAt));
const stays = arrayContains(users.roles, [STAYS]);
const isDue = () => and(dayHasCome(), not(stays));

/** Deletes the accounts whose day has come. One with an open order waits another day; who has become an admin meanwhile stays. */
export async function deleteDueAccounts(service: Service): Promise<void> {
  await keepAdmins(service);
  const due = await service.db
    .select({ id: users.id })
    .from(users)
    .where(isDue())
    .orderBy(asc(users.deletionDueAt))
    .limit(PAGE);
  for (const { id } of due) {
    try {
      await deleteOrPostpone(service, id);
    } catch (error) {
      service.log.error({ err: error, userId: id }, 'an account was not deleted: tried again later');
    }
  }
}

/** Their wish is over: when the role is taken away again, they ask anew. */
async function keepAdmins({ db, log }: Service): Promise<void> {
  const kept = await db.update(users).set(noDeletion).where(and(dayHasCome(), stays)).returning({ id: users.id });
  for (const { id } of kept) log.warn({ userId: id }, 'an account was not deleted: it is an admin by now');
}

async function deleteOrPostpone(service: Service, id: string): Promise<void> {
  const { count } = await remote(service, orders).openOrdersOf({ userId: id });
  if (count === 0) return service.db.transaction((tx) => deleteAccount(tx, id));
  await service.db
    .update(users)
    .set({ deletionDueAt: sql`now() + interval '1 day'` })
    .where(and(eq(users.id, id), isDue()));
}

/** An order that is placed at this very moment is kept with its name by orders until it is done. */
async function deleteAccount(tx: Database, id: string): Promise<void> {
  const user = await lockAccount(tx, and(eq(users.id, id), isDue()));
  if (!user) return;
  const { emailKey } = user;
  await forgetPictures(tx, user);
  await forgetExports(tx, id);
  const kept = [
    ...[addresses, sessions, oneTimeTokens, consents, customerGroupMembers],
    ...[linkedAccounts, googleSignIns, googleChallenges],
    ...[passkeys, passkeyChallenges],
  ];
  for (const table of kept) await tx.delete(table).where(eq(table.userId, id));
  const changes = await forgetEmailChanges(tx, id);
  const had = [
    emailKey,
    ...changes.flatMap((change) => (change.confirmedAt ? [change.formerKey, change.emailKey] : [])),
  ];
  await tx.delete(signInFailures).where(or(...had.map(triesWith)));
  const known = [...had, ...changes.map((change) => change.emailKey)];
  await forgetMailboxes(tx, known);
  await endRegistrations(tx, inArray(registrations.emailKey, known));
  await dropJobs(tx, { name: 'emailKey', values: had });
  const email = `${id}@deleted.invalid`;
  await tx
    .update(users)
    .set({
      email,
      emailKey: email,
      emailVerified: false,
      displayName: null,
      locale: null,
      note: null,
      passwordHash: null,
      roles: ['CUSTOMER'],
      status: 'DISABLED',
      deletionReason: null,
      deletedAt: sql`now()`,
    })
    .where(eq(users.id, id));
  await redactEvents(
    tx,
    { name: 'userId', values: [id] },
    { email, displayName: '', newEmail: email, maskedEmail: maskAddress(email), former: [] },
  );
  await publish(tx, contract.AccountDeleted, { userId: id });
}
