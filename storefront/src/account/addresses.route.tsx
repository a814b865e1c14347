import { DeleteAddressDocument, MyAddressesDocument, SetDefaultAddressDocument } from '@storegraph/client';
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
import { FieldProblem } from '../ui/field.tsx';
import { Missing } from '../ui/missing.tsx';
import { personalPage } from '../ui/title.ts';
import { done, mine, refusedOfMine } from './mine.ts';

const PATH = '/account/addresses';

export async function loader(asked: LoaderFunctionArgs) {
  const { me, isPartial } = await mine(asked, (shop, options) => shop.query(MyAddressesDocument, {}, options));
  return { addresses: me.addresses, defaultId: me.defaultAddress?.id, isPartial };
}

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const input = { addressId: textOf(form, 'addressId') };
  const shop = asked.context.get(shopContext);
  const isDeleted = textOf(form, 'intent') === 'delete';
  const refused = await refusedOfMine(asked, [], async () =>
    isDeleted
      ? (await shop.mutate(DeleteAddressDocument, { input })).deleteAddress
      : (await shop.mutate(SetDefaultAddressDocument, { input })).setDefaultAddress,
  );
  if (refused) return data(refused, { status: refused.status });
  throw done(asked, PATH, isDeleted ? 'The address is deleted.' : 'This address comes first from now on.');
}

export const meta = personalPage('Your addresses');

export default function Addresses() {
  const { addresses, defaultId, isPartial } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <h1>Addresses</h1>
      <Missing when={isPartial} />
      <FieldProblem name="addresses" problem={refused?.problems.form} />
      {addresses.length === 0 && <p>No address is kept yet.</p>}
      <ul className="boxes">
        {addresses.map((address) => (
          <li key={address.id} className="box">
            {address.id === defaultId && <span className="badge">Comes first</span>}
            <PostalAddress address={address} />
            <div className="row-actions">
              <Link to={`${PATH}/${address.id}?country=${address.countryCode}`}>
                Change<span className="for-readers"> {address.line1}</span>
              </Link>
              <Form method="post">
                <input type="hidden" name="addressId" value={address.id ?? ''} />
                {address.id !== defaultId && (
                  <button type="submit" name="intent" value="default">
                    Put first<span className="for-readers"> {address.line1}</span>
                  </button>
                )}
                <button type="submit" name="intent" value="delete">
                  Delete<span className="for-readers"> {address.line1}</span>
                </button>
              </Form>
            </div>
          </li>
        ))}
      </ul>
      <p>
        <Link className="button" to={`${PATH}/new`}>
          Add an address
        </Link>
      </p>
    </>
  );
}
