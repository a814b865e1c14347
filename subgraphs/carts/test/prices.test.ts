import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer, shelf } = world;
afterAll(() => world.stop());

type Price = [unitPriceMinor: number, priceVersion: number];
const publish = (variantId: string, [unitPriceMinor, priceVersion]: Price, eventId: string = randomUUID()) =>
  world.deliver('PriceChanged', { variantId, unitPriceMinor, priceVersion, currencyCode: 'USD' }, eventId);
const pricesOf = async (one: ReturnType<typeof shopper>) =>
  (await one.cart()).items.map(({ unitPrice, addedPrice }: any) => [unitPrice.amount, addedPrice.amount]);
/** What products says from now on. */
const reprice = (variantId: string, [unitPriceMinor, priceVersion]: Price, more: object = {}) =>
  shelf.set(variantId, { ...shelf.get(variantId)!, unitPriceMinor, priceVersion, ...more });
const check = (token?: string, more: object = {}) =>
  world.command('checkCart', { viewerId: null, cartTokenHash: token ? hash(token) : null, ...more });
const lock = (orderId: string, token: string | undefined) =>
  world.command('lockCart', { orderId, viewerId: null, cartTokenHash: hash(token!) });
async function cartWith(unitPriceMinor: number, quantity = 1) {
  const guest = shopper();
  const variantId = offer(unitPriceMinor);
  await guest.add(variantId, quantity);
  const { cart } = await guest.ready();
  return { guest, variantId, cartId: cart.id as string };
}

test.each<[string, Price[]]>([
  [
    'in order',
    [
      [4040, 2],
      [4050, 3],
    ],
  ],
  [
    'in the wrong order',
    [
      [4050, 3],
      [4040, 2],
    ],
  ],
  [
    'with an old one again after them',
    [
      [4040, 2],
      [4050, 3],
      [4040, 2],
    ],
  ],
  [
    'where the last one is lower',
    [
      [9900, 2],
      [4050, 3],
      [9900, 2],
    ],
  ],
])('two changes of a price that arrive %s end at the last one', async (_, prices) => {
  const { guest, variantId } = await cartWith(4000);
  for (const price of prices) await publish(variantId, price);
  expect(await pricesOf(guest)).toEqual([['40.50', '40.00']]);
});

test('the same event twice, and an event that says nothing new, leave the cart and its version alone', async () => {
  const { guest, variantId } = await cartWith(4000);
  const eventId = randomUUID();
  await publish(variantId, [4050, 2], eventId);
  const { version } = await guest.cart();
  await publish(variantId, [4050, 2], eventId);
  await publish(variantId, [4060, 2]);
  await publish(variantId, [4000, 1]);
  expect([await pricesOf(guest), (await guest.cart()).version]).toEqual([[['40.50', '40.00']], version]);
});

test('a locked cart hears of a price as an open one does; one that is bought does not change any more', async () => {
  const { guest, variantId, cartId } = await cartWith(4000);
  const orderId = newId('ord');
  await lock(orderId, guest.token);
  await publish(variantId, [4050, 3]);
  await publish(variantId, [4040, 2]);
  expect(await pricesOf(guest)).toEqual([['40.50', '40.00']]);
  await world.deliver('OrderPaid', { orderId });
  const before = await world.items(cartId);
  await publish(variantId, [9900, 4]);
  expect(await world.items(cartId)).toEqual(before);
});

test('an answer of products that was overtaken by an event does not bring the older price back', async () => {
  const { guest, variantId } = await cartWith(4000);
  await publish(variantId, [4050, 3]); // products answers what it read before
  const { cart } = await guest.add(variantId);
  expect(cart.items).toMatchObject([{ quantity: 2, unitPrice: { amount: '40.50' }, priceChanged: false }]);
  await publish(variantId, [4040, 2]);
  expect(await pricesOf(guest)).toEqual([['40.50', '40.50']]);
  reprice(variantId, [4070, 4]);
  await guest.add(variantId);
  await publish(variantId, [4050, 3]);
  expect(await pricesOf(guest)).toEqual([['40.70', '40.70']]);
});

test.each<[string, Price, Price]>([
  ["the guest's", [4040, 2], [4050, 3]],
  ['the own', [4050, 3], [4040, 2]],
])('when two carts become one the newer price stays: %s', async (_, mine, guests) => {
  const variantId = offer(4000);
  const ada = newViewer();
  const [own, guest] = [shopper(ada), shopper()];
  reprice(variantId, mine);
  await own.add(variantId);
  reprice(variantId, guests);
  await guest.add(variantId);
  await world.command('mergeCart', { userId: ada.id, cartToken: guest.token, strategy: 'SUM' });
  expect((await own.cart()).items).toMatchObject([{ quantity: 2, unitPrice: { amount: '40.50' } }]);
  await publish(variantId, [4040, 2]);
  expect((await own.cart()).items).toMatchObject([{ unitPrice: { amount: '40.50' } }]);
});

test.each(['own', "guest's"])(
  'a new price that comes while two carts become one reaches what they become: the %s is the older one',
  async (older) => {
    const variantId = offer(4000);
    const ada = newViewer();
    const [own, guest] = [shopper(ada), shopper()];
    for (const one of older === 'own' ? [own, guest] : [guest, own]) await one.add(variantId);
    const both = [(await own.cart()).id, (await guest.cart()).id].sort();
    let event: Promise<unknown> | undefined;
    let merge: Promise<unknown> | undefined;
    await world.db.transaction(async (tx) => {
      await tx.execute(sql`SELECT 1 FROM carts WHERE id = ${both[0]} FOR UPDATE`);
      event = publish(variantId, [4050, 2]);
      await until(world.waitingForLocks, (waiting) => waiting === 1);
      merge = world.command('mergeCart', { userId: ada.id, cartToken: guest.token, strategy: 'SUM' });
      await until(world.waitingForLocks, (waiting) => waiting === 2);
    });
    expect(await Promise.allSettled([event, merge])).toEqual([
      { status: 'fulfilled', value: 'applied' },
      { status: 'fulfilled', value: { merged: 1, dropped: [] } },
    ]);
    expect((await own.cart()).items).toMatchObject([{ quantity: 2, unitPrice: { amount: '40.50' } }]);
  },
);

test('a look before the order takes over prices that were never published, of this cart alone, and never an older one', async () => {
  const { guest, variantId, cartId } = await cartWith(4000);
  const other = shopper();
  await other.add(variantId);
  const { version } = await guest.cart();
  reprice(variantId, [4050, 3]);

  expect(await check(guest.token)).toEqual({ currencyCode: 'USD', hasEmail: true, problems: [] });
  expect([await pricesOf(guest), (await guest.cart()).version]).toEqual([[['40.50', '40.00']], version + 1]);
  expect(await pricesOf(other)).toEqual([['40.00', '40.00']]);

  reprice(variantId, [4040, 2]);
  const before = [await world.rows(cartId), await world.items(cartId)];
  await check(guest.token);
  expect([await world.rows(cartId), await world.items(cartId)]).toEqual(before);
});

test('a look says what is short, gone or not for sale, and promises and locks nothing', async () => {
  const guest = shopper();
  const wanted = [offer(1000), offer(1000), offer(1000), offer(1000), offer(1000)] as const;
  for (const variantId of wanted) await guest.add(variantId, 3);
  const [enough, short, over, archived, gone] = wanted;
  reprice(enough, [1000, 1], { available: 3 });
  reprice(short, [1000, 1], { available: 2 });
  reprice(over, [1000, 1], { available: -1 });
  reprice(archived, [1000, 1], { purchasable: false });
  shelf.delete(gone);
  const { id: cartId } = await guest.cart();
  const before = [await world.rows(cartId), await world.items(cartId)];

  expect(await check(guest.token)).toEqual({
    currencyCode: 'USD',
    hasEmail: false,
    problems: [
      { code: 'INSUFFICIENT_STOCK', variantId: short, available: 2 },
      { code: 'OUT_OF_STOCK', variantId: over, available: 0 },
      { code: 'NOT_FOR_SALE', variantId: archived, available: 0 },
      { code: 'NOT_FOR_SALE', variantId: gone, available: 0 },
    ],
  });
  expect([await world.rows(cartId), await world.items(cartId)]).toEqual(before);
});

test("only an open cart is looked into, and only by who holds it: not a stranger's, not one that was bought; one under way is there", async () => {
  const ada = newViewer();
  const own = shopper(ada);
  await own.add(offer());
  const { id: cartId } = await own.cart();
  const { guest } = await cartWith(4000);
  const seen = { currencyCode: 'USD', hasEmail: false, problems: [] };
  expect(await check(undefined, { viewerId: ada.id })).toEqual(seen);
  expect(await check(undefined, { viewerId: ada.id, cartId })).toEqual(seen);
  expect(await check(guest.token)).toEqual({ ...seen, hasEmail: true });
  for (const more of [{ viewerId: newViewer().id, cartId }, { cartId }, {}])
    expect(await check(undefined, more)).toBeNull();
  expect(await check(guest.token, { cartId })).toBeNull();

  const orderId = newId('ord');
  await lock(orderId, guest.token);
  expect(await check(guest.token)).toEqual({ currencyCode: 'USD', hasEmail: true, problems: [] });
  await world.deliver('OrderPaid', { orderId });
  expect(await check(guest.token)).toBeNull();
});
