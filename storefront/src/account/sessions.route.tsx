import { MySessionsDocument, RevokeSessionDocument, SignOutEverywhereDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { done, mine, refusedOfMine } from './mine.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MySessionsDocument, {}, options));
  return { sessions: me.sessions, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const shop = context.get(shopContext);
  const sessionId = textOf(await request.formData(), 'sessionId');
  const refused = await refusedOfMine(asked, [], async () =>
    sessionId
      ? (await shop.mutate(RevokeSessionDocument, { input: { sessionId } })).revokeSession
      : (await shop.mutate(SignOutEverywhereDocument)).signOutEverywhere,
  );
  if (refused) return data(refused, { status: refused.status });
  if (sessionId) throw done(asked, '/account/sessions', 'That device is signed out.');
  await shop.signOut().catch(() => undefined); // it has ended: this browser forgets it
  context.get(pageContext).forget();
  throw done(asked, '/sign-in', 'You are signed out everywhere.');
}

export const meta = personalPage('Your devices');

export default function Sessions() {
  const { sessions, isPartial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <h1>Devices</h1>
      <p className="lead">Where you are signed in.</p>
      <Missing when={isPartial} />
      <FieldProblem name="sessions" problem={refused?.problems.form} />
      <ul className="rows">
        {sessions?.map(({ id, device, current, createdAt, lastUsedAt }) => (
          <li key={id}>
            <div>
              <span>
                {device} {current && <span className="badge">This device</span>}
              </span>
              <small>
                Signed in on <When at={createdAt} exact />, last used on <When at={lastUsedAt} exact />
              </small>
            </div>
            <Form method="post" action={current ? '/sign-out' : undefined}>
              {!current && <input type="hidden" name="sessionId" value={id} />}
              <button type="submit">
                Sign out<span className="for-readers"> {current ? 'this device' : device}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
      <Form method="post">
        <button type="submit">Sign out everywhere</button>
      </Form>
    </>
  );
}
