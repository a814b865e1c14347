import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());
const lock = (orderId: string, token: string | undefined, more: object = {}) =>
  world.command('lockCart', { orderId, viewerId: null, cartTokenHash: token ? hash(token) : null, ...more });
async function readyCart() {
  const guest = shopper();
  const variantId = offer(2500);
  await guest.add(variantId, 2);
  const { cart } = await guest.ready();
  return { guest, variantId, cartId: cart.id as string };
}

test('a lock freezes the cart and answers the same snapshot however often it is asked', async () => {
  const { guest, cartId, variantId } = await readyCart();
  const orderId = newId('ord');

  const first = await lock(orderId, guest.token);
  await world.deliver('PriceChanged', { variantId, unitPriceMinor: 9900, priceVersion: 2 });
  const again = await Promise.all([lock(orderId, guest.token), lock(orderId, guest.token)]);

  expect(first).toMatchObject({
    outcome: 'LOCKED',
    cart: {
      cartId,
      email: 'ada@shop.example',
      lines: [{ variantId, quantity: 2, unitPriceMinor: 2500, totalMinor: 5000 }],
      subtotalMinor: 5000,
      shippingMinor: 490,
      taxMinor: 363,
      totalMinor: 5853,
    },
  });
  expect(again).toEqual([first, first]);
  expect((await guest.add(offer())).userErrors).toMatchObject([{ code: 'CHECKOUT_IN_PROGRESS' }]);
  expect(await lock(newId('ord'), guest.token)).toMatchObject({ outcome: 'REFUSED', code: 'CHECKOUT_IN_PROGRESS' });
});

test('a cart without an address is ordered with the one that comes with the order, and keeps its own when it has one', async () => {
  const { guest, cartId } = await readyCart();
  const defaultEmail = 'account@shop.example';
  const own = newId('ord');
  expect(await lock(own, guest.token, { defaultEmail })).toMatchObject({ cart: { email: 'ada@shop.example' } });
  await world.deliver('OrderCancelled', { orderId: own });

  await world.db.execute(sql`UPDATE carts SET email = NULL WHERE id = ${cartId}`);
  const look = () => world.command('checkCart', { viewerId: null, cartTokenHash: hash(guest.token!) });
  expect(await look()).toMatchObject({ hasEmail: false });
  expect(await lock(newId('ord'), guest.token)).toMatchObject({ code: 'BAD_USER_INPUT', path: ['cart', 'email'] });
  expect(await lock(newId('ord'), guest.token, { defaultEmail })).toMatchObject({
    outcome: 'LOCKED',
    cart: { email: defaultEmail },
  });
});

test('of two orders for one cart at the same time one gets it', async () => {
  const { guest } = await readyCart();
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => lock(newId('ord'), guest.token)));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['LOCKED', ...Array(5).fill('REFUSED')]);
});

test('when the order is given up the cart opens with the price of now; a lock that comes later is refused', async () => {
  const { guest, variantId } = await readyCart();
  const orderId = newId('ord');
  await lock(orderId, guest.token);
  await world.deliver('PriceChanged', { variantId, unitPriceMinor: 9900, priceVersion: 2 });
  await world.deliver('OrderCancelled', { orderId });
  expect(await guest.cart()).toMatchObject({
    status: 'OPEN',
    items: [{ unitPrice: { amount: '99.00' }, addedPrice: { amount: '25.00' }, priceChanged: true }],
    problems: [{ code: 'PRICE_CHANGED' }],
  });
  expect(await lock(orderId, guest.token)).toMatchObject({ outcome: 'REFUSED', code: 'INVALID_STATE' });

  const late = newId('ord');
  await world.deliver('OrderExpired', { orderId: late });
  expect(await lock(late, guest.token)).toMatchObject({ outcome: 'REFUSED', code: 'INVALID_STATE' });
  expect((await guest.cart()).status).toBe('OPEN');
});

test('a paid order ends its cart, and what comes late does not open it again', async () => {
  const { guest, cartId } = await readyCart();
  const orderId = newId('ord');
  await lock(orderId, guest.token);
  const eventId = randomUUID();
  await Promise.all([
    world.deliver('OrderPaid', { orderId }, eventId),
    world.deliver('OrderPaid', { orderId }, eventId),
  ]);
  await world.deliver('StockFreed', { orderId });
  expect((await world.rows(cartId)).status).toBe('CONVERTED');
  expect(await guest.cart()).toBeNull();
});

test('a lock that is asked again after the payment answers as before, and leaves the next cart alone', async () => {
  const ada = newViewer();
  const person = shopper(ada);
  await person.add(offer());
  const { cart: paid } = await person.ready();
  const orderId = newId('ord');
  const ask = () => lock(orderId, undefined, { viewerId: ada.id });
  const first = await ask();
  await world.deliver('OrderPaid', { orderId });
  await person.add(offer());
  const { cart: next } = await person.ready();

  expect(first).toMatchObject({ outcome: 'LOCKED', cart: { cartId: paid.id } });
  expect(next.id).not.toBe(paid.id);
  expect(await ask()).toEqual(first);
  expect((await person.cart()).status).toBe('OPEN');
});

async function emptied() {
  const guest = shopper();
  const { cart } = await guest.add(offer());
  await guest.ready();
  await guest.run('removeCartItems', 'RemoveCartItemsInput', { itemIds: [cart.items[0].id] });
  return guest.token;
}
async function withoutEmail() {
  const guest = shopper();
  await guest.add(offer());
  return guest.token;
}

test('a cart that is empty, has no e-mail or is unknown cannot be locked', async () => {
  const refusals = [
    ['EMPTY_CART', await emptied()],
    ['BAD_USER_INPUT', await withoutEmail()],
    ['NOT_FOUND', 'no such token'],
  ];
  for (const [code, token] of refusals)
    expect(await lock(newId('ord'), token)).toMatchObject({ outcome: 'REFUSED', code });
});

test("a shopper's cart is locked for themselves, by id only when it is theirs", async () => {
  const ada = newViewer();
  const person = shopper(ada);
  await person.add(offer());
  const { cart } = await person.ready();
  expect(await lock(newId('ord'), undefined, { viewerId: newViewer().id, cartId: cart.id })).toMatchObject({
    outcome: 'REFUSED',
    code: 'NOT_FOUND',
  });
  expect(await lock(newId('ord'), undefined, { viewerId: ada.id, cartId: cart.id })).toMatchObject({
    outcome: 'LOCKED',
    cart: { cartId: cart.id },
  });
});

test("who is signed in and shows a guest's token orders the own cart, whichever is older", async () => {
  for (const ownComesFirst of [true, false]) {
    const ada = newViewer();
    const [own, guest] = [shopper(ada), shopper()];
    for (const one of ownComesFirst ? [own, guest] : [guest, own]) {
      await one.add(offer());
      await one.ready();
    }
    const { id: cartId } = await own.cart();
    expect(await lock(newId('ord'), guest.token, { viewerId: ada.id })).toMatchObject({
      outcome: 'LOCKED',
      cart: { cartId },
    });
    expect((await guest.cart()).status).toBe('OPEN');
  }
});

test('a price change reaches every open cart with the variant, marks the line, and no other', async () => {
  const variantId = offer(2500);
  const other = offer(1000);
  const [one, two] = [shopper(), shopper()];
  await one.add(variantId);
  await one.add(other);
  await two.add(variantId);
  const three = shopper();
  await three.add(other);
  const versions = () => Promise.all([one, two, three].map(async (each) => (await each.cart()).version));
  expect(await versions()).toEqual([3, 2, 2]);
  await world.deliver('PriceChanged', { variantId, unitPriceMinor: 2000, priceVersion: 2 });
  expect(await versions()).toEqual([4, 3, 2]);
  expect((await one.cart()).items.map(({ unitPrice, priceChanged }: any) => [unitPrice.amount, priceChanged])).toEqual([
    ['20.00', true],
    ['10.00', false],
  ]);
  expect((await two.cart()).totals.subtotal.amount).toBe('20.00');
});

test('prices that change while shoppers change their carts stop nobody', async () => {
  const variants = [offer(1000), offer(2000)];
  const shoppers = Array.from({ length: 6 }, () => shopper());
  for (const one of shoppers) for (const variantId of variants) await one.add(variantId);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) => {
      const variantId = variants[index % 2]!;
      return index % 3 === 0
        ? world.deliver('PriceChanged', { variantId, unitPriceMinor: 1000 + index, priceVersion: 2 + index })
        : shoppers[index % 6]!.add(variantId);
    }),
  );
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && (outcome.value as any)?.errors)).toEqual([]);
});

test("at sign-in the guest's cart joins the own one, once", async () => {
  const [same, mine, theirs] = [offer(), offer(), offer()];
  const ada = newViewer();
  const [own, guest] = [shopper(ada), shopper()];
  await own.add(same, 2);
  await own.add(mine, 1);
  await guest.add(same, 3);
  await guest.add(theirs, 1);
  const merge = () => world.command('mergeCart', { userId: ada.id, cartToken: guest.token, strategy: 'SUM' });

  expect(await merge()).toEqual({ merged: 2, dropped: [] });
  expect(await merge()).toEqual({ merged: 0, dropped: [] });

  expect((await own.cart()).items.map(({ variant, quantity }: any) => [variant.id, quantity])).toEqual([
    [same, 5],
    [mine, 1],
    [theirs, 1],
  ]);
  expect(await guest.cart()).toBeNull();
});

test.each([
  ['MAX', 3],
  ['KEEP_MINE', 2],
  ['KEEP_GUEST', 3],
] as const)('merging by %s', async (strategy, quantity) => {
  const variantId = offer();
  const [own, guest] = [shopper(newViewer()), shopper()];
  await own.add(variantId, 2);
  await guest.add(variantId, 3);
  own.token = guest.token;
  const { data } = await own.graph(
    'mutation ($input: MergeCartInput!) { mergeCart(input: $input) { cart { totalQuantity } mergedLines droppedVariantIds } }',
    { input: { token: guest.token, strategy } },
  );
  expect(data.mergeCart).toEqual({ cart: { totalQuantity: quantity }, mergedLines: 1, droppedVariantIds: [] });
});

test('a merge while the own cart is being paid leaves the guest cart as it is', async () => {
  const ada = newViewer();
  const [own, guest] = [shopper(ada), shopper()];
  await own.add(offer());
  await own.ready();
  await guest.add(offer());
  await lock(newId('ord'), undefined, { viewerId: ada.id });
  expect(await world.command('mergeCart', { userId: ada.id, cartToken: guest.token, strategy: 'SUM' })).toEqual({
    merged: 0,
    dropped: [],
  });
  expect((await guest.cart()).totalQuantity).toBe(1);
});

test('who asks for a cart just when the order of the last one is paid gets a new one', async () => {
  const ada = newViewer();
  const own = shopper(ada);
  const { cart } = await own.add(offer());
  await own.ready();
  const orderId = newId('ord');
  await lock(orderId, undefined, { viewerId: ada.id });
  let asked: Promise<any> | undefined;
  await world.db.transaction(async (pays) => {
    await pays.execute(sql`SELECT 1 FROM carts WHERE id = ${cart.id} FOR UPDATE`);
    asked = own.run('createCart', 'CreateCartInput', {});
    await until(world.waitingForLocks, (waiting) => waiting === 1);
    await pays.execute(sql`UPDATE carts SET status = 'CONVERTED' WHERE id = ${cart.id}`);
  });
  const fresh = (await asked).cart;
  expect(fresh).toMatchObject({ status: 'OPEN', totalQuantity: 0 });
  expect(fresh.id).not.toBe(cart.id);
});

test('the database keeps one live cart per shopper and one cart per order', async () => {
  const ada = newViewer();
  const { cart } = await shopper(ada).add(offer());
  await expect(
    world.db.execute(sql`INSERT INTO carts (id, user_id) VALUES (${newId('cart')}, ${ada.id})`),
  ).rejects.toThrow();
  await expect(world.db.execute(sql`UPDATE carts SET status = 'LOCKED' WHERE id = ${cart.id}`)).rejects.toThrow();
});
