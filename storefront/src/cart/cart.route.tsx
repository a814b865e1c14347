import {
  AddCartItemsDocument,
  CartPageDocument,
  RemoveCartItemsDocument,
  type StorefrontClient,
  UpdateCartItemsDocument,
} from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
  useNavigation,
} from 'react-router';
import { partlyOwn, unlessSignedOut } from '../account/mine.ts';
import { known } from '../server/answers.ts';
import { pageContext, shopContext } from '../server/context.ts';
import { problemsOfError, textOf } from '../server/forms.ts';
import { Missing } from '../ui/missing.tsx';
import { Money } from '../ui/money.tsx';
import { Picture } from '../ui/picture.tsx';
import { personalPage } from '../ui/title.ts';
import { variantName } from '../ui/variantName.ts';
import script from './cart.script.js?url';

const MOST_OF_ONE = 99;
const LONGEST_TITLE = 300;

export async function loader(asked: LoaderFunctionArgs) {
  const { context, request } = asked;
  const answer = await partlyOwn(
    asked,
    context.get(shopContext).query(CartPageDocument, {}, { signal: request.signal }),
  );
  const found = known(answer.data.cart, answer);
  const page = context.get(pageContext);
  // one that is being ordered is no cart any more, for who looks at it
  const cart = found?.status === 'OPEN' ? found : null;
  page.rememberPieces(cart?.totalQuantity ?? 0);
  return { cart, isPartial: answer.isPartial, orderId: page.orderId, isLocked: found?.status === 'LOCKED' };
}

export async function action(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const form = await request.formData();
  const intent = textOf(form, 'intent');
  // what is removed was that many, whatever stands in the field by now
  const quantity = Number(textOf(form, intent === 'remove' ? 'held' : 'quantity'));
  const item = { id: textOf(form, 'itemId'), variantId: textOf(form, 'variantId'), quantity };
  const refuse = (message: string, status: number) => data({ itemId: item.id, message, removed: null }, { status });
  const isAmount = Number.isInteger(quantity) && quantity >= 1 && quantity <= MOST_OF_ONE;
  if (!isAmount && intent !== 'remove') return refuse(`How many? 1 to ${MOST_OF_ONE}.`, 400);
  try {
    const { cart, userErrors } = await unlessSignedOut(asked, changeCart(context.get(shopContext), intent, item));
    if (cart) context.get(pageContext).rememberPieces(cart.totalQuantity);
    const [refusal] = userErrors;
    if (refusal) return refuse(refusal.message, 409);
  } catch (error) {
    return refuse(Object.values(problemsOfError(error, []))[0]!, 400);
  }
  if (intent === 'undo') throw redirect('/cart', 303);
  if (intent !== 'remove') return null;
  const title = textOf(form, 'title').slice(0, LONGEST_TITLE);
  return data({
    itemId: null,
    message: null,
    removed: { ...item, title, canComeBack: isAmount && item.variantId !== '' },
  });
}

interface ChangedItem {
  id: string;
  variantId: string;
  quantity: number;
}

async function changeCart(shop: StorefrontClient, intent: string, { id, variantId, quantity }: ChangedItem) {
  if (intent === 'remove')
    return (await shop.mutate(RemoveCartItemsDocument, { input: { itemIds: [id] } })).removeCartItems;
  if (intent === 'undo')
    return (await shop.mutate(AddCartItemsDocument, { input: { items: [{ variantId, quantity }] } })).addCartItems;
  return (await shop.mutate(UpdateCartItemsDocument, { input: { items: [{ itemId: id, quantity }] } })).updateCartItems;
}

export const meta = personalPage('Cart');

export default function Cart() {
  const { cart, isPartial, orderId, isLocked } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().state !== 'idle';
  if (!cart || cart.items.length === 0)
    return (
      <section className="problem">
        <h1>{isLocked ? 'Your order waits for its payment' : 'Your cart is empty'}</h1>
        <Missing when={isPartial} />
        {answer?.message && (
          <p className="banner" role="alert">
            {answer.message}
          </p>
        )}
        <Removed item={answer?.removed} />
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
  // one that another tab has removed has no line
  const isAtLine = items.some(({ id }) => id === answer?.itemId);
  const isSaleable = !problems?.some(({ itemId, code }) => itemId && code !== 'PRICE_CHANGED');
  return (
    <>
      <h1>Cart</h1>
      <Missing when={isPartial} />
      {answer?.message && !isAtLine && (
        <p className="banner" role="alert">
          {answer.message}
        </p>
      )}
      <Removed item={answer?.removed} />
      <div className="cart">
        <ul className="lines">
          {items.map(({ id, quantity, unitPrice, total, variant }) => (
            <li key={id} className="line">
              {/* its title stands beside it */}
              <Picture image={variant?.product.thumbnail && { ...variant.product.thumbnail, alt: '' }} eager />
              <div>
                {variant ? (
                  <Link to={`/p/${encodeURIComponent(variant.product.slug)}?variant=${variant.id}`}>
                    {variant.product.title}
                  </Link>
                ) : (
                  <span>This product cannot be shown at the moment</span>
                )}
                {variant && variant.title !== variant.product.title && (
                  <small>
                    <bdi>{variant.title}</bdi>
                  </small>
                )}
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
                <input type="hidden" name="held" value={quantity} />
                <input type="hidden" name="variantId" value={variant?.id ?? ''} />
                <input type="hidden" name="title" value={variant ? variantName(variant) : ''} />
                <label>
                  <span className="for-readers">Quantity of {variant && variantName(variant)}</span>
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
                <button type="submit" className="update" disabled={isBusy}>
                  Update
                </button>
                <button type="submit" name="intent" value="remove" formNoValidate disabled={isBusy}>
                  Remove<span className="for-readers"> {variant && variantName(variant)}</span>
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
      <script type="module" src={script} />
    </>
  );
}

interface RemovedProps {
  item: { variantId: string; title: string; quantity: number; canComeBack: boolean } | null | undefined;
}

/** What was just removed, and the way back. */
function Removed({ item }: RemovedProps) {
  if (!item) return null;
  const { variantId, title, quantity, canComeBack } = item;
  return (
    <Form method="post" className="banner removed">
      <span role="status">{title ? ['Removed: ', <bdi key="title">{title}</bdi>] : 'Removed'}</span>
      {canComeBack && (
        <>
          <input type="hidden" name="variantId" value={variantId} />
          <input type="hidden" name="quantity" value={quantity} />
          <button type="submit" name="intent" value="undo">
            Undo
          </button>
        </>
      )}
    </Form>
  );
}
