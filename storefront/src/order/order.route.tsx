import { randomUUID } from 'node:crypto';
import { OrderOfTokenDocument, OrderPageDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Link,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { partlyOwn, signInFirst } from '../account/mine.ts';
import { found } from '../server/answers.ts';
import { shopContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { cancelOrder } from './cancelOrder.ts';
import { OrderView } from './orderView.tsx';

const LONGEST_TOKEN = 200;

/** Mails name an order by its id, people by its number. */
const named = (id: string) => (id.startsWith('ord_') ? { id } : { number: id });

export async function loader(asked: LoaderFunctionArgs) {
  const { context, params, request } = asked;
  const { pathname, searchParams } = new URL(request.url);
  const token = searchParams.get('token');
  if (token !== null) {
    await keepToken(asked, token);
    throw redirect(pathname);
  }
  const shop = context.get(shopContext);
  const answer = await partlyOwn(asked, shop.query(OrderPageDocument, named(params.id!), { signal: request.signal }));
  const { isPartial } = answer;
  const order = isPartial ? found(answer.data.order, answer) : answer.data.order;
  // the link of a mail about an account's order has no token
  if (!order && !shop.signedIn && !shop.orderToken) throw signInFirst(request);
  return data({ order, isPartial, idempotencyKey: randomUUID() }, { status: order ? 200 : 404 });
}

/** One that opens another order, or none, does not take the place of the one that the browser has. */
async function keepToken(asked: LoaderFunctionArgs, token: string): Promise<void> {
  const { context, params, request } = asked;
  if (!token || token.length > LONGEST_TOKEN) return;
  const shop = context.get(shopContext);
  const answer = await partlyOwn(asked, shop.query(OrderOfTokenDocument, { token }, { signal: request.signal }));
  const order = answer.data.orderByToken;
  if (order && (order.id === params.id || order.number === params.id)) shop.orderToken = token;
}

export const action = (asked: ActionFunctionArgs) => cancelOrder(asked);

export const meta = personalPage('Your order');

export default function Order() {
  const { order, isPartial, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (order)
    return (
      <>
        <Missing when={isPartial} />
        <OrderView order={order} idempotencyKey={idempotencyKey} problem={answer?.problem} />
      </>
    );
  return (
    <section className="problem">
      <h1>This order is not here</h1>
      <p>The link is not complete, or has ended. Take the one of the latest mail about your order.</p>
      <Link className="button" to="/account/orders">
        My orders
      </Link>
    </section>
  );
}
