import { OrderPageDocument } from '@storegraph/client';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { partlyOwn } from '../account/mine.ts';
import { found } from '../server/answers.ts';
import { shopContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { OrderView } from './orderView.tsx';

export async function loader(asked: LoaderFunctionArgs) {
  const { context, params, request } = asked;
  const answer = await partlyOwn(
    asked,
    context.get(shopContext).query(OrderPageDocument, { number: params.id! }, { signal: request.signal }),
  );
  return { order: found(answer.data.order, answer), isPartial: answer.isPartial };
}

export const meta = personalPage('Thank you');

export default function Thanks() {
  const { order, isPartial } = useLoaderData<typeof loader>();
  return (
    <>
      <p className="notice" role="status">
        Thank you. {order.email && `A mail about it is on its way to ${order.email}. `}
        <Link to="/">Look around some more</Link>
      </p>
      <Missing when={isPartial} />
      <OrderView order={order} />
    </>
  );
}
