import { Form } from 'react-router';

/** For an account that is asked for its password and has none: it is set by a mail, as a forgotten one is. */
export const FirstPassword = ({ email, why }: { email: string; why: string }) => (
  <Form method="post" action="/account/sign-in" reloadDocument className="stack">
    <p>
      Your account has no password yet. {why} A mail to {email} has a link that sets your first one.
    </p>
    <button type="submit" className="button" name="intent" value="password">
      Send me the mail
    </button>
  </Form>
);
