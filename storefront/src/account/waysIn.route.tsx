import {
  MyWaysInDocument,
  RemovePasskeyDocument,
  RenamePasskeyDocument,
  RequestPasswordResetDocument,
  UnlinkGoogleDocument,
} from '@storegraph/client';
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
import { shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { done, mine, refusedOfMine } from './mine.ts';
import { AddPasskey, PasskeyRow } from './passkeys.tsx';
import { useGoogle } from './withGoogle.tsx';
import { useOffersPasskeys } from './withPasskey.tsx';

const PATH = '/account/sign-in';

/** For passkeys alone: the rest is documents and forms, as everywhere. */
export const handle: PageHandle = { hasScript: true };

const ask = (asked: Pick<LoaderFunctionArgs, 'context' | 'request'>) =>
  mine(asked, (shop, options) => shop.query(MyWaysInDocument, {}, options));

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await ask(asked);
  return { me, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const shop = asked.context.get(shopContext);
  const form = await asked.request.formData();
  const intent = textOf(form, 'intent');
  const id = textOf(form, 'passkeyId');
  const refused = await refusedOfMine(asked, [], async () => {
    if (intent === 'remove') return (await shop.mutate(RemovePasskeyDocument, { input: { id } })).removePasskey;
    if (intent === 'rename')
      return (await shop.mutate(RenamePasskeyDocument, { input: { id, name: textOf(form, 'name') } })).renamePasskey;
    if (intent !== 'password') return (await shop.mutate(UnlinkGoogleDocument)).unlinkGoogle;
    const { email } = (await ask(asked)).me;
    return (await shop.mutate(RequestPasswordResetDocument, { input: { email } })).requestPasswordReset;
  });
  if (refused) return data(refused, { status: refused.status });
  throw done(asked, PATH, WORDS.get(intent) ?? 'From now on you do not sign in with Google any more.');
}

const WORDS = new Map([
  ['password', 'A mail is on its way to you: its link sets your password.'],
  ['remove', 'This passkey does not sign in any more.'],
  ['rename', 'The passkey has its new name.'],
]);

export const meta = personalPage('Ways to sign in');

export default function WaysIn() {
  const { me, isPartial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const hasGoogle = useGoogle();
  const google = me.linkedAccounts.find(({ provider }) => provider === 'GOOGLE');
  const passkeys = me.passkeys ?? [];
  const offersPasskeys = useOffersPasskeys();
  const hasPassword = me.signInWith.includes('PASSWORD');
  return (
    <>
      <h1>Ways to sign in</h1>
      <p className="lead">Each of them opens this account. One of them stays always.</p>
      <Missing when={isPartial} />
      <FieldProblem name="ways" problem={refused?.problems.form} />
      <ul className="rows">
        <li>
          <div>
            <strong>Password</strong>
            <small>
              {hasPassword
                ? `With ${me.email}`
                : `None yet. A mail to ${me.email} has a link that sets your first one.`}
            </small>
          </div>
          <div className="row-actions">
            {hasPassword ? (
              <Link to="/account/password" reloadDocument>
                Change<span className="for-readers"> the password</span>
              </Link>
            ) : (
              <Form method="post" reloadDocument>
                <button type="submit" name="intent" value="password">
                  Send me the mail
                </button>
              </Form>
            )}
          </div>
        </li>
        {google && (
          <li>
            <div>
              <strong>Google</strong>
              <small>
                {google.email}, linked on <When at={google.linkedAt} />
                {me.signInWith.length === 1 && '. It is your only way in: set a password before you unlink it.'}
              </small>
            </div>
            {me.signInWith.length > 1 && (
              <Form method="post" reloadDocument>
                <button type="submit" name="intent" value="unlink">
                  Unlink<span className="for-readers"> Google</span>
                </button>
              </Form>
            )}
          </li>
        )}
        {!google && hasGoogle && (
          <li>
            <div>
              <strong>Google</strong>
              <small>Not linked. You choose the account at Google.</small>
            </div>
            <Form method="post" action="/sign-in/google" reloadDocument>
              <button type="submit" name="intent" value="link">
                Link<span className="for-readers"> a Google account</span>
              </button>
            </Form>
          </li>
        )}
        {passkeys.map((passkey) => (
          <PasskeyRow
            key={passkey.id}
            passkey={passkey}
            isOnlyWay={me.signInWith.length === 1 && passkeys.length === 1}
          />
        ))}
      </ul>
      {offersPasskeys && <AddPasskey hasPassword={hasPassword} />}
    </>
  );
}
