import { postalAddress } from '@storegraph/commerce';
import { contract, command, event, type ReadAuthority, remote } from '@storegraph/kit';
import { z } from 'zod';

const person = z.object({ userId: z.string(), email: z.string().min(1) });
/** Null: mails do not greet by name, for nobody has proved that the address is theirs. */
const account = person.extend({ displayName: z.string().nullable() });
const verification = person.extend({ verificationToken: z.string().min(1) });
/** Without a token: the address is proved already. */
const registration = account.extend({ verificationToken: z.string().min(1).optional() });
export type Registration = z.output<typeof registration>;
export type Verification = z.output<typeof verification>;

const passwordReset = account.extend({ resetToken: z.string().min(1) });
export type PasswordReset = z.output<typeof passwordReset>;
const passwordWish = passwordReset.extend({
  /** The account has no password yet. */
  isFirst: z.boolean().optional(),
});
export type PasswordWish = z.output<typeof passwordWish>;

const deletionRequest = account.extend({
  /** Null: for the feed alone. */
  email: z.string().min(1).nullable(),
  deletionDueAt: z.iso.datetime(),
});
export type DeletionRequest = z.output<typeof deletionRequest>;
const deletionCancelled = account.extend({
  /** Null: for the feed alone. */
  email: z.string().min(1).nullable(),
  requestedAt: z.iso.datetime(),
});
export type DeletionCancelled = z.output<typeof deletionCancelled>;

const dataExportReady = account.extend({ link: z.url(), expiresAt: z.iso.datetime() });
export type DataExportReady = z.output<typeof dataExportReady>;
/** Mails about another address for an account: to the address of now, and to the new one. */
const emailChangeRequest = account.extend({ newEmail: z.string().min(1), undoToken: z.string().min(1) });
export type EmailChangeRequest = z.output<typeof emailChangeRequest>;
const emailConfirmation = z.object({
  userId: z.string(),
  /** The new one, which may be anybody's: nothing that the asker has written goes there. */
  email: z.string().min(1),
  /** The address of the account now, as `a…@s…`. */
  maskedEmail: z.string().min(1),
  confirmToken: z.string().min(1),
});
export type EmailConfirmation = z.output<typeof emailConfirmation>;

const signInMethodsChange = z.object({
  changeId: z.uuid(),
  userId: z.string(),
  /** Null: for the feed alone. */
  email: z.string().min(1).nullable(),
  /** ENDED: by a link that was sent to the address, because somebody else may have added them before. */
  change: z.enum(['ADDED', 'REMOVED', 'ENDED']),
  methods: z.array(z.enum(['GOOGLE', 'PASSKEY'])).min(1),
});
export type SignInMethodsChange = z.output<typeof signInMethodsChange>;

const passwordChange = z.object({
  changeId: z.uuid(),
  userId: z.string(),
  /** Null: for the feed alone. */
  email: z.string().min(1).nullable(),
  /** RESET: by the link of a mail, maybe the first one of the account. */
  change: z.enum(['CHANGED', 'RESET']),
});
export type PasswordChange = z.output<typeof passwordChange>;

const emailTaken = z.object({
  noticeId: z.uuid(),
  userId: z.string(),
  email: z.string().min(1),
  wantedFor: z.enum(['REGISTER', 'CHANGE']),
});
export type EmailTaken = z.output<typeof emailTaken>;

/** Whatever is kept of an address whose owner need not have an account goes after so many days, wherever it is. */
export const UNASKED_KEPT_DAYS = 30;

const roles = z.array(z.string()).nullable();

export const authorityChangesOutput = z.object({
  /** Where to go on. */
  next: z.string(),
  /** There is more at once. */
  more: z.boolean(),
  /** Sessions that have ended. */
  ended: z.array(z.string()),
  /** Accounts that may something else than before; null when they cannot be used. */
  accounts: z.array(z.object({ userId: z.string(), roles })),
});

export const users = contract('users', {
  events: {
    UserRegistered: event(registration, { to: ['notifications'], secrets: ['verificationToken'] }),
    EmailVerificationRequested: event(verification, { to: ['notifications'], secrets: ['verificationToken'] }),
    PasswordResetRequested: event(passwordWish, { to: ['notifications'], secrets: ['resetToken'] }),
    /** Who has the link has everything about them. */
    DataExportReady: event(dataExportReady, { to: ['notifications'], secrets: ['link'] }),
    AccountDeletionRequested: event(deletionRequest, { to: ['notifications'] }),
    /** Its owner keeps it; whoever asked for the deletion hears of it. */
    AccountDeletionCancelled: event(deletionCancelled, { to: ['notifications'] }),
    /** Who they were is nobody's business any more: everything about them goes, and what the law wants kept has no name. */
    AccountDeleted: event(z.object({ userId: z.string() }), { to: ['carts', 'orders', 'payments', 'notifications'] }),
    /** There is no account yet: its link makes one, with the password that was given. */
    RegistrationRequested: event(verification, { to: ['notifications'], secrets: ['verificationToken'] }),
    EmailChangeRequested: event(emailChangeRequest, { to: ['notifications'], secrets: ['undoToken'] }),
    EmailConfirmationRequested: event(emailConfirmation, { to: ['notifications'], secrets: ['confirmToken'] }),
    /** The address that somebody wants is that of an account, or is kept for one. */
    EmailTaken: event(emailTaken, { to: ['notifications'] }),
    /** What signs in to an account beside its password: its owner hears of it, whoever did it. */
    SignInMethodsChanged: event(signInMethodsChange, { to: ['notifications'] }),
    /** An account has another password: its owner hears of it, whoever did it. */
    PasswordChanged: event(passwordChange, { to: ['notifications'] }),
    EmailChangeUndone: event(passwordReset, { to: ['notifications'], secrets: ['resetToken'] }),
    /** An account has another address. Of several for one account that with the highest version counts, whatever comes last. */
    EmailChanged: event(
      z.object({
        userId: z.string(),
        email: z.string().min(1),
        /** Addresses that it had, in small letters: copies of these are to become the new one. */
        former: z.array(z.string()),
        version: z.number().int(),
      }),
      { to: ['carts'] },
    ),
  },
  commands: {
    /** Out of somebody's own address book. Null: it is not in there, whoever else may have it. */
    addressOf: command({
      input: z.object({ userId: z.string(), addressId: z.string() }),
      output: postalAddress.nullable(),
      from: ['carts'],
    }),
    /** Where to write to somebody who said nothing else; null for no such account, or one that is disabled. */
    contactOf: command({
      input: z.object({ userId: z.string() }),
      output: z.object({ email: z.string() }).nullable(),
      from: ['orders'],
    }),
    /** What an account may now; null when it or its session has ended, whatever a token of theirs says. */
    authorityOf: command({
      input: z.object({ userId: z.string().max(100), sessionId: z.string().max(100).optional() }),
      output: z.object({ roles: z.array(z.string()) }).nullable(),
      from: ['products', 'orders', 'payments', 'notifications'],
    }),
    /** What access tokens that are out do not say, from `since` on; null: from the oldest that counts. */
    authorityChanges: command({
      input: z.object({
        since: z
          .string()
          .regex(/^\d{1,19}\.\d{1,18}(\.\d{1,19})?$/)
          .nullable(),
      }),
      output: authorityChangesOutput,
      from: ['gateway'],
    }),
  },
});

/** For the definition of a subgraph whose mutations are worth asking for each. */
export const authorityByUsers: ReadAuthority = (service, { id, sessionId }) =>
  remote(service, users).authorityOf({ userId: id, sessionId });
