import { MySessionsDocument, SignOutEverywhereDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { pageContext, shopContext } from '../server/context.ts';
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { deviceOf } from './device.ts';
import { done, mine, refusedOfMine } from './mine.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, () =>
    asked.context.get(shopContext).query(MySessionsDocument, {}, { signal: asked.request.signal }),
  );
  return { sessions: me.sessions, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const { context } = asked;
  const shop = context.get(shopContext);
  const refused = await refusedOfMine(
    asked,
    [],
    async () => (await shop.mutate(SignOutEverywhereDocument)).signOutEverywhere,
  );
  if (refused) return data(refused, { status: refused.status });
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
      <ul className="rows">
        {sessions?.map(({ id, userAgent, createdAt, lastUsedAt }) => (
          <li key={id}>
            <div>
              <span>{deviceOf(userAgent)}</span>
              <small>
                Signed in on <When at={createdAt} exact />, last used on <When at={lastUsedAt} exact />
              </small>
            </div>
          </li>
        ))}
      </ul>
      <FieldProblem name="sessions" problem={refused?.problems.form} />
      <Form method="post">
        <button type="submit">Sign out everywhere</button>
      </Form>
    </>
  );
}
