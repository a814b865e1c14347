import { newId } from '@storegraph/kit';
import { askTogether, newViewer } from '@storegraph/kit/testing';
import type { OrderEnded } from '@storegraph/orders/contract';
import { afterAll, expect, test } from 'vitest';
import { newOrder, openMailShop } from './mailShop.ts';

const { shop, rows, feedOf, stop } = await openMailShop();
afterAll(stop);

const MARK =
  'mutation ($ids: [ID!]!) { markNotificationsRead(input: { ids: $ids }) { notifications { id readAt } unreadCount userErrors { code } } }';

test('an order without an address is in the feed only', async () => {
  const ada = newViewer();
  const order = newOrder({ userId: ada.id, email: null });
  await shop.deliver('OrderCancelled', { ...order, reason: null } satisfies OrderEnded);
  expect(await shop.runJobs()).toBe(0);
  expect((await feedOf(ada, ada.id)).data._entities[0].notifications.nodes).toMatchObject([
    { kind: 'ORDER_CANCELLED', title: 'Order SG-1001 is cancelled' },
  ]);
  expect(await rows(`${order.orderId}:cancelled`)).toMatchObject([
    { status: null, html: null, email: null, last_error: null },
  ]);
});

test("the feed pages, and someone else's feed does not show", async () => {
  const [ada, eve] = [newViewer(), newViewer(['STAFF'])];
  for (let index = 0; index < 3; index++)
    await shop.deliver('OrderPlaced', newOrder({ userId: ada.id, number: `SG-${index}` }));

  const first = (await feedOf(ada, ada.id, { first: 2 })).data._entities[0];
  expect([first.unreadNotificationCount, first.notifications.totalCount, first.notifications.nodes.length]).toEqual([
    3, 3, 2,
  ]);
  expect(first.notifications.pageInfo.hasNextPage).toBe(true);
  const second = (await feedOf(ada, ada.id, { first: 2, after: first.notifications.pageInfo.endCursor })).data
    ._entities[0].notifications;
  expect(second.pageInfo.hasNextPage).toBe(false);
  const titles = [...first.notifications.nodes, ...second.nodes].map(({ title }: { title: string }) => title);
  expect(titles.sort()).toEqual(['Order SG-0 is placed', 'Order SG-1 is placed', 'Order SG-2 is placed']);

  for (const viewer of [eve, null]) {
    expect((await feedOf(viewer, ada.id)).data._entities).toEqual([
      { unreadNotificationCount: null, notifications: null },
    ]);
  }
});

test('an entry is read once and by its owner only', async () => {
  const [ada, eve] = [newViewer(), newViewer()];
  const order = newOrder({ userId: ada.id });
  await shop.deliver('OrderPlaced', order);
  const [{ id }] = (await rows(`${order.orderId}:placed`)) as [{ id: string }];

  expect((await shop.as(eve)(MARK, { ids: [id] })).data.markNotificationsRead).toEqual({
    notifications: [],
    unreadCount: 0,
    userErrors: [],
  });
  expect((await shop.as(null)(MARK, { ids: [id] })).errors![0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await rows(`${order.orderId}:placed`))[0].read_at).toBeNull();

  const { data } = await shop.as(ada)(MARK, { ids: [id, newId('ntf')] });
  expect(data.markNotificationsRead).toEqual({
    notifications: [{ id, readAt: expect.any(String) }],
    unreadCount: 0,
    userErrors: [],
  });
  expect((await shop.as(ada)(MARK, { ids: [id] })).data.markNotificationsRead.notifications).toEqual(
    data.markNotificationsRead.notifications,
  );
});

test.each([
  ['none', []],
  ['malformed', ['1']],
  ["another type's", ['ord_01h455vb4pex5vsknk084sn02q']],
  ['101', Array.from({ length: 101 }, () => 'ntf_01h455vb4pex5vsknk084sn02q')],
  ['with NUL', ['ntf_\0']],
])('ids that are %s are refused as bad input', async (_, ids) => {
  expect((await shop.as(newViewer())(MARK, { ids })).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

test('a feed with its counts takes three statements, however often its user comes up', async () => {
  const ada = newViewer();
  for (let count = 0; count < 3; count++) await shop.deliver('OrderPaid', newOrder({ userId: ada.id }));
  const { together, alone, statements } = await askTogether(shop, {
    viewer: ada,
    type: 'User',
    ids: [ada.id, newViewer().id, ada.id, ada.id],
    selection:
      'unreadNotificationCount notifications(first: 2) { totalCount nodes { title } pageInfo { hasNextPage } }',
  });
  expect(together).toEqual(alone);
  expect(together[0]).toMatchObject({ unreadNotificationCount: 3, notifications: { totalCount: 3 } });
  expect(together[1]).toEqual({ unreadNotificationCount: null, notifications: null });
  expect(statements).toBe(3);
});
