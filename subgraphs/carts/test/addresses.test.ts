import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { address, hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());

const ADDRESSES =
  'shippingAddress { id fullName line1 line2 city region postalCode countryCode phone company } billingAddress { id fullName line1 }';
const whole = (more: object) => ({ id: null, company: null, line2: null, phone: null, ...address, ...more });
const office = { ...address, fullName: 'Ada Winter, accounts', line1: '9 Bill Road', countryCode: 'DE' };
/** As it was taken before there were rules. */
const old = { ...address, region: 'ZZ', postalCode: '!!!' };
const ways = [
  ['setCartShippingAddress', 'SetCartShippingAddressInput', 'shippingAddress'],
  ['setCartBillingAddress', 'SetCartBillingAddressInput', 'billingAddress'],
] as const;
type Shopper = ReturnType<typeof shopper>;

const addressesOf = async (one: Shopper) => (await one.graph(`{ cart { version ${ADDRESSES} } }`)).data.cart;
async function withCart(viewer: ReturnType<typeof newViewer> | null = null) {
  const one = shopper(viewer);
  await one.add(offer());
  return one;
}

test('an address out of the own address book is copied into the cart', async () => {
  const ada = newViewer();
  const own = await withCart(ada);
  const addressId = world.inBookOf(ada, { ...address, line1: '7 Book Street' });
  for (const [name, type] of ways) expect((await own.run(name, type, { addressId })).userErrors).toEqual([]);
  expect(await addressesOf(own)).toMatchObject({
    shippingAddress: whole({ line1: '7 Book Street' }),
    billingAddress: { id: null, line1: '7 Book Street' },
  });
});

test.each(ways)("%s takes another's address as one that does not exist, and changes nothing", async (name, type) => {
  const ada = newViewer();
  const own = await withCart(ada);
  const before = await addressesOf(own);
  const others = world.inBookOf(newViewer(), office);
  for (const addressId of [others, newId('addr')])
    expect(await own.run(name, type, { addressId })).toMatchObject({
      cart: null,
      userErrors: [{ __typename: 'GeneralUserError', code: 'NOT_FOUND', path: ['input', 'addressId'] }],
    });
  expect(await addressesOf(own)).toEqual(before);
});

test.each(ways)(
  '%s is told by a guest in full: there is no address book without an account',
  async (name, type, field) => {
    const guest = await withCart();
    const before = await addressesOf(guest);
    const addressId = world.inBookOf(newViewer(), office);
    expect((await guest.run(name, type, { addressId })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    expect(await addressesOf(guest)).toEqual(before);
    expect((await guest.run(name, type, { address: office })).userErrors).toEqual([]);
    expect((await addressesOf(guest))[field]).toMatchObject({ fullName: office.fullName });
  },
);

test.each(ways)('%s wants exactly one address', async (name, type) => {
  const ada = newViewer();
  const own = await withCart(ada);
  const before = await addressesOf(own);
  const addressId = world.inBookOf(ada, office);
  const wrong = [{}, { address: null, addressId: null }, { address: office, addressId }];
  for (const input of name === 'setCartBillingAddress'
    ? [...wrong, { address: office, sameAsShipping: true }, { sameAsShipping: false }]
    : wrong)
    expect((await own.run(name, type, input)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.address', rule: 'exclusive' } },
    ]);
  for (const bad of ['addr', newId('usr'), 'x'.repeat(1_000)])
    expect((await own.run(name, type, { addressId: bad })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'addressId' } },
    ]);
  expect(await addressesOf(own)).toEqual(before);
});

test('the bill goes where the parcel goes until it is told otherwise, and again when that is taken back', async () => {
  const guest = await withCart();
  await guest.ready();
  expect((await addressesOf(guest)).billingAddress).toBeNull();
  const totals = (await guest.cart()).totals;
  await guest.run('setCartBillingAddress', 'SetCartBillingAddressInput', { address: office });
  expect((await addressesOf(guest)).billingAddress).toMatchObject({ fullName: office.fullName });
  expect((await guest.cart()).totals).toEqual(totals); // the tax is that of where it goes to
  await guest.run('setCartBillingAddress', 'SetCartBillingAddressInput', { sameAsShipping: true });
  expect((await addressesOf(guest)).billingAddress).toBeNull();
});

test.each(ways)('%s takes no address that breaks the rules of its country, and changes nothing', async (name, type) => {
  const guest = await withCart();
  await guest.ready();
  const before = await addressesOf(guest);
  for (const [wrong, field, rule] of [
    [{ region: 'ZZ' }, 'region', 'region'],
    [{ region: null }, 'region', 'required'],
    [{ postalCode: '!!!' }, 'postalCode', 'postalCode'],
    [{ countryCode: 'GB', region: null }, 'postalCode', 'postalCode'],
  ] as const)
    expect(
      (await guest.run(name, type, { address: { ...address, line1: '2 Mill Lane', ...wrong } })).errors,
    ).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: `input.address.${field}`, rule } }]);
  for (const text of ['a\u202eb', 'a\u0000b', 'x'.repeat(1_000)])
    expect((await guest.run(name, type, { address: { ...address, region: text } })).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'address.region', rule: 'text' } },
    ]);
  expect(await addressesOf(guest)).toEqual(before);
});

test.each(ways)('%s keeps an address as its country writes it', async (name, type, field) => {
  const guest = await withCart();
  const typed = { ...address, region: 'california', postalCode: '946071234', countryCode: 'us' };
  expect((await guest.run(name, type, { address: typed })).userErrors).toEqual([]);
  expect((await addressesOf(guest))[field]).toMatchObject({ fullName: address.fullName });
  const [kept] = await world.db.execute<Record<string, object>>(
    sql`SELECT shipping_address AS "shippingAddress", billing_address AS "billingAddress" FROM carts WHERE token_hash = ${hash(guest.token!)}`,
  );
  expect(kept![field]).toMatchObject({ region: 'CA', postalCode: '94607-1234', countryCode: 'US' });
});

test.each(ways)('%s says what to mend of an address that was kept before there were rules', async (name, type) => {
  const ada = newViewer();
  const own = await withCart(ada);
  const before = await addressesOf(own);
  const { data } = await own.graph(
    `mutation ($input: ${type}!) { ${name}(input: $input) { cart { id } userErrors { code message path } } }`,
    { input: { addressId: world.inBookOf(ada, old) } },
  );
  expect(data[name]).toEqual({
    cart: null,
    userErrors: [
      {
        code: 'BAD_USER_INPUT',
        path: ['input', 'addressId'],
        message:
          'Change this address in the address book first. This is no state, province or county of this country (United States): give its code or its name, such as AL for Alabama. This is no postal code of this country (United States): one looks like 95014 or 22162-1010.',
      },
    ],
  });
  expect(await addressesOf(own)).toEqual(before);
  // another one of the book is taken, as its country writes it
  const addressId = world.inBookOf(ada, { ...address, region: 'California' });
  expect((await own.run(name, type, { addressId })).userErrors).toEqual([]);
});

test('a cart that has had its address since before there were rules is shown, merged and ordered with it', async () => {
  const [ada, guest] = [newViewer(), await withCart()];
  const own = await withCart(ada);
  const { cart } = await guest.ready();
  await world.db.execute(
    sql`UPDATE carts SET shipping_address = ${JSON.stringify(old)}::jsonb, billing_address = ${JSON.stringify(old)}::jsonb WHERE id = ${cart.id}`,
  );
  expect(await addressesOf(guest)).toMatchObject({ shippingAddress: old, billingAddress: { line1: old.line1 } });
  expect((await guest.cart()).problems).toEqual([]);
  await own.graph('mutation ($token: String!) { mergeCart(input: { token: $token }) { mergedLines } }', {
    token: guest.token,
  });
  expect(await addressesOf(own)).toMatchObject({ shippingAddress: old });
  const locked = await world.command('lockCart', { orderId: newId('ord'), viewerId: ada.id });
  expect(locked).toMatchObject({ outcome: 'LOCKED', cart: { shippingAddress: old, billingAddress: old } });
});

test('an order gets the address of the bill with its cart', async () => {
  const lock = (guest: Shopper) =>
    world.command('lockCart', { orderId: newId('ord'), viewerId: null, cartTokenHash: hash(guest.token!) });
  const [plain, billed] = [await withCart(), await withCart()];
  for (const guest of [plain, billed]) await guest.ready();
  await billed.run('setCartBillingAddress', 'SetCartBillingAddressInput', { address: office });
  expect((await lock(plain)).cart).toMatchObject({ shippingAddress: address, billingAddress: null });
  expect((await lock(billed)).cart).toMatchObject({ shippingAddress: address, billingAddress: office });
});

test("a guest's billing address comes along with where it goes to, and replaces none that was told", async () => {
  const merged = async (mine: string[], guests: string[]) => {
    const [ada, guest] = [newViewer(), await withCart()];
    const own = await withCart(ada);
    for (const [one, kinds] of [
      [own, mine],
      [guest, guests],
    ] as const)
      for (const [name, type, field] of ways)
        if (kinds.includes(field))
          await one.run(name, type, { address: { ...address, fullName: `${one === own ? 'own' : 'guest'} ${field}` } });
    await own.graph('mutation ($token: String!) { mergeCart(input: { token: $token }) { mergedLines } }', {
      token: guest.token,
    });
    const { shippingAddress, billingAddress } = await addressesOf(own);
    return [shippingAddress?.fullName ?? null, billingAddress?.fullName ?? null];
  };
  const [ship, bill] = ['shippingAddress', 'billingAddress'];
  expect(await merged([], [ship!, bill!])).toEqual(['guest shippingAddress', 'guest billingAddress']);
  expect(await merged([ship!], [ship!, bill!])).toEqual(['own shippingAddress', null]);
  expect(await merged([bill!], [ship!, bill!])).toEqual(['guest shippingAddress', 'own billingAddress']);
});
