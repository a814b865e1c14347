import { ConfirmGoogleLinkDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { QUESTION, questionIn } from './googleQuestion.ts';
import { takeCartAlong } from './guestCart.ts';
import { done, refusedOf } from './mine.ts';
import { pathBack } from './backTo.ts';
import { PasswordField } from './passwordField.tsx';

export function loader({ context }: LoaderFunctionArgs) {
  const question = questionIn(context.get(pageContext));
  if (!question) throw redirect('/sign-in');
  return { email: question.email };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const page = context.get(pageContext);
  const shop = context.get(shopContext);
  const input = {
    token: questionIn(page)?.token ?? '',
    password: passwordOf(await request.formData(), 'password'),
  };
  let returnTo: string | null = null;
  const refused = await refusedOf(['password', 'token'], async () => {
    const { confirmGoogleLink } = await shop.mutate(ConfirmGoogleLinkDocument, { input });
    returnTo = confirmGoogleLink.returnTo;
    return confirmGoogleLink;
  });
  if (refused?.problems.token) {
    page.keepLinkToken(QUESTION, null);
    throw done(asked, '/sign-in', refused.problems.token);
  }
  if (refused) return data({ problems: refused.problems }, { status: refused.status });
  page.keepLinkToken(QUESTION, null);
  const aboutCart = await takeCartAlong(shop, page);
  const isLinked = 'From now on you can sign in with Google, too.';
  throw done(asked, pathBack(returnTo), [isLinked, aboutCart].filter(Boolean).join(' '));
}

export const meta = personalPage('Sign in once more');

export default function LinkGoogle() {
  const { email } = useLoaderData<typeof loader>();
  const { problems = {} } = useActionData<typeof action>() ?? {};
  return (
    <section className="narrow">
      <h1>You have an account already</h1>
      <p className="lead">
        {email ? <strong>{email}</strong> : 'Your address'} has an account here. Type its password once: from then on
        you sign in with Google, too.
      </p>
      <Form method="post" className="stack">
        <FieldProblem name="link-google" problem={problems.form} />
        {email && <input type="hidden" name="email" value={email} autoComplete="username" />}
        <PasswordField name="password" label="Password" problem={problems.password} />
        <button type="submit" className="button">
          Sign in and link Google
        </button>
      </Form>
      <p>
        <Link to="/forgot-password">I do not know my password</Link>
      </p>
    </section>
  );
}
