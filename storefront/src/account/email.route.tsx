import { ChangeEmailDocument, MyEmailDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { shopContext } from '../server/context.ts';
import { passwordOf, textOf } from '../server/forms.ts';
import { Field, FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { FirstPassword } from './firstPassword.tsx';
import { done, mine, refusedOfMine } from './mine.ts';
import { PasswordField } from './passwordField.tsx';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyEmailDocument, {}, options));
  return { me, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const email = textOf(form, 'email');
  const shop = asked.context.get(shopContext);
  const input = { email, currentPassword: passwordOf(form, 'currentPassword') };
  const refused = await refusedOfMine(
    asked,
    ['email', 'currentPassword'],
    async () => (await shop.mutate(ChangeEmailDocument, { input })).changeEmail,
  );
  if (refused) return data({ problems: refused.problems, email }, { status: refused.status });
  throw done(asked, '/account/email', 'Look into your mail: a link at the new address confirms it.');
}

export const meta = personalPage('Your e-mail address');

export default function Email() {
  const { me, isPartial } = useLoaderData<typeof loader>();
  const { problems = {}, email = '' } = useActionData<typeof action>() ?? {};
  return (
    <>
      <h1>E-mail address</h1>
      <Missing when={isPartial} />
      <p className="lead">
        {me.email}
        {!me.emailVerified && (
          <>
            {' '}
            is not verified yet. <Link to="/resend-verification">Send the mail again</Link>
          </>
        )}
      </p>
      {me.pendingEmail && (
        <p className="banner">
          {me.pendingEmail} is not confirmed yet: follow the link of the mail there, within 24 hours. Until then nothing
          changes.
        </p>
      )}
      {me.signInWith.includes('PASSWORD') ? (
        <Form method="post" className="stack">
          <FieldProblem name="change-email" problem={problems.form} />
          <Field
            name="email"
            label={me.pendingEmail ? 'Another new address' : 'New address'}
            type="email"
            autoComplete="email"
            maxLength={254}
            required
            defaultValue={email}
            hint="A mail with a link goes there, and one to your address of now."
            problem={problems.email}
          />
          <PasswordField name="currentPassword" label="Your password" problem={problems.currentPassword} />
          <button type="submit" className="button">
            Change address
          </button>
        </Form>
      ) : (
        <FirstPassword email={me.email} why="Another address is asked for with one." />
      )}
      <p>
        <small>Orders keep the address that they were placed with.</small>
      </p>
    </>
  );
}
