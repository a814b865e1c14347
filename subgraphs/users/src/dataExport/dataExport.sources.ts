import { carts } from '@storegraph/carts/contract';
import type { PersonalDataPage } from '@storegraph/commerce';
import { filesOf, isOneOf, remote, type Service } from '@storegraph/kit';
import { notifications } from '@storegraph/notifications/contract';
import { orders } from '@storegraph/orders/contract';
import { payments } from '@storegraph/payments/contract';
import { asc, eq } from 'drizzle-orm';
import { addresses } from '../address/address.table.ts';
import { consents } from '../consent/consent.table.ts';
import { customerGroupMembers, customerGroups } from '../customerGroup/customerGroup.table.ts';
import { avatarKey, SIDES } from '../avatar/avatar.rules.ts';
import { emailChanges } from '../emailChange/emailChange.table.ts';
import { linkedAccounts } from '../linkedAccount/linkedAccount.table.ts';
import { passkeys } from '../passkey/passkey.table.ts';
import { sessions, signInFailures } from '../session/session.table.ts';
import { triesWith } from '../session/session.throttle.ts';
import { users } from '../user/user.table.ts';

type Source = (service: Service, asked: { userId: string; after: string | null }) => Promise<PersonalDataPage>;

/** Who keeps something about people, and says what. Products keeps nothing. */
export const sources: Readonly<Record<string, Source>> = {
  users: accountData,
  carts: (service, asked) => remote(service, carts).personalData(asked),
  orders: (service, asked) => remote(service, orders).personalData(asked),
  payments: (service, asked) => remote(service, payments).personalData(asked),
  notifications: (service, asked) => remote(service, notifications).personalData(asked),
};

async function accountData({ db }: Service, { userId }: { userId: string }): Promise<PersonalDataPage> {
  const [[user], book, kept, said, linked, keys, groups, changes] = await Promise.all([
    db.select().from(users).where(eq(users.id, userId)),
    db.select().from(addresses).where(eq(addresses.userId, userId)).orderBy(asc(addresses.id)),
    db.select().from(sessions).where(eq(sessions.userId, userId)).orderBy(asc(sessions.id)),
    db.select().from(consents).where(eq(consents.userId, userId)).orderBy(asc(consents.id)),
    db.select().from(linkedAccounts).where(eq(linkedAccounts.userId, userId)).orderBy(asc(linkedAccounts.provider)),
    db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.id)),
    db
      .select({ id: customerGroups.id, name: customerGroups.name })
      .from(customerGroups)
      .innerJoin(customerGroupMembers, eq(customerGroupMembers.groupId, customerGroups.id))
      .where(isOneOf(customerGroupMembers.userId, [userId])),
    db.select().from(emailChanges).where(eq(emailChanges.userId, userId)).orderBy(asc(emailChanges.id)),
  ]);
  if (!user) return { data: {}, next: null };
  const tries = await db.select().from(signInFailures).where(triesWith(user.emailKey)).orderBy(asc(signInFailures.key));
  const { id, email, emailVerified, displayName, locale, note, roles, createdAt, avatar } = user;
  const { deletionRequestedAt, deletionDueAt, deletionReason } = user;
  const data = {
    ...{ id, email, emailVerified, displayName, locale, roles, createdAt, note, groups },
    avatar: avatar && { file: AVATAR_FILE },
    emailChanges: changes.map(({ formerEmail, email: wanted, requestedAt, confirmedAt }) => ({
      ...{ formerEmail, email: wanted, requestedAt, confirmedAt },
    })),
    triesToSignIn: tries.map(({ key, failures, lastAt, succeededAt }) => ({ key, failures, lastAt, succeededAt })),
    deletion: deletionRequestedAt && {
      ...{ requestedAt: deletionRequestedAt, dueAt: deletionDueAt, reason: deletionReason },
    },
    marketingConsent: said.map(({ given, at, source }) => ({ given, at, source })),
    passkeys: keys.map(({ id: passkey, credentialId, name, backedUp, createdAt: added, lastUsedAt }) => ({
      ...{ id: passkey, credentialId, name, backedUp, createdAt: added, lastUsedAt },
    })),
    linkedAccounts: linked.map(({ provider, email: address, issuer, subject, linkedAt }) => ({
      ...{ provider, email: address, issuer, subject, linkedAt },
    })),
    addresses: book.map(({ userId: _, ...address }) => address),
    sessions: kept.map(({ id: session, userAgent, createdAt: opened, lastUsedAt, expiresAt, revokedAt }) => ({
      ...{ id: session, userAgent, createdAt: opened, lastUsedAt, expiresAt, revokedAt },
    })),
  };
  return { data: JSON.parse(JSON.stringify(data)), next: null };
}

const AVATAR_FILE = 'avatar.webp';

/** Beside what is written: their picture, as large as it is kept. */
export async function filesAbout(service: Service, userId: string): Promise<Record<string, AsyncIterable<Uint8Array>>> {
  const [user] = await service.db.select({ avatar: users.avatar }).from(users).where(eq(users.id, userId));
  if (!user?.avatar) return {};
  const file = await filesOf(service).get(avatarKey(user.avatar, SIDES.at(-1)!));
  return file ? { [AVATAR_FILE]: file.stream } : {};
}
