import { AccountPageDocument, UpdateProfileDocument } from '@storegraph/client';
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
import { textOf } from '../server/forms.ts';
import { PostalAddress } from '../ui/address.tsx';
import { Field, FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { Picture } from '../ui/picture.tsx';
import { personalPage } from '../ui/title.ts';
import { When } from '../ui/when.tsx';
import { done, mine, refusedOfMine } from './mine.ts';
import { OrderList } from './orderList.tsx';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(AccountPageDocument, {}, options));
  return { me, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const displayName = textOf(await asked.request.formData(), 'displayName');
  const shop = asked.context.get(shopContext);
  const input = { displayName: displayName || null };
  const refused = await refusedOfMine(
    asked,
    ['displayName'],
    async () => (await shop.mutate(UpdateProfileDocument, { input })).updateProfile,
  );
  if (refused) return data({ problems: refused.problems, displayName }, { status: refused.status });
  throw done(asked, '/account', 'Your name is kept.');
}

export const meta = personalPage('Your account');

export default function Overview() {
  const { me, isPartial } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const {
    avatar,
    email,
    emailVerified,
    displayName,
    createdAt,
    pendingEmail,
    defaultAddress,
    deletion,
    orders,
    unreadNotificationCount,
  } = me;
  return (
    <>
      <div className="greeting">
        {avatar && <Picture image={avatar} className="avatar" eager />}
        <h1>{displayName ? `Hello, ${displayName}` : 'Your account'}</h1>
      </div>
      <Missing when={isPartial} />
      {deletion && (
        <div className="banner">
          Your account is going to be deleted on <When at={deletion.dueAt} />, or later while an order is open:{' '}
          <Link to="/account/privacy">keep it</Link>
        </div>
      )}
      {!emailVerified && (
        <div className="banner">
          Your e-mail address is not verified yet: follow the link of the mail that we sent you.{' '}
          <Link to="/resend-verification">Send it again</Link>
        </div>
      )}
      {Boolean(unreadNotificationCount) && (
        <p>
          <Link to="/account/notifications">
            {unreadNotificationCount === 1 ? 'There is 1 thing new' : `There are ${unreadNotificationCount} things new`}
          </Link>
        </p>
      )}
      <section>
        <h2>Latest orders</h2>
        {orders &&
          (orders.nodes.length > 0 ? (
            <>
              <OrderList orders={orders.nodes} />
              <p>
                <Link to="/account/orders">All orders</Link>
              </p>
            </>
          ) : (
            <p>
              Nothing yet. <Link to="/">Look around</Link>
            </p>
          ))}
      </section>
      <div className="boxes">
        <section className="box">
          <h2>Who you are</h2>
          <p>
            {email} <Link to="/account/email">Change it</Link>
            <br />
            {pendingEmail && (
              <>
                <small>{pendingEmail} is not confirmed yet</small>
                <br />
              </>
            )}
            <small>
              With us since <When at={createdAt} />
            </small>
          </p>
          <Form method="post" className="stack">
            <FieldProblem name="profile" problem={answer?.problems.form} />
            <Field
              name="displayName"
              label="What shall we call you?"
              autoComplete="name"
              maxLength={80}
              defaultValue={answer?.displayName ?? displayName ?? ''}
              problem={answer?.problems.displayName}
            />
            <button type="submit">Keep</button>
          </Form>
          <p>
            <Link to="/account/picture">{avatar ? 'Change your picture' : 'Add a picture of you'}</Link>
          </p>
        </section>
        <section className="box">
          <h2>Where things go</h2>
          {defaultAddress ? <PostalAddress address={defaultAddress} /> : <p>No address is kept yet.</p>}
          <p>
            <Link to="/account/addresses">{defaultAddress ? 'All addresses' : 'Add one'}</Link>
          </p>
        </section>
      </div>
    </>
  );
}
