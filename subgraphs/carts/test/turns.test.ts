import { type Database, newId } from '@storegraph/kit';
import { newViewer, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { hash, openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());

const merge = (userId: string, token: string | undefined) =>
  world.command('mergeCart', { userId, cartToken: token, strategy: 'SUM' });
const publish = (variantId: string, unitPriceMinor: number) =>
  world.deliver('PriceChanged', { variantId, unitPriceMinor, priceVersion: 2, currencyCode: 'USD' });
const take = (tx: Database, cartId: string) => tx.execute(sql`SELECT 1 FROM carts WHERE id = ${cartId} FOR UPDATE`);
const linesOf = async (cartId: string) =>
  (await world.items(cartId)).map(({ variant_id, quantity, unit_price_minor }) => [
    variant_id,
    quantity,
    Number(unit_price_minor),
  ]);
const liveCartsOf = async (userId: string): Promise<string[]> =>
  [
    ...(await world.db.execute<{ id: string }>(
      sql`SELECT id FROM carts WHERE user_id = ${userId} AND status IN ('OPEN', 'LOCKED')`,
    )),
  ].map(({ id }) => id);

type Step = (tx: Database) => Promise<unknown>;

/** While something is held these begin one after the other, each when those before wait. Then it is let go, and they end. */
async function whileHeld(hold: Step, runs: (() => Promise<unknown>)[], beforeLettingGo?: Step): Promise<unknown[]> {
  const running: Promise<unknown>[] = [];
  await world.db.transaction(async (tx) => {
    await hold(tx);
    for (const run of runs) {
      running.push(run());
      await until(world.waitingForLocks, (waiting) => waiting === running.length);
    }
    await beforeLettingGo?.(tx);
  });
  return Promise.all(running);
}

/** Somebody's own cart and a guest's with the variant in them: made in this order, and changed last in the other. */
async function twoCarts(variantId: string, first: 'own' | 'guest') {
  const ada = newViewer();
  const [own, guest] = [shopper(ada), shopper()];
  const [older, newer] = first === 'own' ? [own, guest] : [guest, own];
  for (const one of [older, newer, older]) await one.add(variantId);
  const [{ id: ownId }, { id: guestId }] = [await own.cart(), await guest.cart()];
  expect(ownId < guestId).toBe(first === 'own');
  return { ada, own, guest, ownId, guestId };
}

describe('two carts at once', () => {
  test.each([
    ['own', 'older'],
    ['own', 'newer'],
    ['guest', 'older'],
    ['guest', 'newer'],
  ] as const)(
    'a price that changes while two carts become one stops neither: the %s one is the older, and the %s one is waited for',
    async (first, held) => {
      const variantId = offer(2500);
      const { ada, guest, ownId, guestId } = await twoCarts(variantId, first);
      const done = await whileHeld(
        (tx) => take(tx, (first === 'own') === (held === 'older') ? ownId : guestId),
        [() => merge(ada.id, guest.token), () => publish(variantId, 2400)],
      );
      expect(done).toEqual([{ merged: 1, dropped: [] }, 'applied']);
      expect(await linesOf(ownId)).toEqual([[variantId, 3, 2400]]);
    },
  );

  test("a price that changes while somebody whose own cart was paid just now adds to a guest's stops neither", async () => {
    const variantId = offer(2500);
    const { own, guest, ownId, guestId } = await twoCarts(variantId, 'guest');
    own.token = guest.token;
    const [added, event] = await whileHeld(
      (tx) => tx.execute(sql`UPDATE carts SET status = 'CONVERTED' WHERE id = ${ownId}`),
      [() => own.add(variantId), () => publish(variantId, 2400)],
    );
    expect([added, event]).toMatchObject([{ userErrors: [], cart: { id: guestId } }, 'applied']);
    expect(await linesOf(guestId)).toEqual([[variantId, 3, 2400]]);
  });

  test("a price that changes while somebody whose own cart was paid just now orders a guest's stops neither", async () => {
    const variantId = offer(2500);
    const { ada, guest, ownId, guestId } = await twoCarts(variantId, 'guest');
    await guest.ready();
    const orderId = newId('ord');
    const [outcome, event] = await whileHeld(
      (tx) => tx.execute(sql`UPDATE carts SET status = 'CONVERTED' WHERE id = ${ownId}`),
      [
        () => world.command('lockCart', { orderId, viewerId: ada.id, cartTokenHash: hash(guest.token!) }),
        () => publish(variantId, 2400),
      ],
    );
    expect([outcome, event]).toMatchObject([{ outcome: 'LOCKED', cart: { cartId: guestId } }, 'applied']);
    expect(await linesOf(guestId)).toEqual([[variantId, 2, 2400]]);
  });

  test('an event of a price leaves a cart alone that it has not taken: a variant that goes in meanwhile is at the price of then', async () => {
    const variantId = offer(2500);
    const [known, late] = [shopper(), shopper()];
    const { cart } = await known.add(variantId);
    const { cart: other } = await late.add(offer());
    let event: Promise<unknown> | undefined;
    let applied = false;
    await world.db.transaction(async (change) => {
      await world.db.transaction(async (holds) => {
        await take(holds, cart.id);
        event = publish(variantId, 2400).finally(() => (applied = true));
        await until(world.waitingForLocks, (waiting) => waiting === 1);
        await late.add(variantId);
        await take(change, other.id);
      });
      await until(world.waitingForLocks, (waiting) => applied || waiting > 0);
      await change.execute(sql`UPDATE cart_items SET quantity = quantity + 2 WHERE cart_id = ${other.id}`);
    });
    expect(await event).toBe('applied');
    expect(await linesOf(cart.id)).toEqual([[variantId, 1, 2400]]);
    expect((await linesOf(other.id)).find(([id]) => id === variantId)).toEqual([variantId, 3, 2500]);
  });
});

describe("a guest's cart of a shopper who has none of their own", () => {
  test.each([
    ['another request opened', false],
    ['is opened when another request takes its own back', true],
  ])('and another one, at once, become the one cart that %s', async (_, takenBack) => {
    const ada = newViewer();
    const opened = newId('cart');
    const variantId = offer(2500);
    const guests = [shopper(), shopper()];
    for (const guest of guests) await guest.add(variantId, 2);
    const merged = await whileHeld(
      (tx) => tx.execute(sql`INSERT INTO carts (id, user_id) VALUES (${opened}, ${ada.id})`),
      guests.map((guest) => () => merge(ada.id, guest.token)),
      async (tx) => takenBack && (await tx.execute(sql`DELETE FROM carts WHERE id = ${opened}`)),
    );
    expect(merged).toEqual(guests.map(() => ({ merged: 1, dropped: [] })));
    const live = await liveCartsOf(ada.id);
    expect(live).toHaveLength(1);
    expect(live[0] === opened).toBe(!takenBack);
    expect(await linesOf(live[0]!)).toEqual([[variantId, 4, 2500]]);
    for (const guest of guests) expect(await guest.cart()).toBeNull();
  });

  test('that comes twice at once comes over once', async () => {
    const ada = newViewer();
    const guest = shopper();
    const variantId = offer(2500);
    const { cart } = await guest.add(variantId, 2);
    const again = () => merge(ada.id, guest.token);
    const merged = await whileHeld((tx) => take(tx, cart.id), [again, again]);
    expect(merged).toEqual([
      { merged: 1, dropped: [] },
      { merged: 0, dropped: [] },
    ]);
    const live = await liveCartsOf(ada.id);
    expect(live).toHaveLength(1);
    expect(await linesOf(live[0]!)).toEqual([[variantId, 2, 2500]]);
  });

  test('that two shoppers bring along at once is for the first, and the second gets no cart by it', async () => {
    const [ada, eve] = [newViewer(), newViewer()];
    const guest = shopper();
    const variantId = offer(2500);
    const { cart } = await guest.add(variantId, 2);
    const merged = await whileHeld(
      (tx) => take(tx, cart.id),
      [ada, eve].map(
        ({ id }) =>
          () =>
            merge(id, guest.token),
      ),
    );
    expect(merged).toEqual([
      { merged: 1, dropped: [] },
      { merged: 0, dropped: [] },
    ]);
    const live = await liveCartsOf(ada.id);
    expect(live).toHaveLength(1);
    expect(await linesOf(live[0]!)).toEqual([[variantId, 2, 2500]]);
    expect(await liveCartsOf(eve.id)).toEqual([]);
  });

  test('that comes when the own one was paid just now is in a new one', async () => {
    const variantId = offer(2500);
    const { ada, own, guest, ownId, guestId } = await twoCarts(variantId, 'guest');
    await own.ready();
    const orderId = newId('ord');
    await world.command('lockCart', { orderId, viewerId: ada.id });
    const merged = await whileHeld(
      (tx) => take(tx, guestId),
      [() => merge(ada.id, guest.token)],
      () => world.deliver('OrderPaid', { orderId }),
    );
    expect(merged).toEqual([{ merged: 1, dropped: [] }]);
    const live = await liveCartsOf(ada.id);
    expect(live).toHaveLength(1);
    expect(live[0]).not.toBe(ownId);
    expect(await linesOf(live[0]!)).toEqual([[variantId, 2, 2500]]);
  });

  test('leaves nothing behind when there is none of this token', async () => {
    const ada = newViewer();
    expect(await merge(ada.id, 'no such token')).toEqual({ merged: 0, dropped: [] });
    expect(await liveCartsOf(ada.id)).toEqual([]);
  });
});

describe('an addition that finds the cart that another request has just opened', () => {
  /** Not seen by the first look, there when one is opened: as it is with another request's. */
  async function endedCart() {
    const ada = newViewer();
    const own = shopper(ada);
    const variantId = offer();
    const { cart } = await own.add(variantId);
    await world.db.execute(sql`UPDATE carts SET status = 'ABANDONED' WHERE id = ${cart.id}`);
    return { own, variantId, cart };
  }

  test('waits for its turn at it', async () => {
    const { own, variantId, cart } = await endedCart();
    let change: Promise<unknown> | undefined;
    let addition: Promise<any> | undefined;
    let added = false;
    await world.db.transaction(async (opens) => {
      await opens.execute(sql`UPDATE carts SET status = 'OPEN' WHERE id = ${cart.id}`);
      // whoever changes a cart takes its row before its items
      change = world.db.transaction(async (tx) => {
        await take(tx, cart.id);
        await until(world.waitingForLocks, (waiting) => added || waiting > 0);
        await tx.execute(sql`UPDATE cart_items SET quantity = quantity + 2 WHERE cart_id = ${cart.id}`);
      });
      await until(world.waitingForLocks, (waiting) => waiting === 1);
      addition = own.add(variantId).finally(() => (added = true));
      await until(world.waitingForLocks, (waiting) => waiting === 2);
    });
    await change;
    expect((await addition).cart?.id).toBe(cart.id);
    expect((await own.cart()).totalQuantity).toBe(4);
  });

  test('is refused when an order has it by now, and the order keeps what it is made of', async () => {
    const { own, variantId, cart } = await endedCart();
    const before = await linesOf(cart.id);
    const [refused] = (await whileHeld(
      (tx) =>
        tx.execute(
          sql`UPDATE carts SET status = 'LOCKED', order_id = ${newId('ord')}, snapshot = '{}' WHERE id = ${cart.id}`,
        ),
      [() => own.add(variantId)],
    )) as any[];
    expect(refused.userErrors).toMatchObject([{ code: 'CHECKOUT_IN_PROGRESS', path: ['input', 'cartId'] }]);
    expect(await linesOf(cart.id)).toEqual(before);
    expect((await world.rows(cart.id)).version).toBe(cart.version);
  });
});
