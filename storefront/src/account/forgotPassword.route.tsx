import { RequestPasswordResetDocument } from '@storegraph/client';
import { type ActionFunctionArgs, data, Form, Link, useActionData } from 'react-router';
import { shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { refusedOf } from './mine.ts';
import { EmailField } from './emailField.tsx';

export async function action({ context, request }: ActionFunctionArgs) {
  const email = textOf(await request.formData(), 'email');
  const shop = context.get(shopContext);
  const refused = await refusedOf(
    ['email'],
    async () => (await shop.mutate(RequestPasswordResetDocument, { input: { email } })).requestPasswordReset,
  );
  if (refused) return data({ isSent: false, email, problems: refused.problems }, { status: refused.status });
  return data({ isSent: true, email, problems: {} as Record<string, string> });
}

export const meta = personalPage('A new password');

export default function ForgotPassword() {
  const { isSent = false, email = '', problems = {} } = useActionData<typeof action>() ?? {};
  if (isSent)
    return (
      <section className="narrow">
        <h1>Look into your mail</h1>
        <p>If there is an account for {email}, a link to choose a new password is on its way there.</p>
        <p>
          Nothing comes? Look among the junk, or <Link to="/forgot-password">try again</Link>.
        </p>
      </section>
    );
  return (
    <section className="narrow">
      <h1>A new password</h1>
      <p>Say which address your account has. A mail with a link is sent to it.</p>
      <Form method="post" className="stack">
        <FieldProblem name="forgot" problem={problems.form} />
        <EmailField value={email} problem={problems.email} />
        <button type="submit" className="button">
          Send me a link
        </button>
      </Form>
      <p>
        <Link to="/sign-in">Back to signing in</Link>
      </p>
    </section>
  );
}
