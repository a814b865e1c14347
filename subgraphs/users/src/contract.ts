import { postalAddress } from '@storegraph/commerce';
import { contract, command, event, type ReadAuthority, remote } from '@storegraph/kit';
import { z } from 'zod';

const account = z.object({ userId: z.string(), email: z.string().min(1), displayName: z.string() });
const verification = account.extend({ verificationToken: z.string().min(1) });
export type Verification = z.output<typeof verification>;

const passwordReset = account.extend({ resetToken: z.string().min(1) });
export type PasswordReset = z.output<typeof passwordReset>;

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
    UserRegistered: event(verification, { to: ['notifications'], secrets: ['verificationToken'] }),
    EmailVerificationRequested: event(verification, { to: ['notifications'], secrets: ['verificationToken'] }),
    PasswordResetRequested: event(passwordReset, { to: ['notifications'], secrets: ['resetToken'] }),
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
