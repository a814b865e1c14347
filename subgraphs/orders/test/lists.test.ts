import { newId } from '@storegraph/kit';
import { askTogether, newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld } from './world.ts';

const world = await openWorld();
afterAll(() => world.stop());
const staff = newViewer(['CUSTOMER', 'STAFF']);
const buyers = [newViewer(), newViewer(), newViewer()];
const orderIds: string[] = [];
beforeAll(async () => {
  for (const [index, buyer] of buyers.entries())
    for (let count = 0; count <= index; count++) {
      const { order } = await world.place(buyer);
      await world.db.execute(
        sql`INSERT INTO shipments (id, order_id, carrier, tracking_number) VALUES (${newId('shp')}, ${order.id}, 'DHL', ${order.id})`,
      );
      orderIds.push(order.id);
    }
});

// Orders take one statement themselves, users none; here is what the fields take.
test.each([
  ['Order', 'timeline(first: 2) { nodes { type } pageInfo { hasNextPage endCursor } }', 1],
  ['Order', 'first: timeline(first: 1) { nodes { type } } last: timeline(last: 1) { nodes { type } }', 2],
  ['Order', 'items { title } shipments { trackingNumber }', 2],
  ['User', 'orders(first: 2) { totalCount nodes { number } pageInfo { hasNextPage endCursor } }', 2],
  ['User', 'orders(first: 2, filter: { status: AWAITING_PAYMENT, number: "SG-" }) { nodes { number } }', 1],
  ['User', 'orders { nodes { number timeline { nodes { type } } items { title } } }', 3],
])(
  '%s: { %s } takes %i statements for all parents, and says of each what it says alone',
  async (type, selection, count) => {
    const ids = type === 'User' ? buyers.map(({ id }) => id) : orderIds;
    const { together, alone, statements } = await askTogether(world.shop, { viewer: staff, type, ids, selection });
    expect(together).toEqual(alone);
    expect(statements).toBe(count + (type === 'Order' ? 1 : 0));
  },
);

test('each user has their own orders, newest first', async () => {
  const { together } = await askTogether(world.shop, {
    viewer: staff,
    type: 'User',
    ids: buyers.map(({ id }) => id),
    selection: 'orders { totalCount nodes { id } }',
  });
  const newestFirst = [orderIds.slice(0, 1), orderIds.slice(1, 3), orderIds.slice(3, 6)].map((ids) => ids.reverse());
  expect(together.map(({ orders }) => orders.nodes.map(({ id }: { id: string }) => id))).toEqual(newestFirst);
  expect(together.map(({ orders }) => orders.totalCount)).toEqual([1, 2, 3]);
});
