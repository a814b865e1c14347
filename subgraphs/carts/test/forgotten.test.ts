import { newViewer, until } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
const { shopper, offer } = world;
afterAll(() => world.stop());

const forget = (userId: string) => world.deliver('AccountDeleted', { userId });
const cartsOf = async (userId: string) => [
  ...(await world.db.execute(sql`SELECT id FROM carts WHERE user_id = ${userId}`)),
];

type Shopper = ReturnType<typeof shopper>;
const ways: [string, (ada: Shopper, userId: string) => Promise<{ errors?: any[] }>][] = [
  ['opened by what is put into it', (ada) => ada.add(offer())],
  ['opened with an address', (ada) => ada.run('createCart', 'CreateCartInput', { email: 'ada@shop.example' })],
  [
    'filled by a guest and merged at a sign-in',
    async (_ada, userId) => {
      const guest = shopper();
      await guest.add(offer());
      return world
        .command('mergeCart', { userId, cartToken: guest.token, strategy: 'SUM' })
        .catch((error) => ({ errors: [error] }));
    },
  ],
];

test.each(ways)('a cart that is %s while its shopper is forgotten is refused', async (_how, open) => {
  const viewer = newViewer();
  const ada = shopper(viewer);
  const waiting = (count: number) => until(world.waitingForLocks, (waits) => waits === count);
  const { forgetting, opening } = await world.db.transaction(async (tx) => {
    await tx.execute(sql`LOCK TABLE forgotten_shoppers`);
    const forgotten = forget(viewer.id);
    await waiting(1);
    const late = open(ada, viewer.id);
    await waiting(2);
    return { forgetting: forgotten, opening: late };
  });
  await forgetting;
  expect((await opening).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  await world.runJobs({ skipDelays: true });
  expect(await cartsOf(viewer.id)).toEqual([]);
});

test('a cart that was opened first goes with its shopper, and the carts of others stay', async () => {
  const [viewer, another] = [newViewer(), newViewer()];
  for (const who of [viewer, another]) await shopper(who).add(offer());
  await forget(viewer.id);
  await world.runJobs({ skipDelays: true });
  expect([await cartsOf(viewer.id), await cartsOf(another.id)]).toEqual([[], [{ id: expect.any(String) }]]);
  expect((await shopper(another).add(offer())).userErrors).toEqual([]);
});
