import { AddressPageDocument, CreateAddressDocument, UpdateAddressDocument } from '@storegraph/client';
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
import { askForCountry, preferCountry, typedCountry } from '../server/addressForm.ts';
import { notFound } from '../server/answers.ts';
import { shopContext } from '../server/context.ts';
import { type FieldProblems, textOf } from '../server/forms.ts';
import { AddressFields, CHANGE_COUNTRY } from '../ui/addressFields.tsx';
import { FieldProblem } from '../ui/field.tsx';
import { personalPage } from '../ui/title.ts';
import { done, mine, refusedOfMine } from './mine.ts';

const PATH = '/account/addresses';
const NEW = 'new';

export async function loader(asked: LoaderFunctionArgs) {
  const { id } = asked.params;
  const { me, data: found } = await mine(asked, (shop, options) =>
    askForCountry(asked, (variables) => shop.query(AddressPageDocument, variables, options)),
  );
  const { storefront, addressRules } = found;
  const address = me.addresses.find((one) => one.id === id) ?? null;
  if (!address && id !== NEW) throw notFound();
  const shown = { storefront, addressRules };
  preferCountry(asked, shown, address?.countryCode);
  return { address, form: shown };
}

export async function action(asked: ActionFunctionArgs) {
  const { id } = asked.params;
  const form = await asked.request.formData();
  const typed = Object.fromEntries(ADDRESS_FIELDS.map((name) => [name, textOf(form, name)])) as Typed;
  asked.context.set(typedCountry, typed.countryCode);
  if (textOf(form, 'intent') === CHANGE_COUNTRY) return { problems: nothingWrong, typed };
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

const nothingWrong: FieldProblems = {};
type Typed = Record<(typeof ADDRESS_FIELDS)[number], string>;

export const meta = personalPage('An address');

export default function Address() {
  const { address, form } = useLoaderData<typeof loader>();
  const { problems = nothingWrong, typed } = useActionData<typeof action>() ?? {};
  return (
    <>
      <p className="path">
        <Link to={PATH}>Addresses</Link>
      </p>
      <h1>{address ? 'Change an address' : 'A new address'}</h1>
      <Form method="post" className="fields">
        <FieldProblem name="address" problem={problems.form} />
        <AddressFields form={form} intent="keep" values={typed ?? { ...address }} problems={problems} />
        <button type="submit" className="button" name="intent" value="keep">
          Keep this address
        </button>
      </Form>
    </>
  );
}
