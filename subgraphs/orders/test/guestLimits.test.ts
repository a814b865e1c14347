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
const order = (cart: Partial<Cart> = {}, viewer: Viewer | null = null) => {
  const cartToken = randomUUID();
  carts.set(hashToken(cartToken), { email: newEmail(), quantity: 1, ...cart });
  return place(viewer, { cartToken });
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

test('who is signed in holds what the account may', async () => {
  const email = newEmail();
  expect((await order({ email, quantity: 11 }, newViewer())).order.status).toBe('AWAITING_PAYMENT');
  expect((await order({ email, quantity: 10 })).order.status).toBe('AWAITING_PAYMENT');
});
