import { VerifyEmailDocument } from '@storegraph/client';
import { type ActionFunctionArgs, Link, useActionData, useLoaderData } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { personalPage } from '../ui/title.ts';
import { BrokenLink } from './brokenLink.tsx';
import { loadLink, spendLink } from './mailLink.ts';
import { done } from './mine.ts';
import { MailLinkForm } from './mailLinkForm.tsx';

export const loader = loadLink;

export async function action(asked: ActionFunctionArgs) {
  const shop = asked.context.get(shopContext);
  const refused = await spendLink(
    asked,
    async (input) => (await shop.mutate(VerifyEmailDocument, { input })).verifyEmail,
  );
  if (refused) return refused;
  const thanks = 'Thank you. Your e-mail address is verified.';
  throw asked.context.get(pageContext).isSignedIn
    ? done(asked, '/account', thanks)
    : done(asked, '/sign-in', `${thanks} Sign in. If you did not register here, set a password of your own.`);
}

export const meta = personalPage('Verify your address');

export default function VerifyEmail() {
  const { isComplete } = useLoaderData<typeof loadLink>();
  const { hasEnded = false, problem } = useActionData<typeof action>() ?? {};
  if (hasEnded || !isComplete)
    return (
      <BrokenLink
        ended={hasEnded ? 'It was used already, or is older than 48 hours.' : undefined}
        anew="/resend-verification"
      />
    );
  return (
    <section className="narrow">
      <h1>Verify your e-mail address</h1>
      <p>Press the button to say that this e-mail address is yours.</p>
      <MailLinkForm
        name="verify"
        problem={problem}
        button="Verify this address"
        otherwise={
          <>
            If you did not register here, <Link to="/forgot-password">set a password of your own</Link>: then the
            account is yours alone. Or close the page: nothing happens.
          </>
        }
      />
    </section>
  );
}
