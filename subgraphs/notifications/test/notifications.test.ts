import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId, RemoteError } from '@storegraph/kit';
import { askTogether, newViewer, testSubgraph } from '@storegraph/kit/testing';
import type { OrderEnded, OrderEvent, OrderFulfilled, OrderRefunded } from '@storegraph/orders/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { notifications } from '../src/subgraph.ts';
import { startSmtpServer } from './smtpServer.ts';

const UNKNOWN = newId('ord');
const smtp = await startSmtpServer();
let ordersAreDown = false;
const shop = await testSubgraph(notifications, {
  remotes: {
    orders: {
      async orderToken({ orderId }) {
        if (ordersAreDown) throw new RemoteError('orders', 'orderToken');
        return orderId === UNKNOWN ? null : { orderToken: `token-of-${orderId}` };
      },
    },
  },
  env: { SMTP_URL: smtp.url, MAIL_FROM: 'Storegraph <shop@storegraph.local>' },
});
afterAll(async () => {
  await shop.stop();
  await smtp.stop();
});
beforeEach(() => void smtp.mails.splice(0));

const newOrder = (changes: Partial<OrderEvent> = {}): OrderEvent => ({
  orderId: newId('ord'),
  number: 'SG-1001',
  cartId: newId('cart'),
  userId: null,
  email: 'ada@shop.example',
  totalMinor: 4480,
  currencyCode: 'USD',
  lines: [
    { title: 'Walnut Desk Lamp', quantity: 2, totalMinor: 3980 },
    { title: 'Bulb', quantity: 1, totalMinor: 500 },
  ],
  ...changes,
});
const newUser = (changes: object = {}) => ({
  userId: newId('usr'),
  email: 'ada@shop.example',
  displayName: 'Ada',
  verificationToken: randomUUID(),
  ...changes,
});
const rows = async (dedupeKey: string): Promise<any[]> => [
  ...(await shop.db.execute(sql`SELECT * FROM notifications WHERE dedupe_key = ${dedupeKey}`)),
];
const jobs = async (): Promise<number> =>
  (await shop.db.execute(sql`SELECT count(*)::int AS count FROM jobs`))[0]!.count as number;
/** Undoes quoted-printable, so that a long line is found as one. */
const readable = (raw: string) =>
  Buffer.from(
    raw.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const FEED = `query ($representations: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $representations) { ... on User {
    unreadNotificationCount
    notifications(first: $first, after: $after) { totalCount nodes { id kind title body readAt order { id } } pageInfo { hasNextPage endCursor } }
  } }
}`;
const feedOf = async (viewer: ReturnType<typeof newViewer> | null, userId: string, variables: object = {}) =>
  shop.as(viewer)(FEED, { representations: [{ __typename: 'User', id: userId }], ...variables });
const MARK =
  'mutation ($ids: [ID!]!) { markNotificationsRead(input: { ids: $ids }) { notifications { id readAt } unreadCount userErrors { code } } }';
const DELIVERIES =
  'query ($filter: NotificationDeliveryFilter, $first: Int) { notificationDeliveries(filter: $filter, first: $first) { totalCount nodes { id kind recipient status attempts lastError messageId } } }';
const REDELIVER =
  'mutation ($id: ID!) { redeliverNotification(input: { id: $id }) { delivery { id status messageId } userErrors { code path } } }';

test('an order that is paid is mailed once, however often the event comes', async () => {
  const order = newOrder();
  const eventId = randomUUID();
  expect(await shop.deliver('OrderPaid', order, eventId)).toBe('applied');
  expect(await shop.deliver('OrderPaid', order, eventId)).toBe('repeated');
  expect(await shop.deliver('OrderPaid', order)).toBe('applied'); // the same in another event
  expect(await shop.runJobs()).toBe(1);
  expect(await shop.deliver('OrderPaid', order)).toBe('applied');
  expect(await shop.runJobs()).toBe(0);

  expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@shop.example']]);
  const [mail] = smtp.mails;
  expect(mail!.headers).toContain('Subject: Order SG-1001 is confirmed');
  expect(mail!.headers).toContain('From: Storegraph <shop@storegraph.local>');
  const body = readable(mail!.raw);
  for (const part of ['2 × Walnut Desk Lamp: 39.80 USD', '1 × Bulb: 5.00 USD', 'Total: 44.80 USD'])
    expect(body).toContain(part);
  expect(
    body.match(new RegExp(`http://localhost:4000/orders/${order.orderId}\\?token=token-of-${order.orderId}`, 'g')),
  ).toHaveLength(2); // text and HTML
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([{ status: 'SENT', attempts: 1, last_error: null }]);
});

test('what opens an order stands in its mail and nowhere else, and a mail that is sent once more has it again', async () => {
  const order = newOrder();
  await shop.deliver('OrderPaid', { ...order, orderToken: 'sent by an older version' });
  await shop.runJobs();
  const [{ id }] = (await rows(`${order.orderId}:paid`)) as [{ id: string }];
  await shop.as(newViewer(['STAFF']))(REDELIVER, { id });
  await shop.runJobs();
  expect(smtp.mails.map(({ raw }) => readable(raw).split(`?token=token-of-${order.orderId}`).length - 1)).toEqual([
    2, 2,
  ]);
  const stored = JSON.stringify([
    [...(await shop.db.execute(sql`SELECT * FROM notifications`))],
    [...(await shop.db.execute(sql`SELECT * FROM jobs`))],
    [...(await shop.db.execute(sql`SELECT * FROM inbox`))],
  ]);
  expect(stored).not.toContain('token-of-');
  expect(stored).not.toContain('sent by an older version');
});

test('while orders cannot be asked its mails wait, and are sent with their link when it is back', async () => {
  const order = newOrder();
  ordersAreDown = true;
  await shop.deliver('OrderPaid', order);
  await shop.runJobs().catch(() => {});
  expect(smtp.mails).toEqual([]);
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([
    { status: 'QUEUED', attempts: 1, last_error: 'orders did not answer' },
  ]);
  ordersAreDown = false;
  await shop.runJobs({ skipDelays: true });
  expect(readable(smtp.mails[0]!.raw)).toContain(`?token=token-of-${order.orderId}`);
});

test('the mail of an order that orders does not know has a link without a token', async () => {
  await shop.deliver('OrderPaid', newOrder({ orderId: UNKNOWN }));
  await shop.runJobs();
  const body = readable(smtp.mails[0]!.raw);
  expect(body).toContain(`See your order: http://localhost:4000/orders/${UNKNOWN}\r\n`);
  expect(body).not.toContain('?token=');
});

test('an upgrade takes the tokens out of the mails that were sent before it, and those that still wait get theirs', async () => {
  const order = newOrder();
  await shop.deliver('OrderPaid', order);
  const key = `${order.orderId}:paid`;
  await shop.db.execute(
    sql`UPDATE notifications SET html = replace(html, '{orderToken}', 'a-b_c9'), text = replace(text, '{orderToken}', 'a-b_c9') WHERE dedupe_key = ${key}`,
  );
  const [before] = await rows(key);
  expect(before.html + before.text).toContain(`/orders/${order.orderId}?token=a-b_c9`);
  await shop.db.execute(
    sql.raw(readFileSync(new URL('../migrations/0001_mails_without_tokens.sql', import.meta.url), 'utf8')),
  );
  const [after] = await rows(key);
  expect(after).toEqual({
    ...before,
    html: before.html.replace('a-b_c9', '{orderToken}'),
    text: before.text.replace('a-b_c9', '{orderToken}'),
  });
  await shop.runJobs();
  expect(readable(smtp.mails[0]!.raw)).toContain(`?token=token-of-${order.orderId}`);
});

test('a repeated sending has the same Message-ID, another order another one', async () => {
  const [order, other] = [newOrder(), newOrder()];
  await shop.deliver('OrderPaid', order);
  await shop.runJobs();
  // as after a crash between sending and marking
  await shop.db.execute(
    sql`UPDATE notifications SET status = 'QUEUED', sent_at = NULL WHERE dedupe_key = ${`${order.orderId}:paid`}`,
  );
  const [{ id }] = (await rows(`${order.orderId}:paid`)) as [{ id: string }];
  await notifications.jobs!.sendMail!(shop.service, { notificationId: id });
  await shop.deliver('OrderPaid', other);
  await shop.runJobs();

  const ids = smtp.mails.map(({ headers }) => /^Message-ID: (<.*>)$/m.exec(headers)![1]);
  expect(ids).toEqual([ids[0], ids[0], expect.stringMatching(/^<[0-9a-f]{40}@storegraph\.local>$/)]);
  expect(ids[2]).not.toBe(ids[0]);
});

test('a welcome mail carries link and code, and its secret is erased once sent', async () => {
  const user = newUser({ verificationToken: 'secret/token+1' });
  await shop.deliver('UserRegistered', user);
  expect((await rows(`${user.userId}:welcome`))[0].text).toContain('Code: secret/token+1');
  await shop.runJobs();

  const body = readable(smtp.mails[0]!.raw);
  expect(body).toContain('Verify this address: http://localhost:4000/verify-email?token=secret%2Ftoken%2B1');
  expect(body).toContain('Code: secret/token+1');
  expect(await rows(`${user.userId}:welcome`)).toMatchObject([{ status: 'SENT', html: null, text: null }]);
  const everything = JSON.stringify(
    await shop.db.execute(sql`SELECT * FROM notifications WHERE user_id = ${user.userId}`),
  );
  expect(everything).not.toContain('secret/token');
});

test('every request of a new link is a mail of its own', async () => {
  const user = newUser();
  await shop.deliver('EmailVerificationRequested', user);
  await shop.deliver('EmailVerificationRequested', { ...user, verificationToken: 'another' });
  for (const resetToken of ['reset-1', 'reset-1', 'reset-2'])
    await shop.deliver('PasswordResetRequested', { ...user, resetToken });
  await shop.runJobs();

  const subjects = smtp.mails.map(({ headers }) => /^Subject: (.*)$/m.exec(headers)![1]).sort();
  expect(subjects).toEqual([
    'Reset your password',
    'Reset your password',
    'Verify your e-mail address',
    'Verify your e-mail address',
  ]);
  expect(
    smtp.mails.filter(({ raw }) => readable(raw).includes('http://localhost:4000/reset-password?token=reset-2')),
  ).toHaveLength(1);
});

test('each end of an order has its mail; a placed order is in the feed only', async () => {
  const ada = newViewer();
  const order = newOrder({ userId: ada.id });
  await shop.deliver('OrderPlaced', order);
  await shop.deliver('OrderCancelled', { ...order, reason: 'Ordered the wrong colour' } satisfies OrderEnded);
  await shop.deliver('OrderExpired', order);
  await shop.deliver('OrderRefunded', { ...order, refundedMinor: 500, restock: false } satisfies OrderRefunded);
  await shop.deliver('OrderRefunded', { ...order, refundedMinor: 4480, restock: true } satisfies OrderRefunded);
  await shop.deliver('OrderFulfilled', {
    ...order,
    shipmentId: newId('ship'),
    carrier: 'Swift Parcel',
    trackingNumber: 'SP42',
  } satisfies OrderFulfilled);
  await shop.runJobs();

  const bodies = smtp.mails.map(({ raw }) => readable(raw));
  expect(bodies).toHaveLength(5);
  for (const part of [
    'Reason: Ordered the wrong colour',
    'was not paid in time',
    'Refunded so far: 5.00 USD',
    'Refunded so far: 44.80 USD',
    'Tracking: Swift Parcel SP42',
  ]) {
    expect(bodies.filter((body) => body.includes(part))).toHaveLength(1);
  }
  const { nodes } = (await feedOf(ada, ada.id)).data._entities[0].notifications;
  expect(nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    'ORDER_CANCELLED',
    'ORDER_EXPIRED',
    'ORDER_FULFILLED',
    'ORDER_PLACED',
    'ORDER_REFUNDED',
    'ORDER_REFUNDED',
  ]);
  expect(new Set(nodes.map((node: { order: { id: string } }) => node.order.id))).toEqual(new Set([order.orderId]));
});

test.each(['See https://evil.example/win', 'Call us at evil.example', 'Write to eve@evil.example', 'evil．example'])(
  'the shop sends no link of a stranger who orders with your address and gives a reason: %s',
  async (reason) => {
    const before = smtp.mails.length;
    await shop.deliver('OrderCancelled', { ...newOrder(), reason } satisfies OrderEnded);
    await shop.runJobs();

    const [mail, ...others] = smtp.mails.slice(before).map(({ raw }) => readable(raw));
    expect(others).toEqual([]);
    expect(mail).toContain('is cancelled');
    expect(mail).not.toMatch(/Reason|evil/);
  },
);

test('every parcel has a mail of its own, with the number of another one, too; told again it has not', async () => {
  const order = newOrder();
  for (const [shipmentId, trackingNumber] of [
    ['ship_1', 'SP42'],
    ['ship_2', 'SP42'],
    ['ship_2', 'SP42'],
  ])
    await shop.deliver('OrderFulfilled', { ...order, carrier: 'Swift Parcel', shipmentId, trackingNumber });
  await shop.runJobs();
  const numbers = smtp.mails.map(({ raw }) => /Tracking: Swift Parcel (SP\d+)/.exec(readable(raw))![1]);
  expect(numbers.sort()).toEqual(['SP42', 'SP42']);
});

test.each([
  ['win at https://evil.example', 'Hello,'],
  ['www.evil.example', 'Hello,'],
  ['evil.example', 'Hello,'],
  ['J. R. R. Winter', 'Hello J. R. R. Winter,'],
  ['ada@shop.example', 'Hello ada@shop.example,'], // their own address
])('who is called %s is greeted by a mail with %s', async (displayName, greeting) => {
  const user = newUser({ displayName, email: 'ada@shop.example' });
  await shop.deliver('UserRegistered', user);
  const [{ html, text }] = (await rows(`${user.userId}:welcome`)) as [{ html: string; text: string }];
  expect(text).toContain(`${greeting}\n`);
  expect(html).toContain(`<p>${greeting}</p>`);
  expect(`${html}${text}`).not.toContain('evil');
  await shop.runJobs();
});

test('what shoppers and staff have typed is escaped and never becomes a header', async () => {
  const title = '<script>alert("1")</script>\r\nBcc: eve@evil.example';
  const user = newUser({ displayName: '<script>steal()</script>\r\nBcc: eve' });
  await shop.deliver('UserRegistered', user);
  await shop.deliver(
    'OrderPaid',
    newOrder({ number: 'SG-1\r\nBcc: eve@evil.example\r\n\r\n<b>', lines: [{ title, quantity: 1, totalMinor: 4480 }] }),
  );
  await shop.runJobs();

  expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@shop.example'], ['ada@shop.example']]);
  for (const { headers, raw } of smtp.mails) {
    expect(headers).not.toMatch(/^Bcc:/im);
    const html = readable(raw.slice(raw.indexOf('Content-Type: text/html')));
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;');
    expect(readable(raw)).not.toMatch(/^Bcc:/im);
  }
});

test('an order without an address is in the feed only', async () => {
  const ada = newViewer();
  const order = newOrder({ userId: ada.id, email: null });
  await shop.deliver('OrderCancelled', { ...order, reason: null } satisfies OrderEnded);
  expect(await shop.runJobs()).toBe(0);
  expect((await feedOf(ada, ada.id)).data._entities[0].notifications.nodes).toMatchObject([
    { kind: 'ORDER_CANCELLED', title: 'Order SG-1001 is cancelled' },
  ]);
  expect(await rows(`${order.orderId}:cancelled`)).toMatchObject([{ status: null, html: null, email: null }]);
});

test('an address that is none is never written to', async () => {
  for (const email of [
    'ada@shop.example\r\nBcc: eve@evil.example',
    'ada@shop.example, eve@evil.example',
    'ada',
    '<ada@shop.example>',
  ]) {
    const order = newOrder({ email });
    expect(await shop.deliver('OrderPaid', order)).toBe('applied');
    expect(await rows(`${order.orderId}:paid`)).toMatchObject([
      { status: 'DEAD', last_error: 'not an e-mail address' },
    ]);
  }
  expect(await shop.runJobs()).toBe(0);
  expect(smtp.mails).toEqual([]);
});

test('a mailbox that does not exist ends the mail; one that is busy is tried again', async () => {
  const [gone, busy] = [newOrder({ email: 'nobody@shop.example' }), newOrder({ email: 'later@shop.example' })];
  await shop.deliver('OrderPaid', gone);
  await shop.deliver('OrderPaid', busy);
  expect(await shop.runJobs()).toBe(2);

  expect(await rows(`${gone.orderId}:paid`)).toMatchObject([
    { status: 'DEAD', attempts: 1, last_error: 'EENVELOPE RCPT TO 550' },
  ]);
  expect(await rows(`${busy.orderId}:paid`)).toMatchObject([
    { status: 'QUEUED', attempts: 1, last_error: 'EENVELOPE RCPT TO 451' },
  ]);
  expect(await jobs()).toBe(1);

  expect(await shop.runJobs({ skipDelays: true, rounds: 30 })).toBe(14);
  expect(await rows(`${busy.orderId}:paid`)).toMatchObject([{ status: 'DEAD', attempts: 15, sent_at: null }]);
  expect(await jobs()).toBe(0);
  expect(smtp.mails).toEqual([]);
});

test('a mail that was given up and is sent once more has all its tries again', async () => {
  const busy = newOrder({ email: 'later@shop.example' });
  await shop.deliver('OrderPaid', busy);
  const [{ id }] = (await rows(`${busy.orderId}:paid`)) as [{ id: string }];
  const allTries = () => shop.runJobs({ skipDelays: true, rounds: 30 });
  expect(await allTries()).toBe(15);
  await shop.as(newViewer(['STAFF']))(REDELIVER, { id });
  expect(await allTries()).toBe(15);
  expect(await rows(`${busy.orderId}:paid`)).toMatchObject([{ status: 'DEAD', attempts: 15, redeliveries: 1 }]);
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

test('staff see the deliveries without their bodies, shoppers do not', async () => {
  const order = newOrder({ email: 'nobody@shop.example' });
  await shop.deliver('OrderPlaced', order);
  await shop.deliver('OrderCancelled', { ...order, reason: null });
  await shop.runJobs();

  const variables = { filter: { status: 'DEAD', kind: 'ORDER_CANCELLED' }, first: 1 };
  const { data } = await shop.as(newViewer(['STAFF']))(DELIVERIES, variables);
  expect(data.notificationDeliveries).toEqual({
    totalCount: 1,
    nodes: [
      expect.objectContaining({
        kind: 'ORDER_CANCELLED',
        recipient: 'nobody@shop.example',
        status: 'DEAD',
        attempts: 1,
        lastError: 'EENVELOPE RCPT TO 550',
      }),
    ],
  });
  expect(
    (await shop.as(newViewer(['STAFF']))(DELIVERIES, { filter: { kind: 'ORDER_PLACED' } })).data.notificationDeliveries
      .nodes,
  ).toEqual([]);
  expect((await shop.as(newViewer())(DELIVERIES)).errors![0].extensions.code).toBe('FORBIDDEN');
  expect((await shop.as(null)(DELIVERIES)).errors![0].extensions.code).toBe('UNAUTHENTICATED');
});

test('staff send a mail once more, with a Message-ID of its own', async () => {
  const order = newOrder();
  await shop.deliver('OrderPaid', order);
  const [{ id, message_id: first }] = (await rows(`${order.orderId}:paid`)) as [{ id: string; message_id: string }];
  const staff = shop.as(newViewer(['STAFF']));
  expect((await staff(REDELIVER, { id })).data.redeliverNotification.userErrors).toEqual([
    { code: 'INVALID_STATE', path: ['input', 'id'] },
  ]);
  await shop.runJobs();
  expect((await shop.as(newViewer())(REDELIVER, { id })).errors![0].extensions.code).toBe('FORBIDDEN');
  expect(await shop.runJobs()).toBe(0);

  const { delivery } = (await staff(REDELIVER, { id })).data.redeliverNotification;
  expect(delivery).toEqual({ id, status: 'QUEUED', messageId: expect.not.stringMatching(first) });
  expect(await shop.runJobs()).toBe(1);
  expect(smtp.mails).toHaveLength(2);
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([{ status: 'SENT', redeliveries: 1 }]);
});

test('what is used up or unknown is not sent once more', async () => {
  const staff = shop.as(newViewer(['ADMIN']));
  const user = newUser();
  await shop.deliver('UserRegistered', user);
  await shop.deliver('OrderPlaced', newOrder({ userId: user.userId }));
  await shop.runJobs();
  const [{ id }] = (await rows(`${user.userId}:welcome`)) as [{ id: string }];
  const [{ id: feedOnly }] = (await shop.db.execute(
    sql`SELECT id FROM notifications WHERE user_id = ${user.userId} AND status IS NULL`,
  )) as unknown as [{ id: string }];

  expect((await staff(REDELIVER, { id })).data.redeliverNotification).toEqual({
    delivery: null,
    userErrors: [{ code: 'INVALID_STATE', path: ['input', 'id'] }],
  });
  for (const unknown of [feedOnly, newId('ntf')]) {
    expect((await staff(REDELIVER, { id: unknown })).data.redeliverNotification).toEqual({
      delivery: null,
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
    });
  }
  expect(await shop.runJobs()).toBe(0);
  expect(smtp.mails).toHaveLength(1);
});

test('an event that lacks what a mail needs changes nothing and may come again', async () => {
  const order = newOrder();
  await expect(
    shop.deliver('OrderPaid', { orderId: order.orderId }, '7b0c1f7e-3a52-4f6e-9f0e-0d8f0a2c1b11'),
  ).rejects.toThrow();
  expect(await rows(`${order.orderId}:paid`)).toEqual([]);
  expect(await shop.deliver('OrderPaid', order, '7b0c1f7e-3a52-4f6e-9f0e-0d8f0a2c1b11')).toBe('applied');
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([{ status: 'QUEUED' }]);
  await shop.runJobs();
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
