import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { address, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());

type Shopper = ReturnType<typeof shopper>;
const email = 'grace@shop.example';
const home = { ...address, line1: '7 Hopper Street' };
const office = { ...address, fullName: 'Grace Hopper, accounts', line1: '9 Bill Road' };
const form = { email, shippingAddress: home, billingAddress: office, shippingOptionId: 'express' };
/** As it was taken before there were rules. */
const old = { ...address, region: 'ZZ', postalCode: '!!!' };

const ada = newViewer();
/** Of the address book of `ada`, of another, and of nobody. */
const kept = {
  home: world.inBookOf(ada, home),
  office: world.inBookOf(ada, office),
  old: world.inBookOf(ada, old),
  others: world.inBookOf(newViewer(), home),
  nobodys: newId('addr'),
};

const update = (one: Shopper, input: object) => one.run('updateCart', 'UpdateCartInput', input);
const kindsOf = (row: Record<string, any>) => ({
  version: row.version,
  email: row.email,
  shipping: row.shipping_address?.line1,
  billing: row.billing_address?.line1,
  method: row.shipping_method_id,
});
const keptOf = async (one: Shopper) => kindsOf(await world.rows((await one.cart()).id));

async function withCart(one = shopper()) {
  await one.add(offer(3000));
  return one;
}

/** Ada's cart, with all that an order needs. */
async function readyCart() {
  const own = await withCart(shopper(ada));
  await own.ready();
  return own;
}
beforeEach(() => world.db.execute(sql`DELETE FROM carts`));

test("a checkout's form is one change, with one new version", async () => {
  const guest = await withCart();
  const { version } = await guest.cart();
  const { cart, userErrors } = await update(guest, form);
  expect(userErrors).toEqual([]);
  expect(await keptOf(guest)).toEqual({
    version: version + 1,
    email,
    shipping: home.line1,
    billing: office.line1,
    method: 'express',
  });
  // the totals are those of where it goes to, and of how
  expect(cart).toMatchObject({ version: version + 1, email, shippingMethod: 'express' });
  expect(cart.totals).toEqual({
    subtotal: { amount: '30.00' },
    shipping: { amount: '12.90' },
    tax: { amount: '2.18' }, // California: 7.25 %, not on the shipping
    total: { amount: '45.08' },
  });
});

test('an address of each comes out of the own address book', async () => {
  const own = await withCart(shopper(ada));
  const input = { shippingAddressId: kept.home, billingAddressId: kept.office };
  expect((await update(own, input)).userErrors).toEqual([]);
  expect(await keptOf(own)).toMatchObject({ shipping: home.line1, billing: office.line1, email: null, method: null });
});

test.each([
  ['email', { email }, { email }],
  ['shippingAddress', { shippingAddress: home }, { shipping: home.line1 }],
  ['shippingAddressId', { shippingAddressId: kept.home }, { shipping: home.line1 }],
  ['billingAddress', { billingAddress: office }, { billing: office.line1 }],
  ['billingAddressId', { billingAddressId: kept.office }, { billing: office.line1 }],
  ['shippingOptionId', { shippingOptionId: 'express' }, { method: 'express' }],
])('%s alone is enough, and what is left out or null stays as it was', async (_, input, changed) => {
  const nulls = Object.fromEntries(
    [...Object.keys(form), 'shippingAddressId', 'billingAddressId', 'billingSameAsShipping'].map((name) => [
      name,
      null,
    ]),
  );
  for (const others of [{}, nulls, { billingSameAsShipping: false }]) {
    await world.db.execute(sql`DELETE FROM carts`);
    const own = await readyCart();
    await own.run('setCartBillingAddress', 'SetCartBillingAddressInput', {
      address: { ...office, line1: '1 Old Road' },
    });
    const before = await keptOf(own);
    expect((await update(own, { ...others, ...input })).userErrors).toEqual([]);
    expect(await keptOf(own)).toEqual({ ...before, ...changed, version: before.version + 1 });
  }
});

test('the bill goes where the parcel goes again', async () => {
  const guest = await withCart();
  await update(guest, form);
  expect((await update(guest, { billingSameAsShipping: true })).userErrors).toEqual([]);
  expect(await keptOf(guest)).toMatchObject({ shipping: home.line1, billing: undefined, method: 'express' });
});

test('nothing at all is refused with what there is to say', async () => {
  const own = await readyCart();
  const before = await keptOf(own);
  for (const input of [
    {},
    { email: null, shippingAddress: null, billingAddress: null, shippingOptionId: null },
    { billingSameAsShipping: false, expectedVersion: before.version },
  ])
    expect((await update(own, input)).errors).toMatchObject([
      {
        message: 'Give at least one of email, shippingAddress, billingAddress and shippingOptionId',
        extensions: { code: 'BAD_USER_INPUT', field: 'input', rule: 'required' },
      },
    ]);
  expect(await keptOf(own)).toEqual(before);
});

/** What somebody is refused for, and where. */
async function refusalOf(one: Shopper, name: string, type: string, input: object) {
  const { data, errors } = await one.graph(
    `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message path } } }`,
    { input },
  );
  const [error] = errors ?? [];
  if (error) return { code: error.extensions.code, at: error.extensions.field, rule: error.extensions.rule };
  const [{ code, message, path }] = data[name].userErrors;
  return { code, at: path.join('.'), message };
}

/** How `updateCart` calls a field of a single mutation. */
type Names = Record<string, string>;
const shipping: Names = { address: 'shippingAddress', addressId: 'shippingAddressId' };
const billing: Names = {
  address: 'billingAddress',
  addressId: 'billingAddressId',
  sameAsShipping: 'billingSameAsShipping',
};

const wrongAddresses = [
  { address: { ...home, fullName: '' } },
  { address: { ...home, region: 'ZZ' } },
  { address: { ...home, region: null } },
  { address: { ...home, postalCode: '!!!' } },
  { address: { ...home, region: 'a\u202eb' } },
  { address: home, addressId: kept.office },
  { addressId: kept.others },
  { addressId: kept.nobodys },
  { addressId: kept.old },
  { addressId: newId('usr') },
];
const wrong: [single: string, names: Names, input: object][] = [
  ['setCartEmail', {}, { email: 'no address' }],
  ['setCartEmail', {}, { email: '' }],
  ['setCartShippingMethod', {}, { shippingOptionId: 'teleport' }],
  ['setCartShippingMethod', {}, { shippingOptionId: '' }],
  ...wrongAddresses.map((input): [string, Names, object] => ['setCartShippingAddress', shipping, input]),
  ...[...wrongAddresses, { address: home, sameAsShipping: true }, { addressId: kept.home, sameAsShipping: true }].map(
    (input): [string, Names, object] => ['setCartBillingAddress', billing, input],
  ),
];

test.each(wrong)('what %s refuses is refused at its field, and nothing of the rest is kept (%#)', async (...asked) => {
  const [single, names, input] = asked;
  const own = await readyCart();
  const before = await keptOf(own);
  const told = await refusalOf(own, single, `S${single.slice(1)}Input`, input);
  const meant = Object.fromEntries(Object.entries(input).map(([name, value]) => [names[name] ?? name, value]));
  const { [names.address ?? '']: _, ...rest } = form as Record<string, unknown>;
  expect(await refusalOf(own, 'updateCart', 'UpdateCartInput', { ...rest, ...meant })).toEqual({
    ...told,
    at: told.at.replace(/\w+/g, (part: string) => names[part] ?? part),
  });
  expect(await keptOf(own)).toEqual(before);
});

test('who says an address in two ways hears how the two are called', async () => {
  const own = await readyCart();
  const { errors } = await update(own, { shippingAddress: home, shippingAddressId: kept.home });
  expect(errors).toMatchObject([{ message: 'Give at most one of shippingAddress, shippingAddressId' }]);
});

test('nobody waits for the address book with a cart in hand', async () => {
  const own = await readyCart();
  const { id } = await own.cart();
  await world.db.transaction(async (holds) => {
    await holds.execute(sql`SELECT 1 FROM carts WHERE id = ${id} FOR UPDATE`);
    for (const input of [{ shippingAddressId: kept.nobodys }, { billingAddressId: kept.nobodys }])
      expect((await update(own, { email, ...input })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

test('a guest has no address book', async () => {
  const guest = await withCart();
  const before = await keptOf(guest);
  for (const input of [{ shippingAddressId: kept.home }, { billingAddressId: kept.home }])
    expect((await update(guest, { email, ...input })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  expect(await keptOf(guest)).toEqual(before);
});

test('a shipping option of another currency is none of this cart', async () => {
  const guest = await withCart();
  const { id } = await guest.cart();
  await world.db.execute(sql`UPDATE carts SET currency_code = 'EUR' WHERE id = ${id}`);
  const before = await keptOf(guest);
  expect((await update(guest, form)).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['input', 'shippingOptionId'] },
  ]);
  expect(await keptOf(guest)).toEqual(before);
});

test('all of it takes as many statements as the dearest of its parts', async () => {
  const own = await readyCart();
  const statementsOf = async (name: string, type: string, input: object) => {
    world.statements.count = 0;
    const { data } = await own.graph(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, {
      input,
    });
    expect(data[name].userErrors).toEqual([]);
    return world.statements.count;
  };
  const method = { shippingOptionId: 'express' };
  const dearest = await statementsOf('setCartShippingMethod', 'SetCartShippingMethodInput', method);
  const all = { email, shippingAddressId: kept.home, billingAddressId: kept.office, shippingOptionId: 'standard' };
  expect(await statementsOf('updateCart', 'UpdateCartInput', all)).toBe(dearest);
  // without a way of shipping none is read
  const addresses = { email: 'ada@shop.example', shippingAddress: address, billingSameAsShipping: true };
  expect(await statementsOf('updateCart', 'UpdateCartInput', addresses)).toBe(dearest - 1);
});
