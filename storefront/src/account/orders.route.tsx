import { MyOrdersDocument } from '@storegraph/client';
import { Link, type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { mine } from './mine.ts';
import { OrderList } from './orderList.tsx';
import { afterOf } from './pageMarks.ts';
import { Pages } from './pages.tsx';

const ON_A_PAGE = 10;

export async function loader(asked: LoaderFunctionArgs) {
  const variables = { first: ON_A_PAGE, after: afterOf(asked.request) };
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyOrdersDocument, variables, options));
  return { orders: me.orders, isPartial };
}

export const meta = personalPage('Your orders');

export default function Orders() {
  const { orders, isPartial } = useLoaderData<typeof loader>();
  return (
    <>
      <h1>Orders</h1>
      <Missing when={isPartial} />
      {orders && (
        <>
          {orders.nodes.length > 0 ? (
            <OrderList orders={orders.nodes} />
          ) : (
            <p>
              Nothing here yet. <Link to="/">Look around</Link>
            </p>
          )}
          <Pages of={orders.pageInfo} />
        </>
      )}
    </>
  );
}
