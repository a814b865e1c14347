import { ChangePasswordDocument, MyPasswordDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { shopContext } from '../server/context.ts';
import { passwordOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { FirstPassword } from './firstPassword.tsx';
import { done, mine, refusedOfMine } from './mine.ts';
import { NewPassword } from './newPassword.tsx';
import { PasswordField } from './passwordField.tsx';

export async function loader(asked: LoaderFunctionArgs) {
  const { me } = await mine(asked, (shop, options) => shop.query(MyPasswordDocument, {}, options));
  return { email: me.email, hasPassword: me.signInWith.includes('PASSWORD') };
}

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const shop = asked.context.get(shopContext);
  const input = { currentPassword: passwordOf(form, 'currentPassword'), newPassword: passwordOf(form, 'newPassword') };
  const refused = await refusedOfMine(
    asked,
    ['currentPassword', 'newPassword'],
    async () => (await shop.mutate(ChangePasswordDocument, { input })).changePassword,
  );
  if (refused) return data(refused, { status: refused.status });
  throw done(asked, '/account', 'Your password is changed. You were signed out everywhere else.');
}

export const meta = personalPage('Your password');

export default function Password() {
  const { email, hasPassword } = useLoaderData<typeof loader>();
  const { problems = {} } = useActionData<typeof action>() ?? {};
  if (!hasPassword)
    return (
      <>
        <h1>Password</h1>
        <FirstPassword email={email} why="With one you can sign in another way, too." />
      </>
    );
  return (
    <>
      <h1>Password</h1>
      <p className="lead">A new one signs you out everywhere but here.</p>
      <Form method="post" className="stack">
        <FieldProblem name="password" problem={problems.form} />
        <PasswordField name="currentPassword" label="Password of now" problem={problems.currentPassword} />
        <NewPassword name="newPassword" label="New password" problem={problems.newPassword} />
        <button type="submit" className="button">
          Change password
        </button>
      </Form>
    </>
  );
}
