import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, pgEnum, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { users } from '../user/user.table.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true });
export const passkeyPurpose = pgEnum('passkey_purpose', ['REGISTER', 'SIGN_IN']);

/** Keys of people's devices: what is here proves nothing without the device that has the other half. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** What the device calls it, as base64url. */
    credentialId: text('credential_id').notNull(),
    /** COSE, as base64url. */
    publicKey: text('public_key').notNull(),
    /** How often the device has used it, as it says itself; 0 for ever when it does not count. */
    counter: bigint({ mode: 'number' }).notNull(),
    /** How browsers reach the device: internal, hybrid, usb. */
    transports: text().array().notNull(),
    name: text().notNull(),
    /** The maker of the device keeps a copy: it is not lost with it. */
    backedUp: boolean('backed_up').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at'),
  },
  (passkey) => [
    unique('one_owner_of_each_passkey').on(passkey.credentialId),
    index('passkeys_of_user').on(passkey.userId, passkey.createdAt),
    check('counter_is_not_negative', sql`${passkey.counter} >= 0`),
  ],
);

export type PasskeyRow = typeof passkeys.$inferSelect;

/** What devices were asked to sign. Deleted with the one signature that it is good for. */
export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    challengeHash: text('challenge_hash').primaryKey(),
    purpose: passkeyPurpose().notNull(),
    /** Whose account gets the passkey; who signs in is not known yet. */
    userId: text('user_id').references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
  },
  (challenge) => [
    check('who_registers_is_known', sql`(${challenge.purpose} = 'REGISTER') = (${challenge.userId} is not null)`),
    index('passkey_challenges_by_age').on(challenge.expiresAt),
  ],
);
