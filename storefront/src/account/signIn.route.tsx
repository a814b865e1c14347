import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import type { PageHandle } from '../root.tsx';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf, textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { WithGoogle } from './withGoogle.tsx';
import { WithPasskey } from './withPasskey.tsx';
import { takeCartAlong } from './guestCart.ts';
import { done, refusedOf } from './mine.ts';
import { backTo } from './backTo.ts';
import { EmailField } from './emailField.tsx';
import { PasswordField } from './passwordField.tsx';

/** For passkeys alone: the rest is documents and forms, as everywhere. */
export const handle: PageHandle = { hasScript: true };

export const loader = ({ request }: LoaderFunctionArgs) => ({ to: backTo(request) });

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const form = await request.formData();
  const email = textOf(form, 'email');
  const password = passwordOf(form, 'password');
  const shop = context.get(shopContext);
  // the cart is brought along by itself, so that it can be said what became of it
  const refused = await refusedOf(['email', 'password'], () => shop.signIn({ email, password, cartToken: null }));
  if (refused) return data({ problems: refused.problems, email }, { status: refused.status });
  throw done(asked, backTo(request), await takeCartAlong(shop, context.get(pageContext)));
}

export const meta = personalPage('Sign in');

export default function SignIn() {
  const { to } = useLoaderData<typeof loader>();
  const { problems = {}, email = '' } = useActionData<typeof action>() ?? {};
  return (
    <section className="narrow">
      <h1>Sign in</h1>
      <Form method="post" reloadDocument className="stack">
        <FieldProblem name="sign-in" problem={problems.form} />
        <EmailField value={email} problem={problems.email} />
        <PasswordField name="password" label="Password" problem={problems.password} />
        <button type="submit" className="button">
          Sign in
        </button>
      </Form>
      <WithGoogle to={to} />
      <WithPasskey to={to} />
      <p>
        <Link to="/forgot-password" reloadDocument>
          I do not know my password
        </Link>
      </p>
      <p>
        New here?{' '}
        <Link to={`/register?${new URLSearchParams({ to })}`} reloadDocument>
          Make an account
        </Link>
      </p>
    </section>
  );
}
