import { CartPageDocument, RemoveCartItemsDocument, UpdateCartItemsDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { partly } from '../server/answers.ts';
import { pageContext, shopContext } from '../server/context.ts';
import { Missing } from '../ui/missing.tsx';
import { Money } from '../ui/money.tsx';

const MOST_OF_ONE = 99;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { data: found, isPartial } = await partly(
    context.get(shopContext).query(CartPageDocument, {}, { signal: request.signal }),
  );
  const page = context.get(pageContext);
  // one that is being ordered is no cart any more, for who looks at it
  const cart = found.cart?.status === 'OPEN' ? found.cart : null;
  page.rememberPieces(cart?.totalQuantity ?? 0);
  return { cart, isPartial, orderId: page.orderId, isLocked: found.cart?.status === 'LOCKED' };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const itemId = String(form.get('itemId') ?? '');
  const quantity = form.get('intent') === 'remove' ? 0 : Number(form.get('quantity'));
  if (!itemId || !Number.isInteger(quantity) || quantity < 0 || quantity > MOST_OF_ONE)
    return data({ itemId, message: `How many? 1 to ${MOST_OF_ONE}.` }, { status: 400 });
  const shop = context.get(shopContext);
  const { cart, userErrors } =
    quantity === 0
      ? (await shop.mutate(RemoveCartItemsDocument, { input: { itemIds: [itemId] } })).removeCartItems
      : (await shop.mutate(UpdateCartItemsDocument, { input: { items: [{ itemId, quantity }] } })).updateCartItems;
  if (cart) context.get(pageContext).rememberPieces(cart.totalQuantity);
  const [refusal] = userErrors;
  return refusal ? data({ itemId, message: refusal.message }, { status: 409 }) : null;
}

export const meta = () => [{ title: 'Cart · Storegraph' }, { name: 'robots', content: 'noindex' }];

export default function Cart() {
  const { cart, isPartial, orderId, isLocked } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  if (!cart || cart.items.length === 0)
    return (
      <section className="problem">
        <h1>{isLocked ? 'Your order waits for its payment' : 'Your cart is empty'}</h1>
        <Missing when={isPartial} />
        <Link className="button" to="/">
          Look around
        </Link>
        {orderId && (
          <p>
            <Link to={`/pay/${orderId}`}>To the order that you placed last</Link>
          </p>
        )}
      </section>
    );
  const { items, totals, problems } = cart;
  const isSaleable = !problems?.some(({ itemId, code }) => itemId && code !== 'PRICE_CHANGED');
  return (
    <>
      <h1>Cart</h1>
      <Missing when={isPartial} />
      <div className="cart">
        <ul className="lines">
          {items.map(({ id, quantity, unitPrice, total, variant }) => (
            <li key={id} className="line">
              <div>
                {variant ? (
                  <Link to={`/p/${encodeURIComponent(variant.product.slug)}?variant=${variant.id}`}>
                    {variant.product.title}
                  </Link>
                ) : (
                  <span>This product cannot be shown at the moment</span>
                )}
                {variant && variant.title !== variant.product.title && <small>{variant.title}</small>}
                <small>
                  <Money value={unitPrice} /> each
                </small>
                {problems
                  ?.filter(({ itemId }) => itemId === id)
                  .map(({ code, message }) => (
                    <p key={code} className="problem-line" role="status">
                      {message}
                    </p>
                  ))}
                {answer?.itemId === id && (
                  <p className="problem-line" role="alert">
                    {answer.message}
                  </p>
                )}
              </div>
              <Form method="post" className="quantity" preventScrollReset>
                <input type="hidden" name="itemId" value={id} />
                <label>
                  <span className="for-readers">Quantity of {variant?.product.title}</span>
                  <input
                    key={quantity}
                    type="number"
                    name="quantity"
                    min={1}
                    max={MOST_OF_ONE}
                    defaultValue={quantity}
                    required
                  />
                </label>
                <button type="submit" disabled={isBusy}>
                  Update
                </button>
                <button type="submit" name="intent" value="remove" formNoValidate disabled={isBusy}>
                  Remove<span className="for-readers"> {variant?.product.title}</span>
                </button>
              </Form>
              <strong>
                <Money value={total} />
              </strong>
            </li>
          ))}
        </ul>
        <aside className="totals">
          <dl>
            <div>
              <dt>Subtotal</dt>
              <dd>
                <Money value={totals.subtotal} />
              </dd>
            </div>
          </dl>
          <p>Shipping and tax come with your address.</p>
          {isSaleable ? (
            <Link className="button" to="/checkout">
              To checkout
            </Link>
          ) : (
            <p className="problem-line">Change what is marked first.</p>
          )}
        </aside>
      </div>
    </>
  );
}
