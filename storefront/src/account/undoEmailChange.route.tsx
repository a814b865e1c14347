import { UndoEmailChangeDocument } from '@storegraph/client';
import { type ActionFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { shopContext } from '../server/context.ts';
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
    async (input) => (await shop.mutate(UndoEmailChangeDocument, { input })).undoEmailChange,
  );
  if (refused) return refused;
  throw done(
    asked,
    '/sign-in',
    'Your e-mail address is as it was, and everybody was signed out. A mail on its way to you has a link to choose a new password.',
  );
}

export const meta = personalPage('Undo the change of your address');

export default function UndoEmailChange() {
  const { isComplete } = useLoaderData<typeof loadLink>();
  const { hasEnded = false, problem } = useActionData<typeof action>() ?? {};
  if (hasEnded || !isComplete)
    return (
      <BrokenLink
        ended={hasEnded ? 'It was used already, or the change is older than seven days.' : undefined}
        anew="/forgot-password"
        label="Choose a new password"
      />
    );
  return (
    <section className="narrow">
      <h1>Was it not you?</h1>
      <p>
        Somebody who knows your password asked for another e-mail address for your account. Press the button, and your
        address stays or comes back, everybody is signed out, and a mail to you sets a new password.
      </p>
      <MailLinkForm
        name="undo"
        problem={problem}
        button="Undo the change"
        otherwise="If it was you, close the page: nothing happens."
      />
    </section>
  );
}
