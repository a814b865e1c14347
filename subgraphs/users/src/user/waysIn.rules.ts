import type { LinkedAccountRow } from '../linkedAccount/linkedAccount.table.ts';
import { SignInMethod } from './signInMethod.type.ts';
import type { UserRow } from './user.table.ts';

/** Everything by which somebody signs in to an account; what is added here counts wherever one of them is taken away. */
export const waysIn = (
  { passwordHash }: Pick<UserRow, 'passwordHash'>,
  linked: readonly Pick<LinkedAccountRow, 'provider'>[],
  passkeys: readonly unknown[],
): SignInMethod[] => [
  ...(passwordHash === null ? [] : [SignInMethod.PASSWORD]),
  ...linked.map(({ provider }) => SignInMethod[provider]),
  ...(passkeys.length === 0 ? [] : [SignInMethod.PASSKEY]),
];
