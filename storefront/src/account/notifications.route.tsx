import { MarkNotificationsReadDocument, MyNotificationsDocument } from '@storegraph/client';
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
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { done, mine, refusedOfMine } from './mine.ts';
import { afterOf } from './pageMarks.ts';
import { Pages } from './pages.tsx';

const ON_A_PAGE = 20;

export async function loader(asked: LoaderFunctionArgs) {
  const variables = { first: ON_A_PAGE, after: afterOf(asked.request) };
  const { me, isPartial } = await mine(asked, (shop, options) =>
    shop.query(MyNotificationsDocument, variables, options),
  );
  return { notifications: me.notifications, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const ids = form.getAll('id').filter((id) => typeof id === 'string');
  const shop = asked.context.get(shopContext);
  const refused = await refusedOfMine(
    asked,
    [],
    async () => (await shop.mutate(MarkNotificationsReadDocument, { input: { ids } })).markNotificationsRead,
  );
  if (refused) return data(refused, { status: refused.status });
  const { pathname, search } = new URL(asked.request.url);
  throw done(asked, `${pathname}${search}`);
}

export const meta = personalPage('News');

export default function Notifications() {
  const { notifications, isPartial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const unread = notifications?.nodes.filter(({ readAt }) => readAt === null) ?? [];
  return (
    <>
      <h1>News</h1>
      <Missing when={isPartial} />
      <FieldProblem name="notifications" problem={refused?.problems.form} />
      {notifications?.nodes.length === 0 && <p>Nothing yet.</p>}
      {unread.length > 0 && (
        <Form method="post">
          {unread.map(({ id }) => (
            <input key={id} type="hidden" name="id" value={id} />
          ))}
          <button type="submit">Mark all as read</button>
        </Form>
      )}
      <ul className="rows">
        {notifications?.nodes.map(({ id, title, body, createdAt, readAt, order }) => (
          <li key={id} className={readAt === null ? 'unread' : undefined}>
            <div>
              <strong>
                {readAt === null && <span className="badge">New</span>} {title}
              </strong>
              <span>{body}</span>
              <small>
                <When at={createdAt} exact />
              </small>
            </div>
            <div className="row-actions">
              {order?.number && (
                <Link to={`/account/orders/${encodeURIComponent(order.number)}`}>
                  See order<span className="for-readers"> {order.number}</span>
                </Link>
              )}
              {readAt === null && (
                <Form method="post">
                  <button type="submit" name="id" value={id}>
                    Read<span className="for-readers">: {title}</span>
                  </button>
                </Form>
              )}
            </div>
          </li>
        ))}
      </ul>
      {notifications && <Pages of={notifications.pageInfo} />}
    </>
  );
}
