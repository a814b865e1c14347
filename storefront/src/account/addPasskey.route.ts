import { ConfirmPasskeyDocument, CreatePasskeyRegistrationDocument } from '@storegraph/client';
import { type ActionFunctionArgs, redirect } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { passwordOf, textOf } from '../server/forms.ts';
import { refusedOfMine } from './mine.ts';
import type { PasskeyAnswer } from './passkey.script.ts';

const WAYS_IN = '/account/sign-in';

/** Nobody has a page here: what is asked here is asked by the script of the ways to sign in. */
export const loader = () => redirect(WAYS_IN);

/** What to ask a device for; then, with what it has answered, the passkey. */
export async function action(asked: ActionFunctionArgs): Promise<Response> {
  const { context } = asked;
  const form = await asked.request.formData();
  const shop = context.get(shopContext);
  // who signs in first comes back to the page
  const request = new Request(new URL(WAYS_IN, asked.request.url));
  let options: string | null = null;
  const refused = await refusedOfMine({ context, request }, ['currentPassword', 'name'], async () => {
    if (textOf(form, 'intent') === 'options') {
      const currentPassword = passwordOf(form, 'currentPassword');
      const input = form.has('currentPassword') ? { currentPassword } : { recentSignIn: true };
      const { createPasskeyRegistration } = await shop.mutate(CreatePasskeyRegistrationDocument, { input });
      options = createPasskeyRegistration.options;
      return createPasskeyRegistration;
    }
    const input = { response: textOf(form, 'response'), name: textOf(form, 'name') };
    return (await shop.mutate(ConfirmPasskeyDocument, { input })).confirmPasskey;
  });
  if (refused) return Response.json({ problems: refused.problems } satisfies PasskeyAnswer);
  if (options) return Response.json({ options } satisfies PasskeyAnswer);
  context.get(pageContext).tell('From now on you can sign in with this passkey.');
  return Response.json({ to: WAYS_IN } satisfies PasskeyAnswer);
}
