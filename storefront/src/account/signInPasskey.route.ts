import { PasskeySignInOptionsDocument, SignInWithPasskeyDocument } from '@storegraph/client';
import { type ActionFunctionArgs, redirect } from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { takeCartAlong } from './guestCart.ts';
import { refusedOf } from './mine.ts';
import { backTo } from './backTo.ts';
import type { PasskeyAnswer } from './passkey.script.ts';

/** Nobody has a page here: what is asked here is asked by the script of the sign-in. */
export const loader = () => redirect('/sign-in');

/** What to ask a device; then, with what it has answered, the session. */
export async function action({ context, request }: ActionFunctionArgs): Promise<Response> {
  const form = await request.formData();
  const shop = context.get(shopContext);
  let options: string | null = null;
  const refused = await refusedOf([], async () => {
    if (textOf(form, 'intent') === 'options') {
      const { passkeySignInOptions } = await shop.mutate(PasskeySignInOptionsDocument);
      options = passkeySignInOptions.options;
      return passkeySignInOptions;
    }
    const input = { response: textOf(form, 'response') };
    return (await shop.mutate(SignInWithPasskeyDocument, { input })).signInWithPasskey;
  });
  if (refused) return Response.json({ problems: refused.problems } satisfies PasskeyAnswer);
  if (options) return Response.json({ options } satisfies PasskeyAnswer);
  const page = context.get(pageContext);
  const notice = await takeCartAlong(shop, page);
  if (notice) page.tell(notice);
  return Response.json({ to: backTo(request) } satisfies PasskeyAnswer);
}
