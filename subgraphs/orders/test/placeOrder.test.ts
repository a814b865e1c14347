import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld, TOTAL } from './world.ts';

const world = await openWorld();
const { place, placed, row, history, told, called, answers } = world;
afterAll(() => world.stop());
beforeEach(() => world.reset());
const ordersOf = async (userId: string) =>
  [...(await world.db.execute(sql`SELECT id FROM orders WHERE user_id = ${userId}`))].length;

test('placing an order locks the cart, reserves and opens the payment, in this order and once', async () => {
  const buyer = newViewer();

  const { order, orderToken, userErrors } = await place(buyer);

  expect(userErrors).toEqual([]);
  expect(order).toEqual({
    id: expect.stringMatching(/^ord_/),
    number: expect.stringMatching(/^SG-\d{6}$/),
    status: 'AWAITING_PAYMENT',
    paymentStatus: 'UNPAID',
    fulfillmentStatus: 'UNFULFILLED',
    totals: { total: { amount: '103.55' } },
  });
  expect(orderToken).toMatch(/^[\w-]{20,}$/);
  expect(called).toEqual(['checkCart', 'lockCart', 'reserveStock', 'createIntent']);
  expect(await history(order.id)).toEqual(['placeRequested', 'cartLocked', 'readyToPay']);
  expect(await told(order.id)).toEqual(['OrderPlaced']);
  expect((await row(order.id)).order_token_hash).not.toContain(orderToken);
});

test('the same key and input answer the same order; the same key with another input is refused', async () => {
  const buyer = newViewer();
  const idempotencyKey = randomUUID();

  const answered = await Promise.all([1, 2, 3, 4].map(() => place(buyer, { idempotencyKey })));
  const other = await place(buyer, { idempotencyKey, expectedTotal: { ...TOTAL, amount: '1.00' } });

  expect(new Set(answered.map(({ order }) => order.id)).size).toBe(1);
  expect(new Set(answered.map(({ orderToken }) => orderToken)).size).toBe(1);
  expect(other.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  expect(await ordersOf(buyer.id)).toBe(1);
});

test('a key belongs to its shopper: two shoppers with the same key place two orders', async () => {
  const idempotencyKey = randomUUID();
  const [first, second] = [await place(newViewer(), { idempotencyKey }), await place(newViewer(), { idempotencyKey })];
  expect(first.order.id).not.toBe(second.order.id);
});

test('guests who choose the same key place an order each: a key belongs to the token of the cart', async () => {
  const idempotencyKey = randomUUID();
  const cartId = newId('cart');
  const orders = [];
  for (const headers of [{ 'x-cart-token': 'one' }, { 'x-cart-token': 'another' }])
    orders.push((await place(null, { idempotencyKey, cartId }, headers)).order?.id);
  expect(orders).toEqual([expect.stringMatching(/^ord_/), expect.stringMatching(/^ord_/)]);
  expect(new Set(orders).size).toBe(2);
});

test('the address on the bill is that of the cart, and the shipping address when it has none', async () => {
  const ASK = 'query ($id: ID!) { order(id: $id) { billingAddress { fullName line1 } } }';
  const locks = answers.lockCart;
  const placed = async (billingAddress: object | null | undefined) => {
    const buyer = newViewer();
    answers.lockCart = async (input) => {
      const outcome = await locks(input);
      if (outcome.outcome === 'LOCKED') Object.assign(outcome.cart, { billingAddress });
      return outcome;
    };
    const { order } = await place(buyer);
    return (await world.as(buyer)(ASK, { id: order.id })).data.order.billingAddress;
  };
  const office = { fullName: 'Accounts', line1: '9 Bill Road', city: 'Bonn', postalCode: '53111', countryCode: 'DE' };
  expect(await placed(office)).toEqual({ fullName: 'Accounts', line1: '9 Bill Road' });
  for (const none of [null, undefined])
    expect(await placed(none)).toEqual({ fullName: 'Ada Winter', line1: '1 Mill Lane' });
});

test('what is short is told with what is left, what is sold out as sold out, and nothing is payable', async () => {
  const [bowl, vase] = world.lines;
  answers.reserveStock = async () => ({
    outcome: 'REJECTED',
    shortages: [
      { variantId: bowl!.variantId, available: 1 },
      { variantId: vase!.variantId, available: 0 },
    ],
  });

  const buyer = newViewer();
  const { order, userErrors } = await place(buyer);

  expect(order).toBeNull();
  expect(userErrors).toEqual([
    {
      __typename: 'InsufficientStock',
      code: 'INSUFFICIENT_STOCK',
      path: expect.any(Array),
      available: 1,
      variant: { id: bowl!.variantId },
    },
    {
      __typename: 'InsufficientStock',
      code: 'OUT_OF_STOCK',
      path: expect.any(Array),
      available: 0,
      variant: { id: vase!.variantId },
    },
  ]);
  expect(called).toEqual(['checkCart', 'lockCart', 'reserveStock']);
  expect(await told((await world.rowOf(buyer)).id)).toEqual(['OrderRejected']);
});

test('another total than the shopper saw is refused before anything is reserved', async () => {
  const { order, userErrors } = await place(newViewer(), { expectedTotal: { amount: '99.00', currencyCode: 'USD' } });

  expect([order, userErrors]).toEqual([
    null,
    [
      {
        __typename: 'PriceChanged',
        code: 'PRICE_CHANGED',
        path: expect.any(Array),
        expected: { amount: '99.00' },
        actual: { amount: '103.55' },
      },
    ],
  ]);
  expect(called).toEqual(['checkCart', 'lockCart']);
});

test('a price that the catalogue no longer stands by is refused after the reservation, and the stock is freed by the event', async () => {
  answers.reserveStock = async () => ({
    outcome: 'RESERVED',
    lines: world.lines.map(({ variantId, unitPriceMinor }, index) => ({
      variantId,
      unitPriceMinor: unitPriceMinor + (index === 0 ? 100 : 0),
      currencyCode: 'USD',
    })),
  });

  const buyer = newViewer();
  const { userErrors } = await place(buyer);

  expect(userErrors).toMatchObject([{ __typename: 'PriceChanged', actual: { amount: '105.55' } }]);
  expect(called).toEqual(['checkCart', 'lockCart', 'reserveStock']);
  expect(await told((await world.rowOf(buyer)).id)).toEqual(['OrderRejected']);
});

test.each(['EMPTY_CART', 'CHECKOUT_IN_PROGRESS', 'NOT_FOUND'] as const)(
  'a cart that answers %s is a refusal, again on a repeat',
  async (code) => {
    answers.lockCart = async () => ({ outcome: 'REFUSED', code, message: 'No', path: ['input', 'cartId'] });
    const buyer = newViewer();
    const idempotencyKey = randomUUID();

    const first = await place(buyer, { idempotencyKey });
    const again = await place(buyer, { idempotencyKey });

    expect(first.userErrors).toEqual([{ __typename: 'GeneralUserError', code, path: ['input', 'cartId'] }]);
    expect(again.userErrors).toEqual(first.userErrors);
    expect(called).toEqual(['checkCart', 'lockCart', 'checkCart']);
  },
);

test.each(['lockCart', 'reserveStock', 'createIntent'] as const)(
  'when %s cannot be reached the order is kept, and the completer finishes it',
  async (step) => {
    const usual = answers[step];
    answers[step] = async () => {
      throw new Error('connection refused');
    };
    const { order, userErrors } = await place(newViewer());
    expect([order.status, userErrors]).toEqual(['PENDING', []]);

    answers[step] = usual as never;
    await world.goOn(order.id);

    expect((await row(order.id)).state).toBe('AWAITING_PAYMENT');
    expect((await history(order.id)).filter((type) => type === 'readyToPay')).toHaveLength(1);
  },
);

test('a refusal of the cart that comes late rejects nothing: another request has locked it since, and the order may be payable', async () => {
  const locks = answers.lockCart;
  answers.lockCart = async ({ orderId }) => {
    answers.lockCart = locks; // the shopper has completed the cart
    answers.createIntent = async () => {
      throw new Error('the answer was lost');
    };
    await world.goOn(orderId);
    return { outcome: 'REFUSED', code: 'EMPTY_CART', message: 'No', path: ['input', 'cartId'] };
  };
  const { order } = await place(newViewer());
  expect([(await row(order.id)).state, await told(order.id)]).toEqual(['RESERVING', []]);

  world.reset();
  await world.goOn(order.id);
  expect((await row(order.id)).state).toBe('AWAITING_PAYMENT');
});

test('who pays before we hear that the payment was opened has paid', async () => {
  answers.createIntent = async () => {
    throw new Error('the answer was lost');
  };
  const { order } = await place(newViewer());
  expect((await row(order.id)).state).toBe('RESERVING');

  await world.pay(order.id);
  world.reset();
  await world.goOn(order.id);

  expect(await row(order.id)).toMatchObject({ state: 'PAID', captured_minor: '10355' });
  expect(await told(order.id)).toEqual(['OrderPlaced', 'OrderPaid']);
});

test('an order that was given up while its payment was opened stays given up', async () => {
  answers.createIntent = async ({ orderId }) => {
    await world.db.execute(sql`UPDATE orders SET state = 'CANCELLING', number = 'SG-1' WHERE id = ${orderId}`);
    return { outcome: 'CANCELED' };
  };
  const { order } = await place(newViewer());
  expect((await row(order.id)).state).toBe('CANCELLED');
});

test('at most five orders of one shopper wait for their payment', async () => {
  const buyer = newViewer();
  const answered = await Promise.all(Array.from({ length: 7 }, () => place(buyer)));
  expect(answered.filter(({ order }) => order).length).toBe(5);
  expect(answered.filter(({ errors }) => errors?.[0].extensions.code === 'RATE_LIMITED')).toHaveLength(2);
  expect(await ordersOf(buyer.id)).toBe(5);
});

test('malformed input names the field and places nothing', async () => {
  const buyer = newViewer();
  const attempts = [
    [{ expectedTotal: { amount: '1.234', currencyCode: 'USD' } }, 'input.expectedTotal'],
    [{ expectedTotal: { amount: '-1.00', currencyCode: 'USD' } }, 'input.expectedTotal'],
    [{ cartId: newId('prod') }, 'cartId'],
  ] as const;
  for (const [input, field] of attempts) {
    const { errors } = await place(buyer, input);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(errors[0])).toContain(field);
  }
  expect((await place(null)).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: 'input.cartToken' } },
  ]);
  expect(await ordersOf(buyer.id)).toBe(0);
});

test('an order without an answer for the whole payment window is given up by the reconciler, which is silent otherwise', async () => {
  answers.lockCart = async () => {
    throw new Error('connection refused');
  };
  const { order } = await place(newViewer());
  const { orderId: healthy } = await placed();
  await world.db.execute(sql`UPDATE orders SET placed_at = placed_at - interval '1 day' WHERE id = ${order.id}`);

  const before = await row(healthy);
  await world.runJobs({ periodic: true, rounds: 0 });
  await world.goOn('every');

  expect((await row(order.id)).state).toBe('REJECTED');
  expect(await row(healthy)).toEqual(before);
});
