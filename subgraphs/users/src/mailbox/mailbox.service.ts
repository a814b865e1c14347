import { randomUUID } from 'node:crypto';
import { type Database, publish } from '@storegraph/kit';
import { inArray, sql } from 'drizzle-orm';
import { type EmailTaken, users as contract } from '../contract.ts';
import type { UserRow } from '../user/user.table.ts';
import { unaskedMails } from './mailbox.table.ts';

/** To whom a mail about their account goes. */
export const toOwner = ({ id, email, displayName }: UserRow) => ({
  userId: id,
  email,
  displayName: displayName ?? email,
});

/** Enough for who loses one, too few to fill a mailbox. */
const MAILS_AN_HOUR = 3;
const HOUR = sql`interval '1 hour'`;

/**
 * Counts a mail to an address that need not be the sender's, and says whether it may go. The WHERE is the lock: of many at once only
 * so many are counted.
 */
export async function mayMail(tx: Database, emailKey: string): Promise<boolean> {
  const [counted] = await tx.execute(sql`
    INSERT INTO unasked_mails AS sent (email_key, mails) VALUES (${emailKey}, 1)
    ON CONFLICT (email_key) DO UPDATE
      SET mails = CASE WHEN sent.since < now() - ${HOUR} THEN 1 ELSE sent.mails + 1 END,
        since = CASE WHEN sent.since < now() - ${HOUR} THEN now() ELSE sent.since END
      WHERE sent.since < now() - ${HOUR} OR sent.mails < ${MAILS_AN_HOUR}
    RETURNING sent.email_key`);
  return counted !== undefined;
}

/** Tells the owner of an address that somebody wants it for an account. It is theirs already, or is kept for them. */
export const mailAboutTaken = (tx: Database, taken: Omit<EmailTaken, 'noticeId'>): Promise<void> =>
  publish(tx, contract.EmailTaken, { noticeId: randomUUID(), ...taken });

/** Of somebody who is forgotten. */
export async function forgetMailboxes(tx: Database, emailKeys: readonly string[]): Promise<void> {
  await tx.delete(unaskedMails).where(inArray(unaskedMails.emailKey, [...emailKeys]));
}

/** What no longer counts need not be kept. */
export async function sweepMailboxes(db: Database): Promise<void> {
  await db.execute(sql`DELETE FROM unasked_mails WHERE since < now() - ${HOUR}`);
}
