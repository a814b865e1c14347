import { randomUUID } from 'node:crypto';
import { RemoteError } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { place, answers, called } = world;
afterAll(() => world.stop());
const withoutEmail = async () => ({ currencyCode: 'USD', hasEmail: false, problems: [] });
const usersAreDown = () => Promise.reject(new RemoteError('users', 'contactOf'));
/** What carts is told to use when the cart names no address. */
let told: unknown[] = [];
beforeEach(() => {
  world.reset();
  told = [];
  const locks = answers.lockCart;
  answers.lockCart = (input) => {
    told.push(input.defaultEmail);
    return locks(input);
  };
});
const rows = async () => [...(await world.db.execute(sql`SELECT id FROM orders`))].length;

test('who is signed in and gave no address orders with that of the account', async () => {
  answers.checkCart = withoutEmail;
  const asked: string[] = [];
  answers.contactOf = async ({ userId }) => {
    asked.push(userId);
    return { email: 'account@shop.example' };
  };
  const buyer = newViewer();
  expect((await place(buyer)).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
  expect([asked, told]).toEqual([[buyer.id], ['account@shop.example']]);
  expect(called).toEqual(['checkCart', 'contactOf', 'lockCart', 'reserveStock', 'createIntent']);
});

test('the address is asked for once: what goes on later still has it', async () => {
  answers.checkCart = withoutEmail;
  const { lockCart } = answers;
  answers.lockCart = () => Promise.reject(new Error('connection refused'));
  const { order } = await place(newViewer());
  expect(order.status).toBe('PENDING');
  Object.assign(answers, { lockCart, contactOf: usersAreDown });
  await world.goOn(order.id);
  expect(told).toEqual(['account@shop.example']);
  expect(await world.row(order.id)).toMatchObject({ state: 'AWAITING_PAYMENT', email: 'ada@shop.example' });
});

test('a guest has no account, and whose cart has an address is not asked for another one', async () => {
  await place(newViewer());
  answers.checkCart = withoutEmail;
  await place(null, { cartToken: 'a token' });
  expect(called).not.toContain('contactOf');
  expect(told).toEqual([null, null]);
});

test('an account that is gone has no address: the cart has to name one', async () => {
  answers.checkCart = withoutEmail;
  answers.contactOf = async () => null;
  answers.lockCart = async ({ defaultEmail }) => {
    told.push(defaultEmail);
    return { outcome: 'REFUSED', code: 'BAD_USER_INPUT', message: 'Set one', path: ['cart', 'email'] };
  };
  expect(await place(newViewer())).toMatchObject({ order: null, userErrors: [{ path: ['cart', 'email'] }] });
  expect(told).toEqual([null]);
});

test('while accounts cannot be asked nothing is placed without an address, and a key that is known answers its order', async () => {
  const [buyer, idempotencyKey] = [newViewer(), randomUUID()];
  answers.checkCart = withoutEmail;
  const first = await place(buyer, { idempotencyKey });
  const before = await rows();

  answers.contactOf = usersAreDown;
  expect((await place(newViewer())).errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect(await rows()).toBe(before);
  expect(await place(buyer, { idempotencyKey })).toEqual(first);
});

test('when nobody looked at the cart the account is asked in case the cart has no address', async () => {
  answers.checkCart = () => Promise.reject(new Error('connection refused'));
  expect((await place(newViewer())).order).toMatchObject({ status: 'AWAITING_PAYMENT' });
  expect(told).toEqual(['account@shop.example']);
});
