import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@storegraph/kit';
import { testSubgraph } from '@storegraph/kit/testing';
import { type ReceivedMail, startMailInbox } from '@storegraph/local/mail';
import { freePort } from '@storegraph/local/ports';
import { notifications } from '@storegraph/notifications/subgraph';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-mail-'));
const inbox = await startMailInbox({ port: await freePort(), smtpPort: await freePort(), directory });
const shop = await testSubgraph(notifications, {
  remotes: { orders: { orderToken: async () => ({ orderToken: 'a-b_c' }) } },
  env: { SMTP_URL: inbox.smtpUrl, MAIL_FROM: 'Storegraph <shop@storegraph.local>' },
});
afterAll(async () => {
  await shop.stop();
  await inbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const mailsTo = async (address: string): Promise<ReceivedMail[]> =>
  (await fetch(`${inbox.url}/messages?to=${encodeURIComponent(address)}`)).json() as Promise<ReceivedMail[]>;

test('a welcome mail reaches the inbox once, with a link and a code that work as typed', async () => {
  const token = 'Zm9v+bar/baz=';
  const user = {
    userId: newId('usr'),
    email: 'zoe.o+shop@shop.example',
    displayName: 'Zoë <script>alert(1)</script>',
    verificationToken: token,
  };
  for (let repeat = 0; repeat < 3; repeat++) await shop.deliver('UserRegistered', user);
  await Promise.all([shop.runJobs(), shop.runJobs()]); // two replicas
  await shop.deliver('UserRegistered', user);
  await shop.runJobs();

  const mails = await mailsTo(user.email);
  expect(mails).toHaveLength(1);
  const [mail] = mails as [ReceivedMail];
  expect(mail).toMatchObject({
    to: user.email,
    subject: 'Welcome to Storegraph',
    messageId: expect.stringMatching(/^<[0-9a-f]{40}@storegraph\.local>$/),
  });
  const link = /http\S+verify-email\S+/.exec(mail.text)![0];
  expect(new URL(link).searchParams.get('token')).toBe(token);
  expect(/^Code: (.*)$/m.exec(mail.text)![1]).toBe(token);
  expect(mail.text).toMatch(/^Hello,$/m);
});

test('a name of somebody who is known is text in both forms of a mail, whatever it is', async () => {
  const user = { userId: newId('usr'), email: 'zoe.o@shop.example', displayName: 'Zoë <script>alert(1)</script>' };
  await shop.deliver('EmailChangeRequested', { ...user, newEmail: 'new@shop.example', undoToken: 'u' });
  await shop.runJobs();
  const [mail] = (await mailsTo(user.email)) as [ReceivedMail];
  expect(mail.text).toContain('Hello Zoë <script>alert(1)</script>,');
  expect(mail.html).toContain('Hello Zoë &lt;script&gt;alert(1)&lt;/script&gt;,');
  expect(mail.html).not.toContain('<script');
});

test('the mail of a paid order arrives with its lines, total and a link for guests', async () => {
  const order = {
    orderId: newId('ord'),
    number: 'SG-2001',
    cartId: newId('cart'),
    userId: null,
    email: 'guest@shop.example',
    totalMinor: 1234567,
    currencyCode: 'JPY',
    lines: [{ title: 'Kettle “Ōmi” & cups <b>', quantity: 3, totalMinor: 1234567 }],
  };
  await Promise.all([
    shop.deliver('OrderPaid', order),
    shop.deliver('OrderPaid', order),
    shop.deliver('OrderPlaced', order),
  ]);
  await shop.runJobs();

  const mails = await mailsTo('guest@shop.example');
  expect(mails.map(({ subject }) => subject)).toEqual(['Order SG-2001 is confirmed']);
  expect(mails[0]!.text).toContain('3 × Kettle “Ōmi” & cups <b>: 1234567 JPY\nTotal: 1234567 JPY');
  expect(mails[0]!.text).toContain(`See your order: http://localhost:4000/orders/${order.orderId}?token=a-b_c`);
  expect(mails[0]!.html).toContain('Kettle “Ōmi” &amp; cups &lt;b&gt;');
});
