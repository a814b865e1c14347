import { randomUUID } from 'node:crypto';
import { OrderPageDocument } from '@storegraph/client';
import { type ActionFunctionArgs, Link, type LoaderFunctionArgs, useActionData, useLoaderData } from 'react-router';
import { cancelOrder } from '../order/cancelOrder.ts';
import { OrderView } from '../order/orderView.tsx';
import { found } from '../server/answers.ts';
import { pageContext, shopContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { partlyOwn, signInFirst } from './mine.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { context, params, request } = asked;
  if (!context.get(pageContext).isSignedIn) throw signInFirst(request);
  const shop = context.get(shopContext);
  const answer = await partlyOwn(
    asked,
    shop.query(OrderPageDocument, { number: params.number! }, { signal: request.signal }),
  );
  if (!shop.signedIn) throw signInFirst(request);
  return {
    order: found(answer.data.order, answer),
    isPartial: answer.isPartial,
    idempotencyKey: randomUUID(),
  };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  if (!context.get(pageContext).isSignedIn) throw signInFirst(request);
  return cancelOrder(asked);
}

export const meta = personalPage('Your order');

export default function Order() {
  const { order, isPartial, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <p className="path">
        <Link to="/account/orders">Orders</Link>
      </p>
      <Missing when={isPartial} />
      <OrderView order={order} idempotencyKey={idempotencyKey} problem={answer?.problem} />
    </>
  );
}
