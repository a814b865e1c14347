import { CompleteRegistrationDocument } from '@storegraph/client';
import { type ActionFunctionArgs, data, Form, useActionData, useLoaderData } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf } from '../server/forms.ts';
import { Field, FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { BrokenLink } from './brokenLink.tsx';
import { loadLink } from './mailLink.ts';
import { done, refusedOf } from './mine.ts';

const PATH = '/complete-registration';

export const loader = loadLink;

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const password = passwordOf(await request.formData(), 'password');
  const page = context.get(pageContext);
  const shop = context.get(shopContext);
  const input = { token: page.linkToken ?? '', password };
  const refused = await refusedOf(
    ['password', 'token'],
    async () => (await shop.mutate(CompleteRegistrationDocument, { input })).completeRegistration,
  );
  const hasEnded = refused?.problems.token !== undefined;
  if (refused && !hasEnded) return data({ hasEnded, problems: refused.problems }, { status: refused.status });
  page.keepLinkToken(PATH, null);
  if (refused) return data({ hasEnded, problems: {} as Record<string, string> }, { status: refused.status });
  throw done(asked, '/sign-in', 'Thank you. Your account is made. Sign in.');
}

export const meta = personalPage('Finish your account');

export default function CompleteRegistration() {
  const { isComplete } = useLoaderData<typeof loadLink>();
  const { hasEnded = false, problems = {} } = useActionData<typeof action>() ?? {};
  if (hasEnded || !isComplete)
    return (
      <BrokenLink
        ended={
          hasEnded
            ? 'It was used already, is older than 48 hours, or was tried with wrong passwords too often.'
            : undefined
        }
        anew="/register"
        label="Register again"
      />
    );
  return (
    <section className="narrow">
      <h1>Finish your account</h1>
      <p>Say the password that you chose when you registered: then your account is made.</p>
      <Form method="post" className="stack">
        <FieldProblem name="registration" problem={problems.form} />
        <Field
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          required
          problem={problems.password}
        />
        <button type="submit" className="button">
          Make my account
        </button>
      </Form>
      <p>
        <small>If you did not register, close the page and do nothing: no account is made.</small>
      </p>
    </section>
  );
}
