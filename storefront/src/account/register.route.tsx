import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf, textOf } from '../server/forms.ts';
import { Field, FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { WithGoogle } from './withGoogle.tsx';
import { takeCartAlong } from './guestCart.ts';
import { done, refusedOf } from './mine.ts';
import { NewPassword } from './newPassword.tsx';
import { backTo } from './backTo.ts';
import { EmailField } from './emailField.tsx';

export const loader = ({ request }: LoaderFunctionArgs) => ({ to: backTo(request) });

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const form = await request.formData();
  const [email, displayName] = [textOf(form, 'email'), textOf(form, 'displayName')];
  const password = passwordOf(form, 'password');
  const wantsNews = form.has('marketingConsent');
  const shop = context.get(shopContext);
  let isSignedIn = false;
  const refused = await refusedOf(['email', 'password', 'displayName'], async () => {
    const answer = await shop.register({
      email,
      password,
      displayName: displayName || null,
      ...(wantsNews && { marketingConsent: true }),
    });
    isSignedIn = Boolean(answer.accessToken);
    return answer;
  });
  if (refused)
    return data({ problems: refused.problems, email, displayName, isSent: false }, { status: refused.status });
  // this shop verifies addresses first, and says nothing of those that it knows
  if (!isSignedIn) return data({ problems: {} as Record<string, string>, email, displayName, isSent: true });
  const aboutCart = await takeCartAlong(shop, context.get(pageContext));
  const welcome = 'Your account is ready. A mail is on its way to you: its link verifies your address.';
  throw done(asked, backTo(request), [welcome, aboutCart].filter(Boolean).join(' '));
}

export const meta = personalPage('Make an account');

export default function Register() {
  const { to } = useLoaderData<typeof loader>();
  const { problems = {}, email = '', displayName = '', isSent = false } = useActionData<typeof action>() ?? {};
  if (isSent)
    return (
      <section className="narrow">
        <h1>Look into your mail</h1>
        <p>A mail is on its way to {email}. Its link asks for the password that you chose, and makes your account.</p>
        <p>
          Nothing comes? Look among the junk, or <Link to="/register">try again</Link>.
        </p>
      </section>
    );
  return (
    <section className="narrow">
      <h1>Make an account</h1>
      <p className="lead">Your orders, addresses and cards in one place.</p>
      <Form method="post" className="stack">
        <FieldProblem name="register" problem={problems.form} />
        <Field
          name="displayName"
          label="What shall we call you? (optional)"
          autoComplete="name"
          maxLength={80}
          defaultValue={displayName}
          problem={problems.displayName}
        />
        <EmailField value={email} problem={problems.email} />
        <NewPassword name="password" label="Password" problem={problems.password} />
        <label className="check">
          <input type="checkbox" name="marketingConsent" value="yes" />
          Send me news by mail now and then
        </label>
        <button type="submit" className="button">
          Make an account
        </button>
      </Form>
      <WithGoogle to={to} />
      <p>
        You have one already? <Link to={`/sign-in?${new URLSearchParams({ to })}`}>Sign in</Link>
      </p>
    </section>
  );
}
