import { randomUUID } from 'node:crypto';
import { addressGroup, type Database, publish } from '@storegraph/kit';
import { inArray, type SQL, sql } from 'drizzle-orm';
import { type EmailTaken, users as contract } from '../contract.ts';
import type { UserRow } from '../user/user.table.ts';
import { unaskedMails } from './mailbox.table.ts';

/**
 * To whom a mail about their account goes. By name only where the address is known to be theirs: whoever registers the address of
 * somebody else chooses what the mails there would begin with.
 */
export const toOwner = ({
  id,
  email,
  displayName,
  emailVerified,
}: Pick<UserRow, 'id' | 'email' | 'displayName' | 'emailVerified'>) => ({
  userId: id,
  email,
  displayName: emailVerified ? (displayName ?? email) : null,
});

interface Bound {
  most: number;
  within: SQL;
}

const HOUR = sql`interval '1 hour'`;
const DAY = sql`interval '1 day'`;
/** Enough for who loses one, too few to fill a mailbox. */
const OF_ONE_ASKER: Bound = { most: 3, within: HOUR };
/** More than one asker has: whoever uses up theirs does not keep the owner of the address from a mail. */
const IN_ALL: Bound = { most: 12, within: HOUR };
const ABOUT_DELETION: Bound = { most: 3, within: DAY };

/** Of somebody who is not signed in, all that is known. */
export const networkOf = ({ address }: { address: string }): string => addressGroup(address);

/** Counts a mail to an address that need not be the asker's, and says whether it may go. The asker is a network, or the id of an account. */
export const mayMail = async (tx: Database, emailKey: string, asker: string): Promise<boolean> =>
  (await isCounted(tx, `${asker} ${emailKey}`, OF_ONE_ASKER)) && isCounted(tx, emailKey, IN_ALL);

/** About an account, to its address: to one that nobody has proved, as to any stranger's. */
export const mayMailOwner = async (
  tx: Database,
  { id, emailKey, emailVerified }: Pick<UserRow, 'id' | 'emailKey' | 'emailVerified'>,
): Promise<boolean> => emailVerified || mayMail(tx, emailKey, id);

const DELETION = 'deletion:';
/** That an account is to be deleted can be wished and taken back as often as one likes. */
export const mayMailAboutDeletion = async (tx: Database, user: UserRow): Promise<boolean> =>
  (await isCounted(tx, `${DELETION}${user.id} ${user.emailKey}`, ABOUT_DELETION)) && mayMailOwner(tx, user);

/** Counted apart from the wishes, which are mailed to anybody: to an address that nobody has proved one mail for each is enough. */
export const mayMailAboutKeeping = async (tx: Database, { id, emailKey, emailVerified }: UserRow): Promise<boolean> =>
  emailVerified && isCounted(tx, `${DELETION}kept:${id} ${emailKey}`, ABOUT_DELETION);

/** The WHERE is the lock: of many at once only so many are counted. */
async function isCounted(tx: Database, key: string, { most, within }: Bound): Promise<boolean> {
  const [counted] = await tx.execute(sql`
    INSERT INTO unasked_mails AS sent (email_key, mails) VALUES (${key}, 1)
    ON CONFLICT (email_key) DO UPDATE
      SET mails = CASE WHEN sent.since < now() - ${within} THEN 1 ELSE sent.mails + 1 END,
        since = CASE WHEN sent.since < now() - ${within} THEN now() ELSE sent.since END
      WHERE sent.since < now() - ${within} OR sent.mails < ${most}
    RETURNING sent.email_key`);
  return counted !== undefined;
}

/** Tells the owner of an address that somebody wants it for an account. It is theirs already, or is kept for them. */
export const mailAboutTaken = (tx: Database, taken: Omit<EmailTaken, 'noticeId'>): Promise<void> =>
  publish(tx, contract.EmailTaken, { noticeId: randomUUID(), ...taken });

/** Of somebody who is forgotten. What askers have caused goes before the sum, in the order in which a mail is counted: no deadlock. */
export async function forgetMailboxes(tx: Database, emailKeys: readonly string[]): Promise<void> {
  await tx.execute(sql`
    DELETE FROM unasked_mails WHERE EXISTS (
      SELECT 1 FROM unnest(${sql.param([...emailKeys])}::text[]) AS known WHERE right(email_key, length(known) + 1) = ' ' || known)`);
  await tx.delete(unaskedMails).where(inArray(unaskedMails.emailKey, [...emailKeys]));
}

/** What no longer counts need not be kept. What is being counted just now is passed over. */
export async function sweepMailboxes(db: Database): Promise<void> {
  await db.execute(sql`
    DELETE FROM unasked_mails WHERE email_key IN (
      SELECT email_key FROM unasked_mails
      WHERE since < now() - CASE WHEN email_key LIKE ${`${DELETION}%`} THEN ${DAY} ELSE ${HOUR} END
      FOR UPDATE SKIP LOCKED)`);
}
