import { ResetPasswordDocument } from '@storegraph/client';
import { type ActionFunctionArgs, data, useActionData, useLoaderData } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf } from '../server/forms.ts';
import { personalPage } from '../ui/title.ts';
import { BrokenLink } from './brokenLink.tsx';
import { loadLink } from './mailLink.ts';
import { done, refusedOf } from './mine.ts';
import { NewPassword } from './newPassword.tsx';
import { MailLinkForm } from './mailLinkForm.tsx';

const PATH = '/reset-password';

export const loader = loadLink;

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const password = passwordOf(await request.formData(), 'password');
  const page = context.get(pageContext);
  const shop = context.get(shopContext);
  const input = { token: page.linkToken ?? '', password };
  const refused = await refusedOf(
    ['password', 'token'],
    async () => (await shop.mutate(ResetPasswordDocument, { input })).resetPassword,
  );
  if (refused?.problems.token) {
    page.keepLinkToken(PATH, null);
    return data({ hasEnded: true, problems: {} as Record<string, string> }, { status: 400 });
  }
  if (refused) return data({ hasEnded: false, problems: refused.problems }, { status: refused.status });
  page.keepLinkToken(PATH, null);
  // a link may come from anybody: nobody goes on as the account that it is for without knowing its address
  const { cartToken } = shop;
  await shop.signOut().catch(() => undefined);
  shop.cartToken = cartToken;
  throw done(
    asked,
    '/sign-in',
    'Your password is set, and you were signed out everywhere. It is the only way in now: sign in with it.',
  );
}

export const meta = personalPage('A new password');

export default function ResetPassword() {
  const { isComplete } = useLoaderData<typeof loadLink>();
  const { hasEnded = false, problems = {} } = useActionData<typeof action>() ?? {};
  if (hasEnded || !isComplete)
    return (
      <BrokenLink
        ended={hasEnded ? 'It works once, and for one hour. Your password is as it was.' : undefined}
        anew="/forgot-password"
      />
    );
  return (
    <section className="narrow">
      <h1>Choose a new password</h1>
      <MailLinkForm
        name="reset"
        problem={problems.form}
        button="Set this password"
        otherwise="If you did not ask for this, close the page: nothing happens."
      >
        <NewPassword name="password" label="New password" problem={problems.password} />
        <p>
          From then on only this password signs in: everybody is signed out, and all passkeys and the Google account are
          taken off the account. Add yours again afterwards.
        </p>
      </MailLinkForm>
    </section>
  );
}
