import { ConfirmEmailChangeDocument } from '@storegraph/client';
import { type ActionFunctionArgs, useActionData, useLoaderData } from 'react-router';
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
    async (input) => (await shop.mutate(ConfirmEmailChangeDocument, { input })).confirmEmailChange,
  );
  if (refused) return refused;
  throw asked.context.get(pageContext).isSignedIn
    ? done(asked, '/account/email', 'Your e-mail address is changed.')
    : done(asked, '/sign-in', 'Your e-mail address is changed. Sign in with the new one.');
}

export const meta = personalPage('Confirm your new address');

export default function ConfirmEmailChange() {
  const { isComplete } = useLoaderData<typeof loadLink>();
  const { hasEnded = false, why, problem } = useActionData<typeof action>() ?? {};
  if (hasEnded || !isComplete)
    return <BrokenLink ended={hasEnded ? why : undefined} anew="/account/email" label="To your e-mail address" />;
  return (
    <section className="narrow">
      <h1>Confirm your new e-mail address</h1>
      <p>
        Press the button only if you asked for this yourself, for your own account, which the mail names: it gets the
        address that the mail was sent to.
      </p>
      <MailLinkForm
        name="confirm"
        problem={problem}
        button="Confirm this address"
        otherwise="If you did not, close the page and ignore the mail: nothing changes."
      />
    </section>
  );
}
