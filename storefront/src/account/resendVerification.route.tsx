import { MeDocument, ResendVerificationDocument } from '@storegraph/client';
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
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { done, mine, refusedOfMine } from './mine.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { me } = await mine(asked, (shop, options) => shop.query(MeDocument, {}, options));
  return { email: me.email, isVerified: me.emailVerified };
}

export async function action(asked: ActionFunctionArgs) {
  const shop = asked.context.get(shopContext);
  const refused = await refusedOfMine(
    asked,
    [],
    async () => (await shop.mutate(ResendVerificationDocument)).resendVerification,
  );
  if (refused) return data(refused, { status: refused.status });
  throw done(asked, '/account', 'A mail is on its way. Open it and follow its link; the links before have ended.');
}

export const meta = personalPage('Verify your address');

export default function ResendVerification() {
  const { email, isVerified } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <section className="narrow">
      <h1>Verify your e-mail address</h1>
      {isVerified ? (
        <>
          <p>{email} is verified. Nothing is to be done.</p>
          <Link className="button" to="/account">
            To your account
          </Link>
        </>
      ) : (
        <Form method="post" className="stack">
          <p>A mail with a new link goes to {email}.</p>
          <FieldProblem name="resend" problem={refused?.problems.form} />
          <button type="submit" className="button">
            Send me a new link
          </button>
        </Form>
      )}
    </section>
  );
}
