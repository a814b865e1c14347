import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, expect, test } from 'vitest';
import { hash, openWorld } from './world.ts';

const [world, strict] = await Promise.all([openWorld(), openWorld({ MAX_QUANTITY_PER_VARIANT: '5' })]);
afterAll(() => Promise.all([world.stop(), strict.stop()]));
afterEach(async () => {
  world.catalogue.isUp = true;
  await world.db.execute(sql`UPDATE shipping_methods SET currency_code = 'USD'`);
});

const PROBLEMS = 'problems { code message itemId variantId available }';
type Shopper = ReturnType<typeof world.shopper>;

/** A guest with everything that an order needs, and so many of each variant. */
async function filled(
  quantities: Record<string, number>,
  { shopper }: Pick<typeof world, 'shopper'> = world,
): Promise<Shopper> {
  const guest = shopper();
  for (const [variantId, quantity] of Object.entries(quantities)) await guest.add(variantId, quantity);
  await guest.ready();
  return guest;
}
const problemsOf = async (guest: Shopper) => (await guest.graph(`{ cart { ${PROBLEMS} } }`)).data.cart.problems;
const change = (variantId: string, to: object, { shelf } = world) =>
  shelf.set(variantId, { ...shelf.get(variantId)!, ...to });
const target = ({ token }: Shopper) => ({ viewerId: null, cartId: null, cartTokenHash: hash(token!) });

test('what became short, sold out, archived or unknown since it was added is told for each item, with what is left', async () => {
  const [fine, short, soldOut, archived, gone] = [1, 2, 3, 4, 5].map(() => world.offer());
  const guest = await filled({ [fine!]: 2, [short!]: 3, [soldOut!]: 1, [archived!]: 1, [gone!]: 1 });
  expect(await problemsOf(guest)).toEqual([]);

  change(short!, { available: 2 });
  change(soldOut!, { available: 0 });
  change(archived!, { purchasable: false });
  world.shelf.delete(gone!);

  const { items } = await guest.cart();
  const about = (variantId: string | undefined) => ({
    variantId,
    itemId: items.find(({ variant }: any) => variant.id === variantId).id,
  });
  const expected = [
    { code: 'INSUFFICIENT_STOCK', message: 'Only 2 are left', available: 2, ...about(short) },
    { code: 'OUT_OF_STOCK', message: 'This is sold out', available: 0, ...about(soldOut) },
    { code: 'NOT_FOR_SALE', message: 'This is not for sale any more', available: 0, ...about(archived) },
    { code: 'NOT_FOR_SALE', message: 'This is not for sale any more', available: 0, ...about(gone) },
  ];
  expect(await problemsOf(guest)).toEqual(expected);
  const { problems } = await world.command('checkCart', target(guest));
  expect(problems).toEqual(expected.map(({ code, variantId, available }) => ({ code, variantId, available })));
});

test('without a way of shipping in the currency of the cart no item is deliverable, and no order gets the cart', async () => {
  const variantIds = [world.offer(), world.offer()];
  const guest = await filled(Object.fromEntries(variantIds.map((variantId) => [variantId, 1])));
  await world.db.execute(sql`UPDATE shipping_methods SET currency_code = 'EUR'`);
  const expected = variantIds.map((variantId) => ({ code: 'NOT_DELIVERABLE', variantId, available: null }));

  expect(await problemsOf(guest)).toMatchObject([...expected, { code: 'SHIPPING_METHOD_MISSING' }]);
  expect((await world.command('checkCart', target(guest))).problems).toEqual(expected);
  expect(await world.command('lockCart', { orderId: newId('ord'), ...target(guest) })).toEqual({
    outcome: 'REFUSED',
    code: 'NOT_DELIVERABLE',
    message: 'There is no way to ship this',
    path: ['input', 'cartId'],
  });
  expect((await guest.cart()).status).toBe('OPEN');
});

test('a way of shipping that is not offered in this currency any more has to be chosen anew', async () => {
  const guest = await filled({ [world.offer()]: 1 });
  await world.db.execute(sql`UPDATE shipping_methods SET currency_code = 'EUR' WHERE id = 'standard'`);
  expect(await problemsOf(guest)).toMatchObject([{ code: 'SHIPPING_METHOD_MISSING', variantId: null }]);
  expect(await world.command('lockCart', { orderId: newId('ord'), ...target(guest) })).toMatchObject({
    outcome: 'REFUSED',
    code: 'BAD_USER_INPUT',
    path: ['cart', 'shippingMethod'],
  });
});

test('a shop that sells at most five of a variant shows what a cart has above that, and makes no order of it', async () => {
  const variantId = strict.offer();
  const guest = await filled({ [variantId]: 5 }, strict);
  expect(await problemsOf(guest)).toEqual([]);
  await strict.db.execute(sql`UPDATE cart_items SET quantity = 6 WHERE variant_id = ${variantId}`);

  const problem = { code: 'QUANTITY_LIMIT', variantId, available: 5 };
  expect(await problemsOf(guest)).toMatchObject([{ ...problem, message: 'At most 5 of one variant' }]);
  expect((await strict.command('checkCart', target(guest))).problems).toEqual([problem]);
  expect(await strict.command('lockCart', { orderId: newId('ord'), ...target(guest) })).toMatchObject({
    outcome: 'REFUSED',
    code: 'QUANTITY_LIMIT',
    message: 'At most 5 of one variant',
  });
});

test('where five are the most, nobody gets six into a cart', async () => {
  const guest = strict.shopper();
  const variantId = strict.offer();
  const { cart } = await guest.add(variantId, 5);
  const items = [{ itemId: cart.items[0].id, quantity: 6 }];
  expect((await guest.add(variantId, 1)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect((await guest.run('updateCartItems', 'UpdateCartItemsInput', { items })).userErrors).toMatchObject([
    { code: 'BAD_USER_INPUT', path: ['input', 'items', '0', 'quantity'] },
  ]);
  expect((await guest.cart()).items).toMatchObject([{ quantity: 5 }]);
});

test('products is asked once for all carts of an operation, and only by who wants to know the problems', async () => {
  const variants = Array.from({ length: 6 }, () => world.offer());
  const guests: Shopper[] = [];
  for (let index = 0; index < 3; index++)
    guests.push(await filled({ [variants[2 * index]!]: 1, [variants[2 * index + 1]!]: 1 }));
  const ask = (fields: string) =>
    world
      .shopper(newViewer())
      .graph(
        `{ ${guests.map(({ token }, index) => `c${index}: cart(token: "${token}") { totalQuantity ${fields} }`).join(' ')} }`,
      );
  await ask(PROBLEMS);
  const look = async (fields: string) => {
    world.asked.length = world.statements.count = 0;
    const { data, errors } = await ask(fields);
    expect([errors, Object.values(data).map(({ totalQuantity }: any) => totalQuantity)]).toEqual([
      undefined,
      [2, 2, 2],
    ]);
    return { calls: world.asked.map((ids) => ids.toSorted()), statements: world.statements.count };
  };
  expect(await look('')).toEqual({ calls: [], statements: 2 }); // carts, items
  expect(await look(PROBLEMS)).toEqual({ calls: [variants.toSorted()], statements: 3 }); // shipping methods
});

test('more variants than products takes at once are asked in parts, and each is told', async () => {
  const guests: Shopper[] = [];
  for (let index = 0; index < 5; index++) {
    const guest = world.shopper();
    const items = Array.from({ length: 50 }, () => ({ variantId: world.offer(), quantity: 1 }));
    const { cartToken } = await guest.run('addCartItems', 'AddCartItemsInput', { items }, 'cartToken');
    guest.token = cartToken;
    guests.push(guest);
  }
  for (const variantId of world.shelf.keys()) change(variantId, { available: 0 });
  world.asked.length = 0;
  const { data } = await world
    .shopper(newViewer())
    .graph(
      `{ ${guests.map(({ token }, index) => `c${index}: cart(token: "${token}") { problems { code } }`).join(' ')} }`,
    );
  expect(world.asked.map(({ length }) => length)).toEqual([200, 50]);
  const soldOut = Object.values(data)
    .flatMap(({ problems }: any) => problems)
    .filter(({ code }) => code === 'OUT_OF_STOCK');
  expect(soldOut).toHaveLength(250);
});

test('a cart can be read while the catalogue is away: what is not known of it is null, with the reason', async () => {
  const guest = await filled({ [world.offer()]: 1 });
  world.catalogue.isUp = false;
  const { data, errors } = await guest.graph(`{ cart { totalQuantity totals { total { amount } } ${PROBLEMS} } }`);
  expect(data.cart).toMatchObject({
    totalQuantity: 1,
    problems: null,
    totals: { total: { amount: expect.any(String) } },
  });
  expect(errors).toMatchObject([{ path: ['cart', 'problems'], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
});

test('an order that waits for its payment holds the stock of its cart: the last unit is no problem of it', async () => {
  const variantId = world.offer(2500, { available: 1 });
  const guest = await filled({ [variantId]: 1 });
  const { outcome } = await world.command('lockCart', { orderId: newId('ord'), ...target(guest) });
  change(variantId, { available: 0 });
  world.asked.length = 0;
  expect([outcome, await problemsOf(guest), world.asked]).toEqual(['LOCKED', [], []]);
});

test('a price that changed names its variant, too', async () => {
  const variantId = world.offer(2500);
  const guest = await filled({ [variantId]: 1 });
  await world.deliver('PriceChanged', { variantId, unitPriceMinor: 3000, currencyCode: 'USD', priceVersion: 2 });
  expect(await problemsOf(guest)).toMatchObject([{ code: 'PRICE_CHANGED', variantId, available: null }]);
});
