import { createHash } from 'node:crypto';

export interface Account {
  /** Of Google's people each has a number that never changes, whatever their address. */
  subject: string;
  name: string;
  /** Undefined: an account that has none, as some of companies and schools. */
  email?: string;
  isVerified: boolean;
  /** What it is good for here. */
  note: string;
}

const subjectOf = (key: string): string =>
  BigInt(`0x${createHash('sha256').update(key).digest('hex').slice(0, 24)}`)
    .toString()
    .padStart(21, '1')
    .slice(0, 21);

const account = (name: string, email: string | undefined, isVerified: boolean, note: string): Account => ({
  subject: subjectOf(email ?? name),
  name,
  isVerified,
  note,
  ...(email !== undefined && { email }),
});

/** Those that the page offers. */
export const readyAccounts: readonly Account[] = [
  account('Grace Hall', 'grace.hall@mail.example', true, 'New to the shop'),
  account('Ada Winter', 'ada@storegraph.example', true, 'Has an account at the shop already'),
  account('Noel Berg', 'noel.berg@mail.example', false, 'Has never proved this address'),
  account('Kim Lund', undefined, false, 'Without an e-mail address'),
];

const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;

/** Whose subject this is, or of whom this address is: the same account whenever it is typed. */
export function accountOf({ subject, email }: { subject: string | null; email: string | null }): Account | undefined {
  const typed = email?.trim().toLowerCase();
  const ready = readyAccounts.find((one) => (typed ? one.email === typed : one.subject === subject));
  if (ready || !typed || !EMAIL.test(typed)) return ready;
  return account(typed.split('@')[0]!, typed, true, '');
}
