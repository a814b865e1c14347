import { CheckoutPageDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  createContext,
  data,
  type LoaderFunctionArgs,
  redirect,
  useActionData,
  useLoaderData,
} from 'react-router';
import { partlyOwn, unlessSignedOut } from '../account/mine.ts';
import { askForCountry, isCountryChosen, preferCountry, typedCountry } from '../server/addressForm.ts';
import { known } from '../server/answers.ts';
import { pageContext, shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { CHANGE_COUNTRY } from '../ui/addressFields.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { type CheckoutProblem, placeOrder, saveContact, saveMethod, typedContact } from './checkout.action.ts';
import { ContactForm } from './contactForm.tsx';
import { MethodForm } from './methodForm.tsx';
import { Review } from './review.tsx';

/** Whether this request's form asked for an order in vain. */
const refused = createContext(false);
/** Whether this request has sent a form, of a page that showed a cart. */
const hadCart = createContext(false);
const GONE =
  'What was in this cart is not here any more. If you have an account, sign in: what is in its cart is kept with it.';

export async function loader(asked: LoaderFunctionArgs) {
  const { context, request } = asked;
  const answer = await partlyOwn(
    asked,
    askForCountry(asked, (variables) =>
      context.get(shopContext).query(CheckoutPageDocument, variables, { signal: request.signal }),
    ),
  );
  const { me, storefront, addressRules } = answer.data;
  const cart = known(answer.data.cart, answer);
  // one that was just refused opens again in a moment, and is shown with the reason
  const page = context.get(pageContext);
  if (!cart && context.get(hadCart)) page.tell(GONE);
  const isShown = cart?.status === 'OPEN' || (cart?.status === 'LOCKED' && context.get(refused));
  if (!cart || !isShown || cart.items.length === 0) throw redirect('/cart');
  page.rememberPieces(cart.totalQuantity);
  const form = { storefront, addressRules };
  const isContactOpen = isCountryChosen(asked) || !cart.shippingAddress || !(cart.email ?? me?.email);
  if (isContactOpen) preferCountry(asked, form, cart.shippingAddress?.countryCode);
  return { cart, me, form, isContactOpen, isPartial: answer.isPartial, previous: page.orderId };
}

export const action = (asked: ActionFunctionArgs) => unlessSignedOut(asked, act(asked));

async function act({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const shop = context.get(shopContext);
  context.set(hadCart, true);
  switch (textOf(form, 'intent')) {
    case CHANGE_COUNTRY:
      context.set(typedCountry, textOf(form, 'countryCode'));
      return { section: 'contact', problems: {}, typed: typedContact(form) } satisfies CheckoutProblem;
    case 'contact':
      context.set(typedCountry, textOf(form, 'countryCode'));
      return answer(await saveContact(shop, form));
    case 'method':
      return answer(await saveMethod(shop, form));
    case 'order': {
      const outcome = await placeOrder(shop, form);
      if ('problem' in outcome) {
        context.set(refused, true);
        return answer(outcome.problem);
      }
      const page = context.get(pageContext);
      page.rememberPieces(0);
      page.rememberOrder(outcome.order.id);
      throw redirect(`/pay/${outcome.order.id}`, 303);
    }
    default:
      throw data(null, { status: 400 });
  }
}

/** Done: the page is asked for anew, so that a reload sends nothing twice. */
function answer(problem: CheckoutProblem | null) {
  if (problem) return data(problem, { status: 409 });
  throw redirect('/checkout', 303);
}

export const meta = personalPage('Checkout');

export default function Checkout() {
  const { cart, me, form, isContactOpen, isPartial, previous } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>();
  const of = (section: CheckoutProblem['section']) => (problem?.section === section ? problem : undefined);
  return (
    <>
      <h1>Checkout</h1>
      <Missing when={isPartial} />
      <div className="checkout">
        <div>
          <ContactForm cart={cart} me={me} form={form} isOpen={isContactOpen} problem={of('contact')} />
          <MethodForm cart={cart} problem={of('method')} />
        </div>
        <Review cart={cart} previous={previous} problem={of('order')} />
      </div>
    </>
  );
}
