import { redirect } from 'react-router';
import type { PageContext } from '../server/context.ts';

/** The page that asks for the password of the account that has the address of a Google account. */
export const QUESTION = '/link-google';

export interface Question {
  token: string;
  email: string | null;
}

/** Its token is kept out of the address, as that of a mail's link. */
export function askForPassword(page: PageContext, { token, email }: Question): Response {
  page.keepLinkToken(QUESTION, JSON.stringify({ token, email }));
  return redirect(QUESTION);
}

/** Null when this browser was asked nothing, or too long ago. */
export function questionIn({ linkToken }: Pick<PageContext, 'linkToken'>): Question | null {
  try {
    const { token, email } = JSON.parse(linkToken ?? '');
    return typeof token === 'string' && token ? { token, email: typeof email === 'string' ? email : null } : null;
  } catch {
    return null; // somebody else has written it
  }
}
