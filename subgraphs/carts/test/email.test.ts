import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());

const [FIRST, SECOND, THIRD] = ['ada@shop.example', 'ada@new.example', 'ada@newest.example'] as const;
type Change = [email: string, former: string[], version: number];
const to = {
  second: [SECOND, [FIRST], 11] as Change,
  third: [THIRD, [FIRST, SECOND], 12] as Change,
  back: [FIRST, [SECOND, THIRD], 13] as Change,
};
const publish = (userId: string, [email, former, version]: Change, id: string = randomUUID()) =>
  world.deliver('EmailChanged', { userId, email, former, version }, id);

async function cartWith(email: string) {
  const viewer = newViewer();
  const ada = shopper(viewer);
  await ada.add(offer());
  await ada.ready();
  const { cart } = await ada.run('setCartEmail', 'SetCartEmailInput', { email });
  return { ada, id: viewer.id, version: cart.version as number };
}

test.each<[string, Change[], string]>([
  ['after one change', [to.second], SECOND],
  ['after two', [to.second, to.third], THIRD],
  ['after two that come in the wrong order', [to.third, to.second], THIRD],
  ['after an old one that comes again', [to.second, to.third, to.second], THIRD],
  ['after both were undone', [to.second, to.third, to.back], FIRST],
  ['after the undo that comes before what it undoes', [to.back, to.second, to.third], FIRST],
])('a cart that names the address of its account names the right one %s', async (_, changes, expected) => {
  const { ada, id } = await cartWith(FIRST.toUpperCase());
  for (const change of changes) await publish(id, change);
  expect((await ada.cart()).email.toLowerCase()).toBe(expected);
});

test('a change counts a version, once, however often it comes', async () => {
  const { ada, id, version } = await cartWith(FIRST);
  const event = randomUUID();
  for (let time = 0; time < 3; time++) await publish(id, to.second, event);
  await publish(id, to.second);
  expect(await ada.cart()).toMatchObject({ email: SECOND, version: version + 1 });
});

test('another address that the shopper gave stays, and so do the carts of others', async () => {
  const [ada, eve] = [await cartWith('grace@shop.example'), await cartWith(FIRST)];
  await publish(ada.id, to.second);
  await publish(newId('usr'), to.second);
  expect(await ada.ada.cart()).toMatchObject({ email: 'grace@shop.example', version: ada.version });
  expect(await eve.ada.cart()).toMatchObject({ email: FIRST, version: eve.version });
});

test('an order that is being paid keeps the address that it was placed with, and its cart has the new one when it opens again', async () => {
  const { ada, id } = await cartWith(FIRST);
  const order = { orderId: newId('ord'), viewerId: id };
  const placed = await world.command('lockCart', order);
  await publish(id, to.second);
  expect(await world.command('lockCart', order)).toEqual(placed);
  expect(placed.cart.email).toBe(FIRST);
  expect((await ada.cart()).email).toBe(SECOND);
});
