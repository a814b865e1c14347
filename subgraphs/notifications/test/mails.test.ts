import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newId } from '@storegraph/kit';
import { newViewer } from '@storegraph/kit/testing';
import type { OrderEnded, OrderFulfilled, OrderRefunded } from '@storegraph/orders/contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { sendMail } from '../src/notification/notification.mailer.ts';
import { notifications } from '../src/subgraph.ts';
import { newOrder, newUser, openMailShop, readable, REDELIVER, UNKNOWN } from './mailShop.ts';

const { shop, smtp, orders, rows, jobs, feedOf, stop } = await openMailShop();
afterAll(stop);
beforeEach(() => void smtp.mails.splice(0));

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

test('a mail says which shop it is from, as the shop calls itself', async () => {
  await shop.deliver('UserRegistered', newUser());
  await shop.deliver('OrderPaid', newOrder());
  await shop.runJobs();
  expect(smtp.mails.map(({ headers }) => /^Subject: (.*)$/m.exec(headers)![1]!.trim())).toContain(
    'Welcome to Lamps & <Co>',
  );
  for (const { raw } of smtp.mails) {
    const [text, html] = [readable(raw), readable(raw).split('<!doctype html>')[1]!];
    expect(text).toContain('\nLamps & <Co>');
    expect(html).toContain('>Lamps &amp; &lt;Co&gt;</p>');
    expect(html.split('</title>')[1]).not.toContain('Storegraph');
  }
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
  orders.areDown = true;
  await shop.deliver('OrderPaid', order);
  await shop.runJobs().catch(() => {});
  expect(smtp.mails).toEqual([]);
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([
    { status: 'QUEUED', attempts: 1, last_error: 'orders did not answer' },
  ]);
  orders.areDown = false;
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

test('who is known to have the address is welcomed without a link to verify it', async () => {
  const { verificationToken: _none, ...user } = newUser();
  await shop.deliver('UserRegistered', user);
  const [{ html, text }] = (await rows(`${user.userId}:welcome`)) as [{ html: string; text: string }];
  expect(text).toContain('your account is ready. There is nothing more to do.');
  expect(`${html}${text}`).not.toMatch(/verify|Code|undefined/i);
  await shop.runJobs();
  expect(await rows(`${user.userId}:welcome`)).toMatchObject([{ status: 'SENT' }]);
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

test.each([
  ['to verify an address', 'EmailVerificationRequested', 'verificationToken', 'verification'],
  ['to reset a password', 'PasswordResetRequested', 'resetToken', 'passwordReset'],
])('the link %s is kept until its mail is sent, and not after', async (_, type, field, key) => {
  const user = newUser({ [field]: 'secret-token' });
  await shop.deliver(type, user);
  const stored = async () =>
    (await shop.db.execute(sql`SELECT * FROM notifications WHERE user_id = ${user.userId}`)) as unknown as [
      { dedupe_key: string; text: string | null; last_error: string | null },
    ];
  const [waiting] = await stored();
  expect(waiting).toMatchObject({ status: 'QUEUED', last_error: null });
  expect(waiting.text).toContain('secret-token');
  expect(waiting.dedupe_key).toMatch(new RegExp(`^${user.userId}:${key}:[0-9a-f]{16}$`));
  await shop.runJobs();
  expect(await stored()).toMatchObject([{ status: 'SENT', html: null, text: null }]);
  expect(JSON.stringify(await stored())).not.toContain('secret-token');
});

test.each([
  ['refused for good', 'nobody@shop.example', 1],
  ['tried in vain so often that it is given up', 'later@shop.example', 15],
  ['to no address at all', 'ada', 0],
])('the link of a mail that is %s is kept no longer, and nobody sends it once more', async (_, email, attempts) => {
  const user = newUser({ email, resetToken: 'secret-token' });
  await shop.deliver('PasswordResetRequested', user);
  expect(await shop.runJobs({ skipDelays: true, rounds: 30 })).toBe(attempts);
  const stored = [
    ...(await shop.db.execute<{ id: string }>(sql`SELECT * FROM notifications WHERE user_id = ${user.userId}`)),
  ];
  expect(stored).toMatchObject([{ status: 'DEAD', attempts, html: null, text: null }]);
  expect(JSON.stringify(stored)).not.toContain('secret-token');
  const again = await shop.as(newViewer(['STAFF']))(REDELIVER, { id: stored[0]!.id });
  expect(again.data.redeliverNotification.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
  expect(smtp.mails).toEqual([]);
});

test('while a mail with a link waits for its next try it keeps it, and one without a link is kept when it is given up', async () => {
  const user = newUser({ email: 'later@shop.example', resetToken: 'secret-token' });
  const order = newOrder({ email: 'nobody@shop.example' });
  await shop.deliver('PasswordResetRequested', user);
  await shop.deliver('OrderPaid', order);
  await shop.runJobs();
  expect([
    ...(await shop.db.execute(sql`SELECT status, text FROM notifications WHERE user_id = ${user.userId}`)),
  ]).toEqual([{ status: 'QUEUED', text: expect.stringContaining('secret-token') }]);
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([
    { status: 'DEAD', html: expect.any(String), text: expect.any(String) },
  ]);
  await shop.db.execute(sql`DELETE FROM jobs`);
});

test('an upgrade takes the links out of the mails that were given up before it, and the database lets none in again', async () => {
  const user = newUser({ email: 'nobody@shop.example', resetToken: 'secret-token' });
  await shop.deliver('PasswordResetRequested', user);
  await shop.deliver('PasswordResetRequested', { ...user, resetToken: 'secret-token of another' });
  const giveUp = sql`UPDATE notifications SET status = 'DEAD' WHERE user_id = ${user.userId} AND text NOT LIKE '%of another%'`;
  await expect(shop.db.execute(giveUp)).rejects.toThrow(/UPDATE notifications/);
  await shop.db.execute(sql`ALTER TABLE notifications DROP CONSTRAINT secrets_end_with_delivery`);
  await shop.db.execute(giveUp);
  await shop.db.execute(
    sql.raw(readFileSync(new URL('../migrations/0003_secrets_end_with_delivery.sql', import.meta.url), 'utf8')),
  );
  const left = await shop.db.execute(
    sql`SELECT status, text FROM notifications WHERE user_id = ${user.userId} ORDER BY status`,
  );
  expect([...left]).toEqual([
    { status: 'DEAD', text: null },
    { status: 'QUEUED', text: expect.stringContaining('of another') },
  ]);
  await shop.runJobs();
});

test('every request of a new link is a mail of its own', async () => {
  const user = newUser();
  await shop.deliver('EmailVerificationRequested', user);
  await shop.deliver('EmailVerificationRequested', { ...user, verificationToken: 'another' });
  for (const resetToken of ['reset-1', 'reset-1', 'reset-2'])
    await shop.deliver('PasswordResetRequested', { ...user, resetToken });
  await shop.deliver('PasswordResetRequested', { ...user, resetToken: 'first', isFirst: true });
  await shop.runJobs();

  const subjects = smtp.mails.map(({ headers }) => /^Subject: (.*)$/m.exec(headers)![1]).sort();
  expect(subjects).toEqual([
    'Reset your password',
    'Reset your password',
    'Set a password',
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
  [null, 'Hello,'], // an address that nobody has proved
])('who is called %s is greeted by a mail with %s', async (displayName, greeting) => {
  const { verificationToken: _proved, ...user } = newUser({ displayName, email: 'ada@shop.example' });
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

test('an address that is none is never written to', async () => {
  for (const email of [
    'ada@shop.example\r\nBcc: eve@evil.example',
    'ada@shop.example, eve@evil.example',
    'ada',
    '<ada@shop.example>',
    '"ada eve"@shop.example', // a form that is allowed, and that nobody has
  ]) {
    const order = newOrder({ email });
    expect(await shop.deliver('OrderPaid', order)).toBe('applied');
    expect(await rows(`${order.orderId}:paid`)).toMatchObject([
      { status: 'DEAD', last_error: 'not an e-mail address' },
    ]);
    const [{ id }] = (await rows(`${order.orderId}:paid`)) as [{ id: string }];
    expect((await shop.as(newViewer(['STAFF']))(REDELIVER, { id })).data.redeliverNotification).toEqual({
      delivery: null,
      userErrors: [{ code: 'INVALID_STATE', path: ['input', 'id'] }],
    });
  }
  expect(await shop.runJobs()).toBe(0);
  expect(smtp.mails).toEqual([]);
});

test('while no mail server answers a mail waits, and its row says why', async () => {
  const order = newOrder();
  await shop.deliver('OrderPaid', order);
  const [{ id }] = (await rows(`${order.orderId}:paid`)) as [{ id: string }];
  const nowhere = { ...shop.service, env: { ...shop.service.env, SMTP_URL: 'smtp://127.0.0.1:1' } };
  await expect(sendMail(nowhere, { notificationId: id })).rejects.toThrow('A mail was not sent: ESOCKET CONN');
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([
    { status: 'QUEUED', attempts: 1, last_error: 'ESOCKET CONN' },
  ]);
  await shop.runJobs();
  expect(smtp.mails).toHaveLength(1);
  await expect(sendMail(nowhere, { notificationId: id }), 'it is sent').resolves.toBeUndefined();
  expect(await rows(`${order.orderId}:paid`)).toMatchObject([{ status: 'SENT', attempts: 2, last_error: null }]);
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

const account = { userId: newId('usr'), email: 'ada@shop.example', displayName: 'Ada' };
test.each([
  [
    'RegistrationRequested',
    { ...account, verificationToken: 'a+secret' },
    'Finish your account at Lamps & <Co>',
    'http://localhost:4000/complete-registration?token=a%2Bsecret',
  ],
  [
    'EmailChangeRequested',
    { ...account, newEmail: 'new@shop.example', undoToken: 'a+secret' },
    'Your e-mail address is about to change',
    'http://localhost:4000/undo-email-change?token=a%2Bsecret',
  ],
  [
    'EmailConfirmationRequested',
    { userId: account.userId, email: account.email, maskedEmail: 'e…@s…', confirmToken: 'a+secret' },
    'Confirm your new e-mail address',
    'http://localhost:4000/confirm-email-change?token=a%2Bsecret',
  ],
  [
    'EmailChangeUndone',
    { ...account, resetToken: 'a+secret' },
    'Your e-mail address is as it was: choose a new password',
    'http://localhost:4000/reset-password?token=a%2Bsecret',
  ],
])('%s is mailed once with its link, which is stored no longer', async (type, payload, subject, link) => {
  for (let time = 0; time < 2; time++) await shop.deliver(type, payload);
  await shop.runJobs();
  expect(smtp.mails.map(({ to }) => to)).toEqual([[account.email]]);
  const [mail] = smtp.mails;
  expect(/^Subject: (.*)$/m.exec(mail!.headers)![1]!.trim()).toBe(subject);
  const [text, html] = readable(mail!.raw).split('<!doctype html>');
  const isNameless = ['EmailConfirmationRequested', 'RegistrationRequested'].includes(type);
  expect(text).toContain(isNameless ? 'Hello,' : 'Hello Ada,');
  for (const body of [text, html]) expect(body).toContain(link);
  if (type === 'RegistrationRequested') expect(text).toContain('asks for the password that you chose');
  if (type === 'EmailChangeUndone')
    for (const body of [text, html])
      expect(body).toMatch(/nor do passkeys or a Google account.* only for a short time\./);
  if (type === 'EmailChangeRequested') for (const body of [text, html]) expect(body).toContain('new@shop.example');
  const stored = JSON.stringify([...(await shop.db.execute(sql`SELECT * FROM notifications`))]);
  expect(stored).not.toMatch(/a\+secret|a%2Bsecret/);
});

test.each([
  ['REGISTER', 'You have an account already', /wanted to make an account/],
  ['CHANGE', 'This address has an account already', /wanted to give another account/],
])(
  'the owner of an address that is taken is told so, by a mail that names nobody: %s',
  async (wantedFor, subject, why) => {
    await shop.deliver('EmailTaken', {
      noticeId: randomUUID(),
      userId: account.userId,
      email: account.email,
      wantedFor,
    });
    await shop.runJobs();
    const [mail] = smtp.mails;
    expect(/^Subject: (.*)$/m.exec(mail!.headers)![1]!.trim()).toBe(subject);
    const text = readable(mail!.raw);
    expect(text).toMatch(why);
    for (const link of ['http://localhost:4000/sign-in', 'http://localhost:4000/forgot-password'])
      expect(text).toContain(link);
    expect(text).not.toContain('Ada');
  },
);

const WAYS_IN = 'http://localhost:4000/sign-in?to=%2Faccount%2Fsign-in';
test.each([
  ['ADDED', ['PASSKEY'], 'A passkey was added to your account', /sign in, remove it there, and change your password/],
  ['ADDED', ['GOOGLE'], 'A Google account was added to your account', /from now on it signs in/],
  ['REMOVED', ['PASSKEY'], 'A passkey was removed from your account', /it does not sign in any more/],
  ['REMOVED', ['GOOGLE'], 'A Google account was removed from your account', /change your password/],
  [
    'ENDED',
    ['GOOGLE', 'PASSKEY'],
    'Ways to sign in were removed from your account',
    /somebody else may have added it: Google account and passkey\./,
  ],
])('an owner is told once by mail and in the feed when a way in is %s: %s', async (change, methods, subject, words) => {
  const ada = newViewer();
  const said = { changeId: randomUUID(), userId: ada.id, email: 'ada@shop.example', change, methods };
  for (let time = 0; time < 2; time++) await shop.deliver('SignInMethodsChanged', said);
  await shop.runJobs();
  expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@shop.example']]);
  const { headers, raw } = smtp.mails[0]!;
  expect(/^Subject: (.*)$/m.exec(headers)![1]!.trim()).toBe(subject);
  const text = readable(raw);
  expect(text).toMatch(words);
  for (const link of [WAYS_IN, 'http://localhost:4000/forgot-password']) expect(text).toContain(link);
  const { nodes } = (await feedOf(ada, ada.id)).data._entities[0].notifications;
  expect(nodes).toMatchObject([
    {
      kind: change === 'ADDED' ? 'SIGN_IN_METHOD_ADDED' : 'SIGN_IN_METHOD_REMOVED',
      title: subject,
      body: `${subject}.`,
    },
  ]);
});

const NAMED = { userId: newId('usr'), email: 'ada@shop.example', displayName: 'You have won' };
test.each([
  ['UserRegistered', { ...NAMED, verificationToken: 'v' }], // as older versions send it
  ['RegistrationRequested', { ...NAMED, verificationToken: 'v' }],
  ['EmailVerificationRequested', { ...NAMED, verificationToken: 'v' }],
  ['PasswordResetRequested', { ...NAMED, resetToken: 'r' }],
  ['AccountDeletionRequested', { ...NAMED, displayName: null, deletionDueAt: new Date().toISOString() }],
  ['DataExportReady', { ...NAMED, displayName: null, link: 'http://localhost/x', expiresAt: new Date().toISOString() }],
  ['EmailChangeRequested', { ...NAMED, displayName: null, newEmail: 'new@shop.example', undoToken: 'u' }],
  ['EmailChangeUndone', { ...NAMED, displayName: null, resetToken: 'r' }],
])('%s greets nobody by name at an address that nobody has proved', async (type, payload) => {
  await shop.deliver(type, { ...payload, userId: newId('usr') });
  await shop.runJobs();
  const { raw } = smtp.mails[0]!;
  expect(readable(raw)).toContain('Hello,\r\n');
  expect(readable(raw)).not.toMatch(/You have won|Hello ada/);
});

test.each([
  ['CHANGED', /changed by someone who is signed in/],
  ['RESET', /set by the link of a mail/],
])(
  'an owner is told once by mail and in the feed that the password is another one, without a link that lets anybody in: %s',
  async (change, words) => {
    const ada = newViewer();
    const said = { changeId: randomUUID(), userId: ada.id, email: 'ada@shop.example', change };
    for (let time = 0; time < 2; time++) await shop.deliver('PasswordChanged', said);
    await shop.runJobs();
    expect(smtp.mails.map(({ to }) => to)).toEqual([['ada@shop.example']]);
    const { headers, raw } = smtp.mails[0]!;
    expect(/^Subject: (.*)$/m.exec(headers)![1]!.trim()).toBe('Your password was changed');
    const text = readable(raw);
    expect(text).toMatch(words);
    for (const link of [WAYS_IN, 'http://localhost:4000/forgot-password']) expect(text).toContain(link);
    expect(text).not.toMatch(/token=|Code:/);
    const { nodes } = (await feedOf(ada, ada.id)).data._entities[0].notifications;
    expect(nodes).toMatchObject([
      { kind: 'PASSWORD_CHANGED', title: 'Your password was changed', body: 'Your password was changed.' },
    ]);
  },
);

test.each([
  ['PasswordChanged', { changeId: randomUUID(), change: 'CHANGED' }],
  ['AccountDeletionRequested', { displayName: null, deletionDueAt: new Date().toISOString() }],
])('%s that is not to be mailed is in the feed', async (type, payload) => {
  const ada = newViewer();
  await shop.deliver(type, { ...payload, userId: ada.id, email: null });
  expect(await shop.runJobs()).toBe(0);
  expect((await feedOf(ada, ada.id)).data._entities[0].notifications.totalCount).toBe(1);
});

test('a change of the ways in that is not to be mailed is in the feed', async () => {
  const ada = newViewer();
  const said = { changeId: randomUUID(), userId: ada.id, email: null, change: 'ADDED', methods: ['PASSKEY'] };
  await shop.deliver('SignInMethodsChanged', said);
  expect(await shop.runJobs()).toBe(0);
  expect((await feedOf(ada, ada.id)).data._entities[0].notifications.totalCount).toBe(1);
});

test('the mail that asks to confirm an address says for which account, who is to open its link, and nothing that the asker has written', async () => {
  await shop.deliver('EmailConfirmationRequested', {
    userId: account.userId,
    email: 'victim@shop.example',
    // as an older version sends it
    displayName: 'You have won and call 555 0100',
    maskedEmail: 'e…@m…',
    confirmToken: 'another secret',
  });
  await shop.runJobs();
  expect(smtp.mails.map(({ to }) => to)).toEqual([['victim@shop.example']]);
  const [text, html] = readable(smtp.mails[0]!.raw).split('<!doctype html>');
  for (const body of [text!, html!]) {
    expect(body).toContain('Hello,');
    expect(body).toContain('whose address is now e…@m… (shortened)');
    expect(body).toContain('Open the link only if you asked for this yourself');
    expect(body).toContain('If you did not ask for this, ignore this mail and its link: nothing changes.');
  }
  expect(readable(smtp.mails[0]!.raw)).not.toMatch(/You have won|555 0100/);
});
