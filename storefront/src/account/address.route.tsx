import { CreateAddressDocument, MyAddressesDocument, UpdateAddressDocument } from '@storegraph/client';
import {
  type ActionFunctionArgs,
  data,
  Form,
  Link,
  type LoaderFunctionArgs,
  useActionData,
  useLoaderData,
} from 'react-router';
import { ADDRESS_FIELDS } from '../checkout/checkout.action.ts';
import { notFound } from '../server/answers.ts';
import { shopContext } from '../server/context.ts';
import { textOf } from '../server/forms.ts';
import { FieldProblem } from '../ui/field.tsx';
import { AddressFields } from '../ui/addressFields.tsx';
import { done, mine, refusedOfMine } from './mine.ts';

const PATH = '/account/addresses';
const NEW = 'new';

export async function loader(asked: LoaderFunctionArgs) {
  const { id } = asked.params;
  const { me } = await mine(asked, () =>
    asked.context.get(shopContext).query(MyAddressesDocument, {}, { signal: asked.request.signal }),
  );
  const address = me.addresses.find((one) => one.id === id) ?? null;
  if (!address && id !== NEW) throw notFound();
  return { address };
}

export async function action(asked: ActionFunctionArgs) {
  const { id } = asked.params;
  const form = await asked.request.formData();
  const typed = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, textOf(form, name)])) as Typed;
  const { fullName, line1, city, postalCode, countryCode, ...others } = typed;
  const optional = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, value || null]));
  const address = { fullName, line1, city, postalCode, countryCode, ...optional };
  const shop = asked.context.get(shopContext);
  const refused = await refusedOfMine(asked, ADDRESS_FIELDS, async () =>
    id === NEW
      ? (await shop.mutate(CreateAddressDocument, { input: { address } })).createAddress
      : (await shop.mutate(UpdateAddressDocument, { input: { addressId: id!, address } })).updateAddress,
  );
  if (refused) return data({ problems: refused.problems, typed }, { status: refused.status });
  throw done(asked, PATH, 'The address is kept.');
}

type Typed = Record<(typeof ADDRESS_FIELDS)[number], string>;

export const meta = () => [{ title: 'An address · Storegraph' }, { name: 'robots', content: 'noindex' }];

export default function Address() {
  const { address } = useLoaderData<typeof loader>();
  const { problems = {}, typed } = useActionData<typeof action>() ?? {};
  return (
    <>
      <p className="path">
        <Link to={PATH}>Addresses</Link>
      </p>
      <h1>{address ? 'Change an address' : 'A new address'}</h1>
      <Form method="post" className="fields">
        <FieldProblem name="address" problem={problems.form} />
        <AddressFields values={typed ?? { ...address }} problems={problems} />
        <button type="submit" className="button">
          Keep this address
        </button>
      </Form>
    </>
  );
}
