import { randomUUID } from 'node:crypto';
import { hashToken, type Viewer } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { place, answers } = world;
const bowl = world.lines[0]!;
afterAll(() => world.stop());

interface Cart {
  email: string;
  quantity: number;
}
/** By the hash of their token. */
const carts = new Map<string, Cart>();
beforeEach(() => {
  world.reset();
  const locks = answers.lockCart;
  answers.lockCart = async (input) => {
    const answer = await locks(input);
    const { email, quantity } = carts.get(input.cartTokenHash!)!;
    const lines = [{ ...bowl, quantity, totalMinor: bowl.unitPriceMinor * quantity }];
    if (answer.outcome === 'LOCKED') Object.assign(answer.cart, { email, lines });
    return answer;
  };
});

const newEmail = () => `${randomUUID()}@shop.example`;

/** Somebody with a cart of their own: so many bowls, for this address. */
const order = (cart: Partial<Cart> = {}, viewer: Viewer | null = null, address = '203.0.113.7') => {
  const cartToken = randomUUID();
  carts.set(hashToken(cartToken), { email: newEmail(), quantity: 1, ...cart });
  return place(viewer, { cartToken }, { 'x-forwarded-for': address });
};
const TOO_MANY = {
  order: null,
  orderToken: null,
  userErrors: [{ __typename: 'GeneralUserError', code: 'RATE_LIMITED', path: ['input', 'cartId'] }],
};
const placedOf = (answered: any[]) => answered.filter((one) => one.order?.status === 'AWAITING_PAYMENT');

test('five orders of one e-mail address may wait for their payment, however it is spelled and whatever carts they are of', async () => {
  const email = newEmail();
  const answered = await Promise.all(Array.from({ length: 9 }, () => order({ email })));
  expect(placedOf(answered)).toHaveLength(5);
  expect(answered.filter(({ order }) => order === null)).toEqual(Array(4).fill(TOO_MANY));
  expect(await order({ email: email.toUpperCase() })).toEqual(TOO_MANY);
  expect((await order()).order.status).toBe('AWAITING_PAYMENT');

  await world.pay(placedOf(answered)[0].order.id);
  expect((await order({ email })).order.status).toBe('AWAITING_PAYMENT');
  expect(await order({ email })).toEqual(TOO_MANY);
});

test('ten units of one variant may wait for their payment by one e-mail address, in one order or in several', async () => {
  expect(await order({ quantity: 11 })).toEqual(TOO_MANY);
  const email = newEmail();
  expect((await order({ email, quantity: 6 })).order.status).toBe('AWAITING_PAYMENT');
  expect(await order({ email, quantity: 5 })).toEqual(TOO_MANY);
  expect((await order({ email, quantity: 4 })).order.status).toBe('AWAITING_PAYMENT');
  expect(await order({ email, quantity: 1 })).toEqual(TOO_MANY);
});

test('who is refused holds nothing, hears it again by the same key, and the cart is opened again', async () => {
  const email = newEmail();
  const cartToken = randomUUID();
  const idempotencyKey = randomUUID();
  carts.set(hashToken(cartToken), { email, quantity: 11 });
  world.called.length = 0;
  const first = await place(null, { cartToken, idempotencyKey });
  expect(first).toEqual(TOO_MANY);
  expect(world.called).toEqual(['checkCart', 'lockCart']);
  expect(await place(null, { cartToken, idempotencyKey })).toEqual(first);
  const [row] = [
    ...(await world.db.execute(sql`SELECT id FROM orders WHERE cart_token_hash = ${hashToken(cartToken)}`)),
  ];
  expect(await world.told(String(row!.id))).toEqual(['OrderRejected']);
});

test('guests of one network address are one holder for the stock, with however many carts and e-mail addresses', async () => {
  const holders: (string | undefined)[] = [];
  const reserves = answers.reserveStock;
  answers.reserveStock = async (input) => {
    expect(input.holder?.atMost).toBe(input.holder ? 20 : undefined);
    holders.push(input.holder?.key);
    return reserves(input);
  };
  await order({}, null, '2001:db8:1:2::9');
  await order({}, null, '2001:db8:1:2:3::7');
  await order({}, null, '203.0.113.7');
  await order({}, newViewer(), '203.0.113.7');
  const [one, same, another, account] = holders;
  expect(same).toBe(one);
  expect(another).toEqual(expect.stringMatching(/^[\w-]{43}$/));
  expect(another).not.toBe(one);
  expect(account).toBeUndefined();
});

test('who may have no more of what there is hears that, and what to do', async () => {
  answers.reserveStock = async () => ({ outcome: 'REJECTED', shortages: [], overLimit: [bowl.variantId] });
  expect(await order()).toEqual(TOO_MANY);
  const [row] = await world.db.execute(sql`SELECT rejection FROM orders ORDER BY placed_at DESC, id DESC LIMIT 1`);
  expect(row!.rejection).toMatchObject([
    { message: expect.stringMatching(/^Without an account at most 20 of "Oak Bowl" .* one network address: pay or/) },
  ]);
});

test('who is signed in holds what the account may', async () => {
  const email = newEmail();
  expect((await order({ email, quantity: 11 }, newViewer())).order.status).toBe('AWAITING_PAYMENT');
  expect((await order({ email, quantity: 10 })).order.status).toBe('AWAITING_PAYMENT');
});
