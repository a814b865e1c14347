import { newId } from '@storegraph/kit';
import { askTogether, newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer, shelf } = world;
afterAll(() => world.stop());
const lines = ({ items }: any) => items.map(({ quantity, variant }: any) => [variant.id, quantity]);

test("a guest's first item makes a cart and a token, of which only the hash is kept", async () => {
  const guest = shopper();
  const variantId = offer(2500);

  const { cart, cartToken, userErrors } = await guest.add(variantId, 2);

  expect(userErrors).toEqual([]);
  expect(cartToken).toMatch(/^[\w-]{43}$/);
  expect(cart).toMatchObject({
    status: 'OPEN',
    totalQuantity: 2,
    items: [{ quantity: 2, unitPrice: { amount: '25.00' }, priceChanged: false, total: { amount: '50.00' } }],
    totals: { subtotal: { amount: '50.00' }, shipping: { amount: '0.00' }, total: { amount: '50.00' } },
  });
  expect(JSON.stringify(await world.rows(cart.id))).not.toContain(cartToken);
  expect((await guest.add(variantId)).cartToken).toBeNull();
});

test('a cart is for who holds it: not for another token, another shopper, or the id alone', async () => {
  const guest = shopper();
  const { cart } = await guest.add(offer());
  const own = shopper(newViewer());
  const { cart: ofOwn } = await own.add(offer());
  const stranger = shopper(newViewer());
  stranger.token = `${guest.token}x`;

  expect((await guest.cart())?.id).toBe(cart.id);
  for (const id of [cart.id, ofOwn.id]) expect(await stranger.cart(`(id: "${id}")`)).toBeNull();
  expect(await shopper().cart()).toBeNull();
  for (const cartId of [cart.id, ofOwn.id])
    expect((await stranger.run('clearCart', 'ClearCartInput', { cartId })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
  expect(lines(await own.cart())).toHaveLength(1);
  const { data } = await stranger.graph(
    'query ($who: [_Any!]!) { _entities(representations: $who) { ... on Cart { id } } }',
    {
      who: [cart.id, ofOwn.id].map((id) => ({ __typename: 'Cart', id })),
    },
  );
  expect(data._entities).toEqual([null, null]);
});

test('User.cart is for themselves only', async () => {
  const ada = newViewer();
  const { cart } = await shopper(ada).add(offer());
  const QUERY = 'query ($who: [_Any!]!) { _entities(representations: $who) { ... on User { cart { id } } } }';
  const who = [{ __typename: 'User', id: ada.id }];
  expect((await shopper(ada).graph(QUERY, { who })).data._entities).toEqual([{ cart: { id: cart.id } }]);
  expect((await shopper(newViewer(['ADMIN'])).graph(QUERY, { who })).data._entities).toEqual([{ cart: null }]);
});

test('the same variant again is one line, at the price of now', async () => {
  const guest = shopper();
  const variantId = offer(2500);
  await guest.add(variantId, 2);
  shelf.set(variantId, { ...shelf.get(variantId)!, unitPriceMinor: 3000 });
  const { cart } = await guest.add(variantId, 1);
  expect(cart.items).toMatchObject([{ quantity: 3, unitPrice: { amount: '30.00' }, priceChanged: false }]);
});

test("who is signed in and shows a guest's token sees and changes the own cart, whichever is older", async () => {
  for (const ownComesFirst of [true, false]) {
    const [own, guest] = [shopper(newViewer()), shopper()];
    for (const one of ownComesFirst ? [own, guest] : [guest, own]) await one.add(offer());
    const { id } = await own.cart();
    own.token = guest.token;
    expect((await own.cart()).id).toBe(id);
    expect((await own.add(offer())).cart).toMatchObject({ id, totalQuantity: 2 });
    expect((await guest.cart()).totalQuantity).toBe(1);
  }
});

test('a refusal names the first line of its variant as it was sent, also when others come twice', async () => {
  const guest = shopper();
  const [fine, scarce] = [offer(), offer(1000, { available: 1 })];
  const items = [fine, fine, scarce, scarce].map((variantId) => ({ variantId, quantity: 1 }));
  expect((await guest.run('addCartItems', 'AddCartItemsInput', { items })).userErrors).toMatchObject([
    { code: 'INSUFFICIENT_STOCK', path: ['input', 'items', '2', 'quantity'] },
  ]);
});

test('all items or none, asked in one go', async () => {
  const guest = shopper();
  const [fine, scarce] = [offer(), offer(1000, { available: 1 })];
  world.asked.length = 0;
  const items = [
    { variantId: fine, quantity: 1 },
    { variantId: scarce, quantity: 2 },
  ];
  const refused = await guest.run('addCartItems', 'AddCartItemsInput', { items });
  expect(refused).toMatchObject({
    cart: null,
    userErrors: [
      {
        __typename: 'InsufficientStock',
        code: 'INSUFFICIENT_STOCK',
        path: ['input', 'items', '1', 'quantity'],
        available: 1,
        variant: { id: scarce },
      },
    ],
  });
  expect(world.asked).toEqual([[fine, scarce]]);
  expect(await guest.cart()).toBeNull();
});

test.each([
  ['nothing', { items: [] }],
  ['a quantity of zero', { items: [{ variantId: newId('var'), quantity: 0 }] }],
  ['a quantity of a hundred', { items: [{ variantId: newId('var'), quantity: 100 }] }],
  ['an id of another kind', { items: [{ variantId: newId('prod'), quantity: 1 }] }],
])('%s is refused and makes no cart', async (_, input) => {
  const guest = shopper();
  const { errors } = await guest.run('addCartItems', 'AddCartItemsInput', input);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: expect.stringContaining('items') } }]);
  expect(await guest.cart()).toBeNull();
});

test('what is not for sale, or more than 99 of one thing, does not go in', async () => {
  const guest = shopper();
  const variantId = offer(100, { available: 500 });
  await guest.add(variantId, 90);
  expect((await guest.add(variantId, 10)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  expect((await guest.add(newId('var'))).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await guest.add(offer(100, { purchasable: false }))).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(lines(await guest.cart())).toEqual([[variantId, 90]]);
});

test('quantities change together, and a change beyond the stock changes none', async () => {
  const guest = shopper();
  const [one, two] = [offer(1000), offer(2000, { available: 3 })];
  await guest.add(one);
  const { cart } = await guest.add(two);
  const [first, second] = cart.items;
  const update = (quantities: [number, number]) =>
    guest.run('updateCartItems', 'UpdateCartItemsInput', {
      items: [
        { itemId: first.id, quantity: quantities[0] },
        { itemId: second.id, quantity: quantities[1] },
      ],
    });
  expect(lines((await update([4, 3])).cart)).toEqual([
    [one, 4],
    [two, 3],
  ]);
  expect((await update([5, 4])).userErrors).toMatchObject([{ code: 'INSUFFICIENT_STOCK', available: 3 }]);
  expect(lines(await guest.cart())).toEqual([
    [one, 4],
    [two, 3],
  ]);
  const { cart: less } = await guest.run('removeCartItems', 'RemoveCartItemsInput', { itemIds: [first.id] });
  expect(lines(less)).toEqual([[two, 3]]);
});

test('an item of another cart is not touched', async () => {
  const [ada, eve] = [shopper(), shopper()];
  const { cart } = await ada.add(offer());
  await eve.add(offer());
  const itemId = cart.items[0].id;
  const items = [{ itemId, quantity: 9 }];
  expect((await eve.run('updateCartItems', 'UpdateCartItemsInput', { items })).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  await eve.run('removeCartItems', 'RemoveCartItemsInput', { itemIds: [itemId] });
  expect(lines(await ada.cart())).toMatchObject([[expect.any(String), 1]]);
});

test('of two changes on the same version the second is refused', async () => {
  const guest = shopper();
  const variantId = offer();
  const { cart } = await guest.add(variantId);
  const outcomes = await Promise.all([1, 2].map(() => guest.add(variantId, 1, { expectedVersion: cart.version })));
  expect(outcomes.filter(({ errors }) => errors?.[0].extensions.code === 'VERSION_CONFLICT')).toHaveLength(1);
  expect((await guest.cart()).totalQuantity).toBe(2);
});

test('an addition to a cart as it was seen is told when that cart has ended since, and makes no other', async () => {
  for (const one of [shopper(newViewer()), shopper()]) {
    const { cart } = await one.add(offer());
    await world.db.execute(sql`UPDATE carts SET status = 'ABANDONED' WHERE id = ${cart.id}`);
    const before = await world.rows(cart.id);
    const { errors } = await one.add(offer(), 1, { expectedVersion: cart.version });
    expect(errors).toMatchObject([{ extensions: { code: 'VERSION_CONFLICT', field: 'input.expectedVersion' } }]);
    expect(await one.cart()).toBeNull();
    expect(await world.rows(cart.id)).toEqual(before);
  }
});

test('twenty additions at the same time all count', async () => {
  const guest = shopper();
  const variantId = offer();
  await guest.add(variantId);
  await Promise.all(Array.from({ length: 20 }, () => guest.add(variantId)));
  expect(await guest.cart()).toMatchObject({ totalQuantity: 21, version: 22 });
});

test('first additions of one shopper at the same time end in one cart', async () => {
  const ada = shopper(newViewer());
  const variantId = offer();
  const added = await Promise.all(Array.from({ length: 5 }, () => ada.add(variantId)));
  expect(new Set(added.map(({ cart }) => cart.id)).size).toBe(1);
  expect((await ada.cart()).totalQuantity).toBe(5);
});

test('e-mail, address and shipping make a cart ready, with tax of the destination to the cent', async () => {
  const guest = shopper();
  await guest.add(offer(3333), 1);
  await guest.add(offer(1999), 2);
  expect((await guest.cart()).problems.map(({ code }: any) => code)).toEqual([
    'EMAIL_MISSING',
    'SHIPPING_ADDRESS_MISSING',
    'SHIPPING_METHOD_MISSING',
  ]);
  const { cart } = await guest.ready();
  // California: 7.25 % per line, rounded half up: 2.42 + 2.90; shipping is not taxed
  expect(cart).toMatchObject({
    problems: [],
    totals: {
      subtotal: { amount: '73.31' },
      shipping: { amount: '4.90' },
      tax: { amount: '5.32' },
      total: { amount: '83.53' },
    },
  });
  const { errors } = await guest.run('setCartShippingAddress', 'SetCartShippingAddressInput', {
    address: { fullName: '', line1: 'x', city: 'x', postalCode: 'x', countryCode: 'US' },
  });
  expect(errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: expect.stringContaining('fullName') } },
  ]);
  expect(
    (await guest.run('setCartShippingMethod', 'SetCartShippingMethodInput', { shippingOptionId: 'teleport' }))
      .userErrors,
  ).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'shippingOptionId'] }]);
});

test('a whole cart page takes one statement per level', async () => {
  const guest = shopper();
  for (let index = 0; index < 5; index++) await guest.add(offer());
  await guest.ready();
  await guest.cart();
  world.statements.count = 0;
  await guest.cart();
  expect(world.statements.count).toBe(4); // cart, lines, shipping methods, tax rates
});

test('the cart of a user who comes up many times takes one statement per level', async () => {
  const ada = newViewer();
  await shopper(ada).add(offer());
  const { together, alone, statements } = await askTogether(world, {
    viewer: ada,
    type: 'User',
    ids: [ada.id, newViewer().id, ada.id],
    selection:
      'cart { totalQuantity items { quantity variant { id } } shippingOptions { name } totals { total { amount } } }',
  });
  expect(together).toEqual(alone);
  expect(together.map(({ cart }) => cart?.totalQuantity)).toEqual([1, undefined, 1]);
  expect(statements).toBe(3); // carts, items, shipping methods
});

test('a cart that is cleared has nothing in it, and others keep what they have', async () => {
  const [guest, neighbour] = [shopper(), shopper()];
  const { cart } = await guest.add(offer(), 2);
  await guest.add(offer());
  await neighbour.add(offer());
  expect(await guest.run('clearCart', 'ClearCartInput', {})).toMatchObject({
    userErrors: [],
    cart: { id: cart.id, items: [], totalQuantity: 0, totals: { subtotal: { amount: '0.00' } } },
  });
  expect(await world.items(cart.id)).toEqual([]);
  expect(lines(await neighbour.cart())).toHaveLength(1);
});

test('who has no cart hears what to do, and gets none by trying', async () => {
  const guest = shopper();
  expect(await guest.run('clearCart', 'ClearCartInput', {})).toEqual({
    errors: [
      expect.objectContaining({
        message: expect.stringContaining('create one, or add something to it'),
        extensions: expect.objectContaining({ code: 'NOT_FOUND', field: 'input.cartId' }),
      }),
    ],
  });
  expect(await guest.cart()).toBeNull();
});

test('an order will call an item by its product and its variant, unless both have one name or the variant has none', async () => {
  const guest = shopper();
  const names = [{ title: 'Oak' }, { title: 'Bowl' }, { title: '' }];
  for (const name of names) await guest.add(offer(2500, name));
  const kept = await world.items((await guest.cart()).id);
  expect(kept.map(({ title }) => title).sort()).toEqual(['Bowl', 'Bowl', 'Bowl, Oak']);
});

test('who is late hears how many are left, or that it is sold out', async () => {
  const message = async (available: number) => {
    const { data } = await shopper().graph(
      'mutation ($input: AddCartItemsInput!) { addCartItems(input: $input) { userErrors { message } } }',
      { input: { items: [{ variantId: offer(2500, { available }), quantity: 9 }] } },
    );
    return data.addCartItems.userErrors[0].message;
  };
  expect([await message(2), await message(1), await message(0)]).toEqual([
    'Only 2 are left',
    'Only 1 are left',
    'This is sold out',
  ]);
});

test('an item that is named twice in one change is refused, and keeps its quantity', async () => {
  const guest = shopper();
  const { cart } = await guest.add(offer(), 2);
  const [{ id: itemId }] = cart.items;
  const items = [
    { itemId, quantity: 1 },
    { itemId, quantity: 3 },
  ];
  expect((await guest.run('updateCartItems', 'UpdateCartItemsInput', { items })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: 'input.items', rule: 'unique' } },
  ]);
  expect((await guest.cart()).items).toMatchObject([{ quantity: 2 }]);
});
