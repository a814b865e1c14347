import { newId } from '@storegraph/kit';
import { newViewer, PAGE, pageThrough, testSubgraph } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryStatuses, notificationKinds } from '../src/notification/notification.table.ts';
import { notifications } from '../src/subgraph.ts';

const shop = await testSubgraph(notifications, {
  env: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'Storegraph <shop@storegraph.local>' },
});
afterAll(() => shop.stop());
const staff = shop.as(newViewer(['STAFF']));
const [ada, eve] = [newViewer(), newViewer()];

/** Of every kind and status, and of the feed alone; of two shoppers and of guests. */
const rows: { id: string; kind: string; status: string | null; user: string | null; summary: string | null }[] = [];
beforeAll(async () => {
  for (const kind of notificationKinds)
    for (const status of [...deliveryStatuses, null])
      for (const user of [ada.id, eve.id, null]) {
        const id = newId('ntf');
        const summary = kind === 'PASSWORD_RESET' ? null : `About ${kind}`;
        rows.push({ id, kind, status, user, summary });
        await shop.db.execute(
          sql`INSERT INTO notifications (id, user_id, email, kind, dedupe_key, subject, summary, message_id, status, sent_at)
            VALUES (${id}, ${user}, 'ada@shop.example', ${kind}, ${id}, 'Subject', ${summary}, ${id}, ${status}, now())`,
        );
      }
});
/** In the order of ids, the newest first: some were made within one millisecond. */
const idsOf = (which: (row: (typeof rows)[number]) => boolean) =>
  rows
    .filter(which)
    .map(({ id }) => id)
    .sort()
    .reverse();

const DELIVERIES = `query ($filter: NotificationDeliveryFilter, $first: Int, $after: String, $last: Int, $before: String) {
  notificationDeliveries(filter: $filter, first: $first, after: $after, last: $last, before: $before) ${PAGE} }`;
const deliveries = (filter: object) => async (page: object) => {
  const { data, errors } = await staff(DELIVERIES, { filter, ...page });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.notificationDeliveries;
};
const both = (ids: string[]) => ({ forwards: ids, backwards: ids, totalCount: ids.length });

test('deliveries are what was mailed or will be, the newest first, from either end', async () => {
  expect(await pageThrough(deliveries({}), 20)).toEqual(both(idsOf(({ status }) => status !== null)));
});

test.each(deliveryStatuses)('the filter %s shows deliveries of this status, of all kinds', async (status) => {
  const expected = idsOf((row) => row.status === status);
  expect(expected).toHaveLength(3 * notificationKinds.length);
  expect(await pageThrough(deliveries({ status }), 100)).toEqual(both(expected));
});

test.each(notificationKinds)('the filter %s shows deliveries of this kind, of all statuses', async (kind) => {
  expect(await pageThrough(deliveries({ kind }), 100)).toEqual(
    both(idsOf((row) => row.kind === kind && row.status !== null)),
  );
  expect(await pageThrough(deliveries({ kind, status: 'DEAD' }), 2)).toEqual(
    both(idsOf((row) => row.kind === kind && row.status === 'DEAD')),
  );
});

const FEED = `query ($who: [_Any!]!, $first: Int, $after: String, $last: Int, $before: String) {
  _entities(representations: $who) { ... on User { unreadNotificationCount
    notifications(first: $first, after: $after, last: $last, before: $before) ${PAGE} } } }`;
const feed = async (viewer: typeof ada, page: object = {}) =>
  (await shop.as(viewer)(FEED, { who: [{ __typename: 'User', id: viewer.id }], ...page })).data._entities[0];
const inFeed = ({ user, summary }: (typeof rows)[number], viewer: typeof ada) => user === viewer.id && summary !== null;

test('a feed has what is told in the app, mailed or not, the newest first, from either end', async () => {
  for (const viewer of [ada, eve])
    expect(await pageThrough(async (page) => (await feed(viewer, page)).notifications, 5)).toEqual(
      both(idsOf((row) => inFeed(row, viewer))),
    );
});

test('reading takes from what is unread, for the reader alone, and the first time is kept', async () => {
  const all = idsOf((row) => inFeed(row, ada));
  const count = async (viewer: typeof ada) => (await feed(viewer)).unreadNotificationCount;
  expect([await count(ada), await count(eve)]).toEqual([all.length, all.length]);
  const hidden = rows.find(({ user, summary }) => user === ada.id && summary === null)!.id;
  const foreign = rows.find((row) => inFeed(row, eve))!.id;
  const mark = async (ids: string[]) =>
    (
      await shop.as(ada)(
        'mutation ($ids: [ID!]!) { markNotificationsRead(input: { ids: $ids }) { notifications { id readAt } unreadCount } }',
        { ids },
      )
    ).data.markNotificationsRead;
  const read = await mark([all[0]!, all[1]!, hidden, foreign]);
  expect(read.notifications.map(({ id }: { id: string }) => id).sort()).toEqual([all[0], all[1]].sort());
  expect(read.unreadCount).toBe(all.length - 2);
  expect([await count(ada), await count(eve)]).toEqual([all.length - 2, all.length]);
  const unread = await shop.db.execute(
    sql`SELECT 1 FROM notifications WHERE read_at IS NULL AND id IN (${hidden}, ${foreign})`,
  );
  expect(unread).toHaveLength(2);

  await shop.db.execute(sql`UPDATE notifications SET read_at = '2026-01-01T00:00:00Z' WHERE id = ${all[0]}`);
  expect((await mark([all[0]!])).notifications).toEqual([{ id: all[0], readAt: '2026-01-01T00:00:00.000Z' }]);
});

/** No two of these amounts are the same, and the total is not the sum of the lines: tax and shipping are in it. */
const order = {
  orderId: newId('ord'),
  number: 'SG-77',
  userId: ada.id,
  email: 'ada@shop.example',
  cartId: null,
  totalMinor: 7_531,
  currencyCode: 'USD',
  lines: [
    { title: 'Lamp', quantity: 3, totalMinor: 6_000 },
    { title: 'Bulb', quantity: 2, totalMinor: 101 },
  ],
  refundedMinor: 1_250,
  restock: false,
  reason: null,
  shipmentId: newId('ship'),
  carrier: 'Swift Parcel',
  trackingNumber: 'SP42',
};
const TABLE = ['3 × Lamp: 60.00 USD', '2 × Bulb: 1.01 USD', 'Total: 75.31 USD'];
test.each<[string, string, string[]]>([
  ['OrderPaid', 'paid', ['We have received your payment of 75.31 USD.', ...TABLE]],
  ['OrderCancelled', 'cancelled', TABLE],
  ['OrderExpired', 'expired', TABLE],
  ['OrderRefunded', 'refunded:1250', ['Refunded so far: 12.50 USD.', ...TABLE]],
  ['OrderFulfilled', `fulfilled:${order.shipmentId}`, TABLE],
])('a mail after %s says each amount where it belongs', async (type, cause, expected) => {
  await shop.deliver(type, order);
  const [mail] = (await shop.db.execute(
    sql`SELECT text, html FROM notifications WHERE dedupe_key = ${`${order.orderId}:${cause}`}`,
  )) as any;
  for (const part of expected) expect(mail.text).toContain(part);
  const amounts = (text: string) => text.match(/\d+\.\d\d USD/g);
  expect(amounts(mail.text)).toEqual(expected.flatMap((part) => amounts(part) ?? []));
  expect(amounts(mail.html)).toEqual(amounts(mail.text));
  expect(mail.html.match(/\d+ × \w+/g)).toEqual(['3 × Lamp', '2 × Bulb']);
});

test('amounts have the decimals of their currency', async () => {
  const yen = { ...order, orderId: newId('ord'), currencyCode: 'JPY' };
  await shop.deliver('OrderPaid', yen);
  const [mail] = (await shop.db.execute(
    sql`SELECT text FROM notifications WHERE dedupe_key = ${`${yen.orderId}:paid`}`,
  )) as any;
  expect(mail.text.match(/\d[\d.]* JPY/g)).toEqual(['7531 JPY', '6000 JPY', '101 JPY', '7531 JPY']);
});
