import { hash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mailPages } from './mailPages.ts';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-pages-'));
const world = runningWorld({ directory });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Secrets of links that were opened: none may be in a log. */
const secrets = new Set<string>();
const emails = new Set<string>();

const LINK = /https?:\/\/[^\s"'<>]+/g;
const linksIn = (text: string): URL[] => [...new Set(text.match(LINK) ?? [])].map((link) => new URL(link));
/** The first link of the mail with this subject. */
async function linkOf(email: string, subject: RegExp): Promise<URL> {
  emails.add(email);
  const found = await until(
    async () => (await world.mailsTo(email)).find((mail) => subject.test(mail.subject)),
    (mail) => mail !== undefined,
  );
  const [link] = linksIn(found!.text);
  for (const secret of link!.searchParams.values()) secrets.add(secret);
  return link!;
}

const { open, opened, press } = mailPages(world);

/** As who signs in anew: a page is signed in to nothing, so its button ends the sessions of before. */
async function isVerified(email: string): Promise<boolean> {
  const shopper = world.guest();
  await shopper.signIn(email, 'a rather long password');
  return (await shopper.graph('{ me { emailVerified } }')).data.me.emailVerified;
}
const reset = (email: string) => world.guest().run('requestPasswordReset', 'EmailInput', { email }, 'accepted');

async function guestsOrder(email = newEmail()) {
  const shopper = world.guest();
  const order = await shopper.order(variantNumber(3), email);
  await shopper.pay(order.id);
  const link = await linkOf(email, /is confirmed/);
  return { shopper, order, link };
}

test('the link of the welcome mail opens a page whose button verifies the address, and opening it does nothing', async () => {
  const [shopper, email] = [world.guest(), newEmail()];
  await shopper.register(email);
  const link = await linkOf(email, /Welcome/);

  const page = await open(link);
  for (let time = 0; time < 3; time++) await open(link); // as mail programs do before anybody reads it
  expect([page.status, page.title, await isVerified(email)]).toEqual([200, 'Verify your e-mail address', false]);

  const done = await press(page);
  expect([done.status, done.title, await isVerified(email)]).toEqual([200, 'Your address is verified', true]);
  const again = await press(page);
  expect([again.status, again.title]).toEqual([400, 'This link has expired']);
  expect(again.text).toContain('href="/resend-verification"');
});

test('who has lost the link of an address gets a new one by the password, and nobody by another', async () => {
  const [shopper, email] = [world.guest(), newEmail()];
  await shopper.register(email);
  const page = await open('/resend-verification');
  const wrong = await press(page, { email, password: 'not the password at all' });
  expect([wrong.status, wrong.text.includes('not the password of an account')]).toEqual([400, true]);

  const sent = await press(page, { email, password: 'a rather long password' });
  expect([sent.status, sent.title]).toEqual([200, 'A mail is on its way']);
  const done = await press(await open(await linkOf(email, /Verify/)));
  expect([done.title, await isVerified(email)]).toEqual(['Your address is verified', true]);
});

test('the link of a mail about a password opens a form that sets another one, once', async () => {
  const email = newEmail();
  await world.guest().register(email);
  await reset(email);
  const link = await linkOf(email, /Reset your password/);
  const page = await open(link);
  await open(link);
  expect([page.status, page.title]).toEqual([200, 'Choose a new password']);
  await world.guest().signIn(email, 'a rather long password'); // opening it has changed nothing

  const short = await press(page, { password: 'short' });
  expect([short.status, short.text.includes('role="alert"')]).toEqual([400, true]);
  const done = await press(short, { password: 'another rather long password' });
  expect([done.status, done.title]).toEqual([200, 'Your password is changed']);
  const owner = world.guest();
  await owner.signIn(email, 'another rather long password');
  const { me } = (await owner.graph('{ me { sessions { id } } }')).data;
  expect(me.sessions, 'the page leaves no session behind').toHaveLength(1);

  const again = await press(page, { password: 'a third rather long password' });
  expect([again.status, again.title]).toEqual([400, 'This link has expired']);
  expect(again.text).toContain('href="/forgot-password"');
  const asked = await press(await open('/forgot-password'), { email });
  expect([asked.status, asked.title]).toEqual([200, 'Look into your mail']);
});

test('the links of mails about another address confirm it, and undo it, by a button each', async () => {
  const [email, wanted] = [newEmail(), newEmail()];
  const shopper = world.guest();
  await shopper.register(email);
  const emailOf = async () => (await shopper.graph('{ me { email } }')).data.me.email;
  await shopper.run(
    'changeEmail',
    'ChangeEmailInput',
    { email: wanted, currentPassword: 'a rather long password' },
    'accepted',
  );
  const [confirm, undo] = [await linkOf(wanted, /Confirm your new/), await linkOf(email, /is about to change/)];
  const [toConfirm, toUndo] = [await open(confirm), await open(undo)];
  for (const page of [toConfirm, toUndo]) expect(page.status).toBe(200);
  expect(toConfirm.text).toContain('Press the button only if you asked for this yourself');
  expect(toConfirm.text).toContain('If you did not, close this page and ignore the mail: nothing changes.');
  expect(await emailOf()).toBe(email);

  expect((await press(toConfirm)).title).toBe('Your address is changed');
  expect(await emailOf()).toBe(wanted);
  const again = await press(toConfirm);
  expect([again.status, again.title]).toEqual([400, 'This link has ended']);

  const other = newEmail();
  await world.guest().register(other);
  const taken = { email: other, currentPassword: 'a rather long password' };
  await shopper.run('changeEmail', 'ChangeEmailInput', taken, 'accepted');
  expect((await open(await linkOf(other, /has an account already/))).title).toBe('Choose a new password');

  expect((await press(toUndo)).title).toBe('Your address is as it was');
  expect((await press(toUndo)).title).toBe('This link has ended');
  const page = await open(await linkOf(email, /is as it was/));
  await press(page, { password: 'another rather long password' });
  await world.guest().signIn(email, 'another rather long password');
  for (const path of ['/confirm-email-change', '/undo-email-change'])
    expect((await open(path)).title).toBe('This link is not complete');
});

test('the link of a guest to an order shows it, and its button cancels it once', async () => {
  const { shopper, order, link } = await guestsOrder();
  const page = await open(link);
  expect([page.status, page.title]).toEqual([200, `Order ${order.number}`]);
  expect(page.text).toContain('is paid and confirmed');
  expect(page.text).toContain(`${order.totals.total.amount} USD`);
  await open(link);
  expect((await shopper.orderById(order.id)).status).toBe('CONFIRMED');

  const [one, two] = await Promise.all([1, 2].map(() => press(page, { reason: 'I changed my mind' })));
  expect([one!.status, two!.status, one!.text.includes('It is cancelled')]).toEqual([200, 200, true]);
  await until(
    () => shopper.orderById(order.id),
    ({ status }) => status === 'CANCELLED',
  );
  const back = await press(page, { reason: 'It takes too long' }); // the page before, once more
  expect([back.status, back.text.includes('It is cancelled')]).toEqual([200, true]);
});

test('a link without its token, with another one or to another order shows nothing of an order', async () => {
  const [{ order, link }, other] = [await guestsOrder(), await guestsOrder()];
  const bare = await open(link.pathname);
  expect([bare.status, bare.text.includes(order.number)]).toEqual([200, false]);
  const token = link.searchParams.get('token')!;
  for (const wrong of [
    `${link.pathname}?token=${token}x`,
    `${other.link.pathname}?token=${token}`,
    `/orders/ord_none?token=${token}`,
  ]) {
    const page = await open(wrong);
    expect([page.status, page.title]).toEqual([404, 'There is no such order']);
  }
  const refused = await opened(
    await fetch(new URL(other.link.pathname, world.system.url), {
      method: 'POST',
      body: new URLSearchParams({ token, reason: 'x', idempotencyKey: randomUUID() }),
    }),
  );
  expect([refused.status, (await other.shopper.orderById(other.order.id)).status]).toEqual([404, 'CONFIRMED']);
});

test('every link of every mail that was sent opens, and templates link to nothing else', async () => {
  const staff = await world.staff();
  const email = newEmail();
  const { order } = await guestsOrder(email);
  const idempotencyKey = randomUUID();
  const parcel = { orderId: order.id, carrier: 'Parcel Post', trackingNumber: 'PP-1', idempotencyKey };
  await staff.run('fulfillOrder', 'FulfillOrderInput', parcel, 'order { id }');
  await linkOf(email, /on its way/);

  const sent = (await Promise.all([...emails].map((one) => world.mailsTo(one)))).flat();
  const subjects = sent.map(({ subject }) => subject.replace(/order \S+/i, 'order'));
  expect([...new Set(subjects)]).toEqual(
    expect.arrayContaining([
      'Welcome to Storegraph',
      'Verify your e-mail address',
      'Reset your password',
      'order is confirmed',
      'order is on its way',
    ]),
  );
  const opened = new Set<string>();
  for (const { subject, text } of sent)
    for (const link of linksIn(text)) {
      const { status } = await open(link.pathname + link.search);
      expect([subject, link.pathname, status]).toEqual([subject, link.pathname, 200]);
      opened.add(link.pathname.split('/')[1]!);
    }
  const folder = 'subgraphs/notifications/src/notification';
  const templates = readdirSync(folder).filter((file) => file.endsWith('.template.ts'));
  const linked = templates.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/\$\{shop\.url\}\/([\w-]+)/g)].map(([, path]) => path!),
  );
  // this one only where addresses are verified first: registration.test.ts
  expect([...opened, 'complete-registration'].sort()).toEqual([...new Set(linked)].sort());
});

test('who did not register is shown the way to a password of their own, and a new one says first what it ends', async () => {
  expect((await open('/verify-email?token=x')).text).toMatch(
    /If you did not register here.*<a href="\/forgot-password">Set a password of your own/s,
  );
  expect((await open('/reset-password?token=x')).text).toMatch(
    /everybody is signed out, and all passkeys and the Google account are taken off the account.*<button>Set this password/s,
  );
});

test('a page runs nothing, is found by nobody, kept by nobody, and says nothing to other sites', async () => {
  for (const path of [
    '/verify-email?token=x',
    '/reset-password?token=x',
    '/complete-registration?token=x',
    '/orders/ord_x?token=x',
    '/forgot-password',
  ]) {
    const { headers, text } = await open(path);
    expect(text).not.toMatch(/<script|\son\w+=|javascript:|<a href="http/);
    expect(text).toContain('name="viewport"');
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(text)!;
    expect(headers.get('content-security-policy')).toContain(`'sha256-${hash('sha256', style!, 'base64')}'`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]+='; form-action 'self'; /,
      ),
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
    });
    expect(headers.get('set-cookie')).toBeNull();
  }
});

test('what is sent to a page is text and no markup, and nonsense is answered in words', async () => {
  const odd = `"><script>alert(1)</script>`;
  for (const path of ['/verify-email', '/reset-password', '/complete-registration'])
    expect((await open(`${path}?token=${encodeURIComponent(odd)}`)).text).not.toContain('<script');
  const post = (path: string, body: string, type = 'application/x-www-form-urlencoded') =>
    fetch(new URL(path, world.system.url), { method: 'POST', body, headers: { 'content-type': type } }).then(opened);
  for (const [body, status] of [
    ['', 400],
    ['token=', 400],
    [`token=${'x'.repeat(5_000)}`, 400],
    ['token=%00&password=%ff', 400],
    ['token=a&token=b', 400],
    ['__proto__=x&constructor=y', 400],
    [`token=${'x'.repeat(20_000)}`, 413],
  ] as const)
    for (const path of ['/verify-email', '/reset-password', '/complete-registration']) {
      const page = await post(path, body);
      expect([path, body.slice(0, 20), page.status, page.title]).toEqual([
        path,
        body.slice(0, 20),
        status,
        expect.any(String),
      ]);
    }
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
    expect((await post('/verify-email', '{"token":"x"}', type)).status).toBe(415);
});

test('no log of any process has the secret of a link that was opened', async () => {
  expect(secrets.size).toBeGreaterThan(4);
  const logs = join(directory, 'logs');
  const files = readdirSync(logs);
  const gateway = await until(
    async () => readFileSync(join(logs, files.find((file) => file.startsWith('gateway'))!), 'utf8'),
    (text) => text.includes('"route":"/orders/:id"'),
  );
  expect(gateway).toContain('"route":"/verify-email"');
  for (const file of files) {
    const text = readFileSync(join(logs, file), 'utf8');
    expect([file, [...secrets].filter((secret) => text.includes(secret))]).toEqual([file, []]);
  }
});
