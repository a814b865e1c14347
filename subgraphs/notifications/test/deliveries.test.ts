import { randomUUID } from 'node:crypto';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newOrder, newUser, openMailShop, REDELIVER } from './mailShop.ts';

const { shop, smtp, rows, stop } = await openMailShop();
afterAll(stop);
beforeEach(() => void smtp.mails.splice(0));

const DELIVERIES =
  'query ($filter: NotificationDeliveryFilter, $first: Int) { notificationDeliveries(filter: $filter, first: $first) { totalCount nodes { id kind recipient status attempts lastError messageId } } }';

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

test('mails to addresses whose owners need not have an account go after thirty days, however far they came, and no others', async () => {
  const user = newUser({ maskedEmail: 'a…@s…', confirmToken: 'a', noticeId: randomUUID(), wantedFor: 'REGISTER' });
  const order = newOrder();
  const said = async () => {
    await shop.deliver('RegistrationRequested', { ...user, userId: newId('usr') });
    await shop.deliver('EmailConfirmationRequested', { ...user, confirmToken: randomUUID() });
    await shop.deliver('EmailTaken', { ...user, noticeId: randomUUID() });
  };
  const left = async () =>
    [
      ...(await shop.db.execute<{ kind: string }>(
        sql`SELECT kind FROM notifications WHERE created_at < now() - interval '1 day' ORDER BY kind`,
      )),
    ].map(({ kind }) => kind);
  const grow = (age: string) =>
    shop.db.execute(
      sql`UPDATE notifications SET created_at = now() - ${age}::interval WHERE created_at > now() - interval '1 hour'`,
    );
  await grow('2 hours');
  await said();
  await shop.runJobs();
  await said();
  await shop.deliver('UserRegistered', user);
  await shop.deliver('OrderPaid', order);
  await grow('30 days 1 second');
  await shop.db.execute(sql`
    INSERT INTO notifications (id, kind, email, dedupe_key, subject, message_id, status, sent_at, created_at)
    SELECT 'old' || n, 'REGISTRATION', 'ada@shop.example', 'old' || n, '', 'old' || n, 'SENT', now(), now() - interval '40 days' FROM generate_series(1, 1100) n`);
  await said();
  await grow('29 days 23 hours');
  await shop.runJobs({ periodic: true });
  expect(await left()).toEqual(['EMAIL_CONFIRMATION', 'EMAIL_TAKEN', 'ORDER_PAID', 'REGISTRATION', 'WELCOME']);
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

test('what somebody gets of their data has no link that still opens something, and the texts of other mails', async () => {
  const user = newUser({ email: 'later@shop.example' });
  const order = newOrder({ userId: user.userId, email: 'later@shop.example' });
  await shop.deliver('UserRegistered', user);
  await shop.deliver('OrderPaid', order);
  const page = await shop.command('personalData', { userId: user.userId, after: null });
  expect(page.data.notifications).toMatchObject([
    { kind: 'WELCOME', recipient: 'later@shop.example', text: null },
    { kind: 'ORDER_PAID', text: expect.stringContaining('SG-1001'), order: { id: order.orderId } },
  ]);
  expect(JSON.stringify(page)).not.toContain(user.verificationToken);
});
