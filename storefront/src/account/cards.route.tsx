import { MyCardsDocument, RemovePaymentMethodDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { SavedCard } from '../ui/savedCard.tsx';
import { personalPage } from '../ui/title.ts';
import { done, mine, refusedOfMine } from './mine.ts';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyCardsDocument, {}, options));
  return { cards: me.paymentMethods, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const input = { paymentMethodId: textOf(await asked.request.formData(), 'cardId') };
  const shop = asked.context.get(shopContext);
  const refused = await refusedOfMine(
    asked,
    [],
    async () => (await shop.mutate(RemovePaymentMethodDocument, { input })).removePaymentMethod,
  );
  if (refused) return data(refused, { status: refused.status });
  throw done(asked, '/account/cards', 'The card is removed.');
}

export const meta = personalPage('Your cards');

export default function Cards() {
  const { cards, isPartial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <h1>Cards</h1>
      <p className="lead">Their numbers are at the bank that takes payments for us, never here.</p>
      <Missing when={isPartial} />
      <FieldProblem name="cards" problem={refused?.problems.form} />
      {cards?.length === 0 && <p>No card is kept. You can keep one when you pay.</p>}
      <ul className="rows">
        {cards?.map((card) => (
          <li key={card.id}>
            <div>
              <SavedCard card={card} />
            </div>
            <Form method="post">
              <button type="submit" name="cardId" value={card.id}>
                Remove<span className="for-readers"> the card ending in {card.last4}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </>
  );
}
