import { postalAddress } from '@storegraph/commerce';
import { command, contract, event } from '@storegraph/kit';
import { z } from 'zod';

const account = z.object({ userId: z.string(), email: z.string().min(1), displayName: z.string() });
const verification = account.extend({ verificationToken: z.string().min(1) });
export type Verification = z.output<typeof verification>;

const passwordReset = account.extend({ resetToken: z.string().min(1) });
export type PasswordReset = z.output<typeof passwordReset>;

export const users = contract('users', {
  events: {
    UserRegistered: event(verification, { to: ['notifications'] }),
    EmailVerificationRequested: event(verification, { to: ['notifications'] }),
    PasswordResetRequested: event(passwordReset, { to: ['notifications'] }),
  },
  commands: {
    /** Out of somebody's own address book. Null: it is not in there, whoever else may have it. */
    addressOf: command({
      input: z.object({ userId: z.string(), addressId: z.string() }),
      output: postalAddress.nullable(),
      from: ['carts'],
    }),
  },
});
