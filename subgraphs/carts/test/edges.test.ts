import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { address, hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer, shelf } = world;
afterAll(() => world.stop());
const lock = (orderId: string, token: string | undefined) =>
  world.command('lockCart', { orderId, viewerId: null, cartTokenHash: hash(token!) });
const update = (one: ReturnType<typeof shopper>, itemId: string, quantity: number) =>
  one.run('updateCartItems', 'UpdateCartItemsInput', { items: [{ itemId, quantity }] });
const everything = async (cartId: string) => [await world.rows(cartId), await world.items(cartId)];
const merge = (userId: string, token: string | undefined, strategy = 'SUM') =>
  world.command('mergeCart', { userId, cartToken: token, strategy });

describe('limits', () => {
  test('99 of one variant fit into a cart, however they come in, and 100 do not', async () => {
    const guest = shopper();
    const variantId = offer(100, { available: 500 });
    await guest.add(variantId, 98);
    const { cart } = await guest.add(variantId, 1);
    expect(cart.totalQuantity).toBe(99);
    const before = await everything(cart.id);
    expect((await guest.add(variantId, 1)).userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await update(guest, cart.items[0].id, 100)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect((await update(guest, cart.items[0].id, 0)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    expect(await everything(cart.id)).toEqual(before);
    expect((await update(guest, cart.items[0].id, 1)).cart.totalQuantity).toBe(1);
    expect((await update(guest, cart.items[0].id, 99)).cart.totalQuantity).toBe(99);
  });

  test('as many as are left fit in, with what is in the cart already, and not one more', async () => {
    const guest = shopper();
    const variantId = offer(100, { available: 5 });
    await guest.add(variantId, 2);
    const { cart } = await guest.add(variantId, 3);
    const before = await everything(cart.id);
    for (const refused of [await guest.add(variantId, 1), await update(guest, cart.items[0].id, 6)])
      expect(refused.userErrors).toMatchObject([{ __typename: 'InsufficientStock', available: 5 }]);
    expect(await everything(cart.id)).toEqual(before);
    expect((await update(guest, cart.items[0].id, 5)).userErrors).toEqual([]);
  });

  test('fifty different variants fit into a cart, and more of them; a fifty-first does not', async () => {
    const guest = shopper();
    const variants = Array.from({ length: 50 }, () => offer(100));
    const items = variants.map((variantId) => ({ variantId, quantity: 1 }));
    const { cart } = await guest.run('addCartItems', 'AddCartItemsInput', { items }, 'cartToken').then((answer) => {
      guest.token = answer.cartToken;
      return answer;
    });
    expect(cart.totalQuantity).toBe(50);
    const before = await everything(cart.id);
    expect((await guest.add(offer(100))).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['input', 'items'] },
    ]);
    expect(await everything(cart.id)).toEqual(before);
    expect((await guest.add(variants[0]!)).cart.totalQuantity).toBe(51);
  });

  test('what counts in another currency than the cart does not go in', async () => {
    const guest = shopper();
    const { cart } = await guest.add(offer());
    const before = await everything(cart.id);
    expect((await guest.add(offer(100, { currencyCode: 'EUR' }))).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT' },
    ]);
    expect(await everything(cart.id)).toEqual(before);
  });
});

test('of what is archived while it is in a cart there can be neither more nor less, only none', async () => {
  const guest = shopper();
  const variantId = offer();
  const { cart } = await guest.add(variantId, 3);
  shelf.set(variantId, { ...shelf.get(variantId)!, purchasable: false });
  const before = await everything(cart.id);
  for (const quantity of [2, 4])
    expect((await update(guest, cart.items[0].id, quantity)).userErrors).toMatchObject([
      { __typename: 'InsufficientStock', available: 0, variant: { id: variantId } },
    ]);
  expect((await guest.add(variantId)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await everything(cart.id)).toEqual(before);
  const { cart: emptied } = await guest.run('removeCartItems', 'RemoveCartItemsInput', { itemIds: [cart.items[0].id] });
  expect(emptied.items).toEqual([]);
});

describe('a lock', () => {
  test.each([
    ['email', 'email', sql`email = NULL`],
    ['shipping address', 'shippingAddress', sql`shipping_address = NULL`],
    ['shipping method', 'shippingMethod', sql`shipping_method_id = NULL`],
  ])('is refused without %s alone, and says so', async (_, field, change) => {
    const guest = shopper();
    await guest.add(offer());
    const { cart } = await guest.ready();
    await world.db.execute(sql`UPDATE carts SET ${change} WHERE id = ${cart.id}`);
    const before = await everything(cart.id);
    expect(await lock(newId('ord'), guest.token)).toMatchObject({
      outcome: 'REFUSED',
      code: 'BAD_USER_INPUT',
      path: ['cart', field],
    });
    expect(await everything(cart.id)).toEqual(before);
  });

  test('has the amounts that the shopper saw, each its own: with tax on the shipping, and the shipping that was chosen', async () => {
    const guest = shopper();
    const [bowl, vase] = [offer(3333), offer(1999)];
    await guest.add(bowl, 1);
    await guest.add(vase, 2);
    await guest.ready();
    await guest.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address: { ...address, region: 'NY' } });
    const { cart } = await guest.run('setCartShippingMethod', 'SetCartShippingMethodInput', {
      shippingOptionId: 'express',
    });
    // New York: 4 % per line, rounded half up (1.33 + 1.60), and of the shipping (0.52)
    expect(cart.totals).toEqual({
      subtotal: { amount: '73.31' },
      shipping: { amount: '12.90' },
      tax: { amount: '3.45' },
      total: { amount: '89.66' },
    });
    const { cart: snapshot } = await lock(newId('ord'), guest.token);
    expect(snapshot).toMatchObject({
      cartId: cart.id,
      email: 'ada@shop.example',
      currencyCode: 'USD',
      subtotalMinor: 7331,
      discountMinor: 0,
      shippingMinor: 1290,
      taxMinor: 345,
      totalMinor: 8966,
      shippingMethod: 'Express',
      shippingAddress: { ...address, region: 'NY' },
    });
    expect(
      snapshot.lines.map(({ variantId, quantity, unitPriceMinor, totalMinor }: any) => [
        variantId,
        quantity,
        unitPriceMinor,
        totalMinor,
      ]),
    ).toEqual([
      [bowl, 1, 3333, 3333],
      [vase, 2, 1999, 3998],
    ]);
  });

  test('is of one order: the end of another one neither opens nor ends it', async () => {
    const guest = shopper();
    await guest.add(offer());
    const { cart } = await guest.ready();
    const [orderId, other] = [newId('ord'), newId('ord')];
    await lock(orderId, guest.token);
    const before = await everything(cart.id);
    for (const type of ['OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed', 'OrderPaid'])
      await world.deliver(type, { orderId: other });
    expect(await everything(cart.id)).toEqual(before);
    for (const type of ['OrderPaid', 'OrderPaid', 'OrderCancelled']) await world.deliver(type, { orderId });
    expect((await world.rows(cart.id)).status).toBe('CONVERTED');
  });

  test.each(['OrderCancelled', 'OrderExpired', 'OrderRejected', 'StockFreed'])(
    'ends with %s: the cart is open, as it was',
    async (type) => {
      const guest = shopper();
      await guest.add(offer());
      const { cart } = await guest.ready();
      const before = await everything(cart.id);
      const orderId = newId('ord');
      await lock(orderId, guest.token);
      expect((await world.rows(cart.id)).status).toBe('LOCKED');
      await world.deliver(type, { orderId });
      expect(await everything(cart.id)).toEqual(before);
    },
  );
});

describe('two carts that become one', () => {
  test('keep at most 99 of a variant and fifty variants, and say what was dropped', async () => {
    const ada = newViewer();
    const [own, guest] = [shopper(ada), shopper()];
    const [both, fits] = [offer(100, { available: 500 }), offer(100, { available: 500 })];
    await own.add(both, 60);
    await own.add(fits, 60);
    await guest.add(both, 40);
    await guest.add(fits, 39);
    const fill = async (one: typeof own, count: number) => {
      for (let index = 0; index < count; index++) await one.add(offer());
    };
    await fill(own, 47);
    await fill(guest, 2);
    const { merged, dropped } = await merge(ada.id, guest.token);
    const { items } = await own.cart();
    expect([items.length, merged]).toEqual([50, 3]);
    expect(items.slice(0, 2).map(({ quantity }: any) => quantity)).toEqual([99, 99]);
    expect(dropped).toEqual([both, expect.stringMatching(/^var_/)]);
  });

  test("keep what the shopper has said, and take what only the guest's cart knows", async () => {
    const home = { ...address, city: 'Home' };
    const fillIn = async (one: ReturnType<typeof shopper>, email: string, method: string, where: object) => {
      await one.run('setCartEmail', 'SetCartEmailInput', { email });
      await one.run('setCartShippingAddress', 'SetCartShippingAddressInput', { address: where });
      await one.run('setCartShippingMethod', 'SetCartShippingMethodInput', { shippingOptionId: method });
    };
    for (const [known, email, method, city] of [
      [true, 'mine@shop.example', 'express', 'Home'],
      [false, 'guest@shop.example', 'pickup', 'Oakland'],
    ] as const) {
      const ada = newViewer();
      const [own, guest] = [shopper(ada), shopper()];
      await own.add(offer());
      await guest.add(offer());
      if (known) await fillIn(own, 'mine@shop.example', 'express', home);
      await fillIn(guest, 'guest@shop.example', 'pickup', address);
      await merge(ada.id, guest.token);
      expect(await world.rows((await own.cart()).id)).toMatchObject({
        email,
        shipping_method_id: method,
        shipping_address: { city },
      });
    }
  });

  test('are a new version: a change made on what the own cart was before is refused, and changes nothing', async () => {
    const ada = newViewer();
    const [own, guest] = [shopper(ada), shopper()];
    const { cart } = await own.add(offer());
    await guest.add(offer());
    await merge(ada.id, guest.token);
    const before = await everything(cart.id);
    const { errors } = await own.run('clearCart', 'ClearCartInput', { expectedVersion: cart.version });
    expect(errors).toMatchObject([{ extensions: { code: 'VERSION_CONFLICT' } }]);
    expect(await everything(cart.id)).toEqual(before);
  });

  test("are the own and a guest's open one: neither another shopper's, nor one that is being paid", async () => {
    const [ada, eve] = [newViewer(), newViewer()];
    const guest = shopper();
    await guest.add(offer());
    const { cart } = await guest.ready();
    await world.db.execute(sql`UPDATE carts SET user_id = ${eve.id} WHERE id = ${cart.id}`);
    expect(await merge(ada.id, guest.token)).toEqual({ merged: 0, dropped: [] });
    await world.db.execute(sql`UPDATE carts SET user_id = NULL WHERE id = ${cart.id}`);
    await lock(newId('ord'), guest.token);
    const before = await everything(cart.id);
    expect(await merge(ada.id, guest.token)).toEqual({ merged: 0, dropped: [] });
    expect(await everything(cart.id)).toEqual(before);
  });
});

async function giveUpIdleCarts(): Promise<void> {
  await world.runJobs({ periodic: true, rounds: 0 });
  await world.db.execute(sql`UPDATE jobs SET run_at = now()`);
  await world.runJobs({ rounds: 1 });
}

test('a cart that nobody used for a month is given up; one in use, or whose order waits, is not', async () => {
  const made = new Map<string, string>();
  for (const name of ['idle', 'fresh', 'locked']) {
    const guest = shopper();
    await guest.add(offer());
    const { cart } = await guest.ready();
    made.set(name, cart.id);
    if (name === 'locked') await lock(newId('ord'), guest.token);
    const left = name === 'fresh' ? '1 minute' : '-1 minute';
    await world.db.execute(sql`UPDATE carts SET expires_at = now() + ${left}::interval WHERE id = ${cart.id}`);
  }
  await giveUpIdleCarts();
  const statuses = await Promise.all([...made].map(async ([name, id]) => [name, (await world.rows(id)).status]));
  expect(Object.fromEntries(statuses)).toEqual({ idle: 'ABANDONED', fresh: 'OPEN', locked: 'LOCKED' });
});

test('every change of a cart gives it another month', async () => {
  const guest = shopper();
  const { cart } = await guest.add(offer());
  await world.db.execute(sql`UPDATE carts SET expires_at = now() WHERE id = ${cart.id}`);
  await guest.run('setCartEmail', 'SetCartEmailInput', { email: 'ada@shop.example' });
  const [left] = await world.db.execute(
    sql`SELECT expires_at BETWEEN now() + interval '29 days 23 hours' AND now() + interval '30 days' AS month FROM carts WHERE id = ${cart.id}`,
  );
  expect(left).toEqual({ month: true });
});

test('a cart that somebody changes just now is not idle: giving up the others does not wait for it', async () => {
  const [used, idle] = [await shopper().add(offer()), await shopper().add(offer())].map(({ cart }) => cart.id);
  await world.db.execute(sql`UPDATE carts SET expires_at = now() - interval '1 second' WHERE id IN (${used}, ${idle})`);
  await world.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT 1 FROM carts WHERE id = ${used} FOR UPDATE`);
    await giveUpIdleCarts();
  });
  expect([(await world.rows(used)).status, (await world.rows(idle)).status]).toEqual(['OPEN', 'ABANDONED']);
});
