import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@storegraph/kit/testing';
import { afterAll, expect, test } from 'vitest';
import { PICTURE, type Shopper, variantNumber } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';
import { alertsOf, type Page, plain, problemAt, Visitor } from './visitor.ts';

const directory = mkdtempSync(join(tmpdir(), 'storegraph-account-'));
const world = runningWorld({ directory, storefront: true, single: true });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PASSWORD = 'a rather long password';
const visitor = () => new Visitor(world.system.storefrontUrl);

/** What links of mails carry: none of it may be in an address that stays, or in a log. */
const secrets = new Set<string>();

/** The path of the link in the newest mail with this subject. */
async function linkOf(email: string, subject: RegExp): Promise<string> {
  const mail = await until(
    async () => (await world.mailsTo(email)).find((one) => subject.test(one.subject)),
    (found) => found !== undefined,
  );
  const { origin, pathname, search, searchParams } = new URL(/https?:\/\/[^\s"'<>]+/.exec(mail!.text)![0]);
  expect(origin).toBe(world.system.storefrontUrl);
  for (const secret of searchParams.values()) secrets.add(secret);
  return pathname + search;
}

async function registered(email = newEmail()): Promise<{ ada: Visitor; email: string; page: Page }> {
  const ada = visitor();
  const page = await ada.press(await ada.open('/register'), 'Make an account', { email, password: PASSWORD });
  expect([page.status, page.path]).toEqual([200, '/account']);
  return { ada, email, page };
}

async function signIn(email: string, password: string, path = '/sign-in'): Promise<{ ada: Visitor; page: Page }> {
  const ada = visitor();
  return { ada, page: await ada.press(await ada.open(path), 'Sign in', { email, password }) };
}

/** A shopper's program that goes on as this account. */
async function asProgram(email: string): Promise<Shopper> {
  const shopper = world.guest();
  await shopper.signIn(email, PASSWORD);
  return shopper;
}

async function paidOrder(shopper: Shopper, email: string): Promise<{ id: string; number: string }> {
  const order = await shopper.order(variantNumber(3), email);
  await shopper.pay(order.id);
  await shopper.orderWhen(order.id, { status: 'CONFIRMED' });
  return order;
}

test('who registers verifies the address by the link of the mail, and opening the link alone changes nothing', async () => {
  const { ada, email, page } = await registered();
  expect(plain(page.text)).toContain('Your account is ready.');
  const link = await linkOf(email, /Welcome/);

  for (let time = 0; time < 2; time++) await visitor().open(link); // as mail programs do
  const verify = await ada.open(link);
  expect([verify.status, verify.path]).toEqual([200, '/verify-email']);
  expect(verify.text).toMatch(
    /If you did not register here, <a href="\/forgot-password"[^>]*>set a password of your own/,
  );
  expect(plain((await ada.open('/account')).text)).toContain('not verified yet');

  const done = await ada.press(verify, 'Verify this address');
  expect([done.status, done.path]).toEqual([200, '/account']);
  expect(plain(done.text)).toContain('Your e-mail address is verified.');
  expect(plain(done.text)).not.toContain('not verified yet');
  expect(plain((await ada.open('/account')).text)).not.toContain('Your e-mail address is verified.'); // said once

  const again = await ada.press(await ada.open(link), 'Verify this address');
  expect([again.status, plain(again.text)]).toEqual([400, expect.stringContaining('This link has ended')]);
});

test('somebody signs in, reads their orders, looks at one, and signs out', async () => {
  const { email } = await registered();
  const shopper = await asProgram(email);
  const order = await paidOrder(shopper, email);

  const { ada, page } = await signIn(email, PASSWORD, '/sign-in?to=/account/orders');
  expect([page.status, page.path]).toEqual([200, '/account/orders']);
  expect(plain(page.text)).toContain(`Order ${order.number}`);

  const one = await ada.open(`/account/orders/${order.number}`);
  expect(plain(one.text)).toMatch(
    /Paid, being packed.*What you ordered.*What has happened You ordered.* Paid .*Subtotal.*Total.*Where it goes/,
  );
  expect((await ada.open('/account/orders/SG-999999')).status).toBe(404);

  const out = await ada.press(page, 'Sign out');
  expect([out.status, out.path]).toEqual([200, '/']);
  expect([...ada.cookies.keys()].filter((name) => name.startsWith('storegraph.'))).toEqual([]);
  expect((await ada.open('/account')).path).toBe('/sign-in?to=%2Faccount');
});

test('orders beyond the first page are reached from it, and the newest from there', async () => {
  const { ada, email } = await registered();
  const shopper = await asProgram(email);
  const numbers: string[] = [];
  for (let count = 0; count < 11; count++) numbers.unshift((await paidOrder(shopper, email)).number);
  const shown = ({ text }: Page) => [...text.matchAll(/account\/orders\/(SG-\d+)"/g)].map(([, number]) => number);
  const linkTo = ({ text }: Page, words: string) =>
    new RegExp(`href="([^"]+)"[^>]*>${words}<`).exec(text)![1]!.replaceAll('&amp;', '&');

  const first = await ada.open('/account/orders');
  expect(shown(first)).toEqual(numbers.slice(0, 10));
  const second = await ada.open(linkTo(first, 'Older'));
  expect(shown(second)).toEqual(numbers.slice(10));
  expect(shown(await ada.open(linkTo(second, 'Newest')))).toEqual(numbers.slice(0, 10));
  expect(shown(await ada.open('/account/orders?after=%00'))).toEqual(numbers.slice(0, 10));
});

test('who signs out leaves no way to the order behind', async () => {
  const { ada, email } = await registered();
  ada.cookies.set('order /', { value: (await paidOrder(await asProgram(email), email)).id, path: '/', attributes: '' });
  expect(plain((await ada.open('/cart')).text)).toContain('To the order that you placed last');
  await ada.press(await ada.open('/account'), 'Sign out');
  expect(plain((await ada.open('/cart')).text)).not.toContain('To the order that you placed last');
});

test('a link signs nobody out: only a form of the shop does', async () => {
  const { ada } = await registered();
  expect((await ada.open('/sign-out')).path).toBe('/account');
  expect((await ada.open('/account')).path).toBe('/account');
});

test("an account's page is for who is signed in, and after signing in they are where they wanted to be", async () => {
  for (const path of [
    '/account',
    '/account/picture',
    '/account/orders',
    '/account/orders/SG-1',
    '/account/addresses',
    '/account/addresses/new',
    '/account/cards',
    '/account/notifications',
    '/account/email',
    '/account/sign-in',
    '/account/password',
    '/account/sessions',
    '/resend-verification',
  ])
    expect((await visitor().open(path)).path).toBe(`/sign-in?${new URLSearchParams({ to: path })}`);
});

test('a session that was ended elsewhere leads to the sign-in, from pages and from forms', async () => {
  const { ada, email } = await registered();
  const password = await ada.open('/account/password');
  await (await asProgram(email)).graph('mutation { signOutEverywhere { signedOut } }');

  const refused = await until(
    () =>
      ada.press(password, 'Change password', { currentPassword: PASSWORD, newPassword: 'quite another long password' }),
    ({ path }) => path.startsWith('/sign-in'),
  );
  expect(refused.path).toBe('/sign-in?to=%2Faccount%2Fpassword');
  expect((await ada.open('/account/orders')).path).toBe('/sign-in?to=%2Faccount%2Forders');
  expect((await signIn(email, PASSWORD)).page.path).toBe('/account');
});

test('whoever was filling a cart or buying when the session ended signs in and comes back to it', async () => {
  const { ada, email } = await registered();
  const product = await ada.open(/href="(\/p\/[^"]+)"/.exec((await ada.open('/')).text)![1]!);
  const cart = await ada.press(product, 'Add to cart', { quantity: '1' });
  expect(cart.path).toBe('/cart');
  const cookies = new Map(ada.cookies);
  /** The browser as it was before it knew. */
  const unaware = () => {
    const browser = visitor();
    for (const [key, cookie] of cookies) browser.cookies.set(key, cookie);
    return browser;
  };
  const mine = await (await asProgram(email)).graph('mutation { signOutEverywhere { signedOut } }');
  expect(mine).toBeDefined();
  await until(
    () => unaware().open('/account'),
    ({ path }) => path.startsWith('/sign-in'),
  );

  const signInAndTo = (path: string) => `/sign-in?${new URLSearchParams({ to: path })}`;
  for (const path of [
    '/cart',
    '/checkout',
    '/orders/SG-1',
    '/orders/SG-1/thanks',
    '/pay/ord_1',
    '/account/orders/SG-1',
  ])
    expect((await unaware().open(path)).path).toBe(signInAndTo(path));
  const itemId = /name="itemId" value="([^"]+)"/.exec(cart.text)![1]!;
  const forms: [string, Record<string, string>][] = [
    ['/cart', { intent: 'remove', itemId }],
    ['/checkout', { intent: 'method', shippingOptionId: 'standard' }],
    ['/checkout', { intent: 'contact', email, countryCode: 'US' }],
    [
      '/checkout',
      { intent: 'order', cartId: 'cart_1', amount: '1', currencyCode: 'USD', cartVersion: '1', attempt: '0' },
    ],
    ['/orders/SG-1', { orderId: 'ord_1', idempotencyKey: randomUUID() }],
    ['/account/orders/SG-1', { orderId: 'ord_1', idempotencyKey: randomUUID() }],
  ];
  for (const [path, fields] of forms) expect((await unaware().post(path, fields)).path).toBe(signInAndTo(path));
  expect((await unaware().press(product, 'Add to cart')).path).toBe(signInAndTo(product.path));

  const back = unaware();
  const asked = await back.open('/cart');
  const again = await back.press(asked, 'Sign in', { email, password: PASSWORD });
  expect([again.path, again.text.includes(itemId)]).toEqual(['/cart', true]);
});

test('signing in leads to pages of this shop only', async () => {
  const { email } = await registered();
  for (const to of [
    '//elsewhere.example',
    'https://elsewhere.example/',
    '/\\elsewhere.example',
    '/.//elsewhere.example',
  ])
    expect((await signIn(email, PASSWORD, `/sign-in?${new URLSearchParams({ to })}`)).page.path).toBe('/account');
  expect((await signIn(email, PASSWORD, '/sign-in?to=/search?q=lamp')).page.path).toBe('/search?q=lamp');
});

test.each([
  ['?error=access_denied', 'You did not let Google tell us who you are.'],
  ['?error=server_error', 'Google did not say who you are.'],
  ['?code=made-up&state=made-up', 'begun elsewhere'],
])('who comes back from Google with %s is back at the sign-in and reads why', async (search, words) => {
  const page = await visitor().open(`/sign-in/google${search}`);
  expect([page.status, page.path, plain(page.text)]).toEqual([200, '/sign-in', expect.stringContaining(words)]);
});

test('forms of the pages that have a way to Google may lead there, and no others', async () => {
  const { ada } = await registered();
  const formsOf = async (path: string) =>
    /form-action ([^;]+)/.exec((await ada.open(path)).headers.get('content-security-policy')!)![1];
  for (const path of ['/sign-in', '/register', '/account/sign-in'])
    expect(await formsOf(path)).toBe(`'self' ${world.system.googleUrl}`);
  for (const path of ['/', '/account', '/forgot-password']) expect(await formsOf(path)).toBe("'self'");
});

test('who signed in long ago and links Google is told why to sign in first', async () => {
  const { ada, email } = await registered();
  const page = await ada.open('/account/sign-in');
  await world.inDatabase(
    'users',
    (sql) => sql`
      UPDATE sessions SET created_at = now() - interval '11 minutes'
      WHERE user_id = (SELECT id FROM users WHERE email = ${email})`,
  );
  const asked = await ada.press(page, 'Link a Google account', {});
  expect([asked.path, plain(asked.text)]).toEqual([
    '/sign-in?to=%2Faccount%2Fsign-in',
    expect.stringContaining('Sign in again first: this was too long ago.'),
  ]);
});

test('whose account has no password is shown the way to the first one, and is not asked for it', async () => {
  const { ada, email } = await registered();
  await world.inDatabase('users', (sql) => sql`UPDATE users SET password_hash = NULL WHERE email = ${email}`);
  for (const path of ['/account/email', '/account/password']) {
    const page = await ada.open(path);
    expect([page.status, page.text.includes('type="password"')]).toEqual([200, false]);
    expect(plain(page.text)).toContain(`A mail to ${email} has a link that sets your first one.`);
  }
  const asked = await ada.press(await ada.open('/account/password'), 'Send me the mail');
  expect([asked.path, plain(asked.text)]).toEqual([
    '/account/sign-in',
    expect.stringContaining('A mail is on its way to you: its link sets your password.'),
  ]);
  const form = await ada.open(await linkOf(email, /^Set a password$/));
  await ada.press(form, 'Set this password', { password: PASSWORD });
  const { ada: again, page } = await signIn(email, PASSWORD, '/sign-in?to=/account/password');
  expect([page.path, page.text.includes('name="currentPassword"')]).toEqual(['/account/password', true]);
  expect((await again.open('/account/email')).text).toContain('name="currentPassword"');
});

test('nobody is asked for a password who has not come from Google, whatever their cookie says', async () => {
  const ada = visitor();
  for (const value of [undefined, 'nonsense', '%7B%7D', encodeURIComponent('{"token":7}')]) {
    if (value) ada.cookies.set('linkToken /link-google', { value, path: '/link-google', attributes: '' });
    expect((await ada.open('/link-google')).path).toBe('/sign-in');
  }
  const question = encodeURIComponent(JSON.stringify({ token: 'made-up', email: 'ada@shop.example' }));
  ada.cookies.set('linkToken /link-google', { value: question, path: '/link-google', attributes: '' });
  const page = await ada.press(await ada.open('/link-google'), 'Sign in and link Google', { password: PASSWORD });
  expect([page.path, plain(page.text)]).toEqual(['/sign-in', expect.stringContaining('begun elsewhere')]);
  expect(ada.cookies.has('linkToken /link-google')).toBe(false);
});

test('a wrong password and an unknown address get the same answer', async () => {
  const { email } = await registered();
  const answers = await Promise.all([signIn(email, 'not the right password'), signIn(newEmail(), PASSWORD)]);
  const shown = answers.map(({ page }) => [page.status, alertsOf(page)]);
  expect(shown[0]).toEqual([400, [expect.stringMatching(/\w/)]]);
  expect(shown[1]).toEqual(shown[0]);
});

test('after a few wrong passwords it is said in words to wait', async () => {
  const { email } = await registered();
  const page = await until(
    async () => (await signIn(email, 'not the right password')).page,
    ({ status }) => status === 429,
  );
  expect(problemAt(page, 'sign-in')).toMatch(/^Too many tries\. Wait \d+ seconds, then try again\.$/);
});

test('what is wrong with a new account is said at its field, and what was typed stays', async () => {
  const { email } = await registered();
  const ada = visitor();
  const page = await ada.open('/register');
  expect(page.text).toMatch(/autoComplete="new-password"[^>]*aria-describedby="password-hint"/);

  const short = await ada.press(page, 'Make an account', { email: newEmail(), displayName: 'Ada', password: 'short' });
  expect([short.status, problemAt(short, 'password')]).toEqual([400, expect.stringMatching(/15/)]);
  expect(short.text).toContain('value="Ada"');
  expect(short.text).not.toContain('value="short"');

  const taken = await ada.press(page, 'Make an account', { email, password: PASSWORD });
  expect([taken.status, problemAt(taken, 'email')]).toEqual([400, expect.stringMatching(/\w/)]);
  expect([...ada.cookies.keys()].filter((name) => name.startsWith('storegraph.'))).toEqual([]);
});

test('a forgotten password is set anew by the mail, and the old one does not open the account any more', async () => {
  const { email } = await registered();
  const ada = visitor();
  const asked = await ada.press(await ada.open('/forgot-password'), 'Send me a link', { email });
  expect(plain(asked.text)).toContain('Look into your mail');
  const unknown = await ada.press(await ada.open('/forgot-password'), 'Send me a link', { email: newEmail() });
  expect([unknown.status, plain(unknown.text)]).toEqual([200, expect.stringContaining('Look into your mail')]);

  const form = await ada.open(await linkOf(email, /Reset/));
  expect([form.status, form.path]).toEqual([200, '/reset-password']);
  expect(plain(form.text)).toMatch(/all passkeys and the Google account are taken off the account.*Set this password/s);
  expect([...ada.cookies].find(([name]) => name.startsWith('linkToken'))?.[1]).toMatchObject({
    path: '/reset-password',
    attributes: expect.stringContaining('HttpOnly'),
  });

  const short = await ada.press(form, 'Set this password', { password: 'short' });
  expect([short.status, problemAt(short, 'password')]).toEqual([400, expect.stringMatching(/15/)]);
  const done = await ada.press(form, 'Set this password', { password: 'another rather long one' });
  expect([done.status, done.path]).toEqual([200, '/sign-in']);
  expect(plain(done.text)).toContain('Your password is set, and you were signed out everywhere.');
  expect([...ada.cookies.keys()]).toEqual([]);

  expect((await signIn(email, PASSWORD)).page.status).toBe(400);
  expect((await signIn(email, 'another rather long one')).page.path).toBe('/account');
  const again = await ada.press(await ada.open(await linkOf(email, /Reset/)), 'Set this password', {
    password: PASSWORD,
  });
  expect([again.status, plain(again.text)]).toEqual([400, expect.stringContaining('This link has ended')]);
});

test('a link without its end is said to be incomplete', async () => {
  for (const path of [
    '/reset-password',
    '/reset-password?token=',
    '/verify-email',
    `/verify-email?token=${'x'.repeat(201)}`,
  ]) {
    const page = await visitor().open(path);
    expect([page.status, plain(page.text)]).toEqual([400, expect.stringContaining('This link is not complete')]);
  }
});

test('a changed password asks for the old one, and what is wrong stands at the field', async () => {
  const { ada, email } = await registered();
  const page = await ada.open('/account/password');
  const newPassword = 'a password of another kind';

  const wrong = await ada.press(page, 'Change password', { currentPassword: 'not that one at all', newPassword });
  expect([wrong.status, problemAt(wrong, 'currentPassword')]).toEqual([400, expect.stringMatching(/\w/)]);
  const done = await ada.press(page, 'Change password', { currentPassword: PASSWORD, newPassword });
  expect([done.status, done.path]).toEqual([200, '/account']);
  expect((await signIn(email, newPassword)).page.path).toBe('/account');
});

test("a guest's cart comes along into a new account and into one that is there", async () => {
  const { email } = await registered();
  const put = async (ada: Visitor, quantity: number) => {
    const shopper = world.guest();
    await shopper.add(variantNumber(5), quantity);
    ada.cookies.set('storegraph.cartToken /', { value: shopper.cartToken!, path: '/', attributes: '' });
  };
  const totalOf = async (shopper: Shopper) =>
    (await shopper.graph('{ cart { totalQuantity } }')).data.cart?.totalQuantity;
  const known = visitor();
  await put(known, 60);
  const first = await known.press(await known.open('/sign-in'), 'Sign in', { email, password: PASSWORD });
  expect(plain(first.text)).not.toContain('Not everything fitted');
  expect(await totalOf(await asProgram(email))).toBe(60);
  expect(first.text).toMatch(/class="badge">60</);

  const again = visitor();
  await put(again, 50);
  const second = await again.press(await again.open('/sign-in'), 'Sign in', { email, password: PASSWORD });
  expect(plain(second.text)).toMatch(/Not everything fitted into your cart together: .+ \(now 99\)\./);
  expect([await totalOf(await asProgram(email)), again.cookies.has('storegraph.cartToken /')]).toEqual([99, false]);

  const someone = newEmail();
  const fresh = visitor();
  await put(fresh, 2);
  await fresh.press(await fresh.open('/register'), 'Make an account', { email: someone, password: PASSWORD });
  expect(await totalOf(await asProgram(someone))).toBe(2);
});

test('what finds no room in the cart of the account is named', async () => {
  const { email } = await registered();
  const some = await world.inDatabase(
    'products',
    (sql) => sql`
      SELECT v.id, p.title || ', ' || v.title AS name
      FROM variants v JOIN products p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id
      WHERE p.status = 'ACTIVE' AND s.on_hand - s.reserved > 5 AND v.id <> ${variantNumber(5)} LIMIT 51`,
  );
  const [left, ...full] = some as unknown as { id: string; name: string }[];
  const { data } = await (await asProgram(email)).graph(
    'mutation ($input: AddCartItemsInput!) { addCartItems(input: $input) { cart { totalQuantity } } }',
    { input: { items: full.map(({ id }) => ({ variantId: id, quantity: 1 })) } },
  );
  expect(data.addCartItems.cart.totalQuantity).toBe(50);
  const guest = world.guest();
  await guest.add(left!.id, 2);
  const ada = visitor();
  ada.cookies.set('storegraph.cartToken /', { value: guest.cartToken!, path: '/', attributes: '' });
  const page = await ada.press(await ada.open('/sign-in'), 'Sign in', { email, password: PASSWORD });
  expect(plain(page.text)).toContain(`Not everything fitted into your cart together: ${left!.name} (left out).`);
});

test('addresses are added, changed, put first and deleted, and what is wrong stands at its field', async () => {
  const { ada } = await registered();
  const address = {
    fullName: 'Ada Lovelace',
    line1: '1 Mill Lane',
    city: 'Oakland',
    region: 'CA',
    postalCode: '94607',
  };
  const wrong = await ada.press(await ada.open('/account/addresses/new'), 'Keep this address', {
    ...address,
    city: ' ',
  });
  expect([wrong.status, problemAt(wrong, 'city')]).toEqual([400, expect.stringMatching(/\w/)]);
  expect(wrong.text).toContain('value="1 Mill Lane"');

  const noCode = await ada.press(wrong, 'Keep this address', { ...address, postalCode: '!!!' });
  expect([noCode.status, problemAt(noCode, 'postalCode')]).toEqual([400, expect.stringMatching(/looks like 95014/)]);

  await ada.press(wrong, 'Keep this address', address);
  const two = await ada.press(await ada.open('/account/addresses/new'), 'Keep this address', {
    ...address,
    line1: '2 Mill Lane',
  });
  expect(two.path).toBe('/account/addresses');
  const put = await ada.press(two, 'Put first 2 Mill Lane');
  expect(plain(put.text)).toMatch(/Comes first Ada Lovelace 2 Mill Lane/);
  const change = /href="(\/account\/addresses\/addr_[^"]+)"/.exec(put.text)![1]!;
  const changed = await ada.press(await ada.open(change), 'Keep this address', { line1: '3 Mill Lane' });
  expect(plain(changed.text)).toMatch(/Comes first Ada Lovelace 3 Mill Lane/);
  const left = await ada.press(changed, 'Delete 3 Mill Lane');
  expect(plain(left.text)).toMatch(/Comes first Ada Lovelace 1 Mill Lane/);
  expect(left.text).not.toContain('3 Mill Lane');

  const { ada: eve } = await registered();
  expect((await eve.open(change)).status).toBe(404);
  const own = /href="\/account\/addresses\/(addr_\w+)/.exec(left.text)![1]!;
  expect((await eve.post('/account/addresses', { addressId: own, intent: 'delete' })).status).toBe(404);
  expect((await ada.open('/account/addresses')).text).toContain('1 Mill Lane');
});

test('where a country has no postal codes the field may stay empty, in the address book and at the checkout', async () => {
  const { ada, email } = await registered();
  const address = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Central', region: 'Kowloon' };
  const page = await ada.open('/account/addresses/new?country=HK');
  expect(plain(page.text)).toContain('Postal code, if any');
  expect(page.text).not.toMatch(/<input[^>]*required=""[^>]*name="postalCode"|name="postalCode"[^>]*required=""/);
  const kept = await ada.press(page, 'Keep this address', address);
  expect([kept.path, plain(kept.text).includes('Central, Kowloon Hong Kong')]).toEqual(['/account/addresses', true]);

  const items = [{ variantId: variantNumber(3), quantity: 1 }];
  await (await asProgram(email)).run('addCartItems', 'AddCartItemsInput', { items }, 'cart { id }');
  const sent = await ada.press(await ada.open('/checkout?country=HK'), 'Save and go on', address);
  expect([sent.path, plain(sent.text).includes('Central Kowloon, HK')]).toEqual(['/checkout', true]);

  const needed = await ada.press(await ada.open('/account/addresses/new?country=DE'), 'Keep this address', {
    ...address,
    region: '',
  });
  expect([needed.status, problemAt(needed, 'postalCode')]).toEqual([
    400,
    'An address in this country (Germany) has a postal code, such as 26133',
  ]);
});

test('an address of before there were rules is mended on the way to an order', async () => {
  const { ada, email } = await registered();
  const shopper = await asProgram(email);
  const place = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Oakland', postalCode: '94607' };
  const address = { ...place, region: 'CA', countryCode: 'US' };
  const { address: kept } = await shopper.run('createAddress', 'CreateAddressInput', { address }, 'address { id }');
  await world.inDatabase('users', (sql) => sql`UPDATE addresses SET postal_code = '!!!' WHERE id = ${kept.id}`);
  const items = [{ variantId: variantNumber(3), quantity: 1 }];
  await shopper.run('addCartItems', 'AddCartItemsInput', { items }, 'cart { id }');

  const send = 'Send to Ada Lovelace, 1 Mill Lane, Oakland';
  const refused = await ada.press(await ada.open('/checkout'), send);
  expect([refused.status, problemAt(refused, 'shippingAddressId')]).toEqual([
    409,
    'Change this address in the address book first. This is no postal code of this country (United States): one looks like 95014 or 22162-1010.',
  ]);
  const link = /href="([^"]+)"[^>]*>Change this address</.exec(refused.text)![1]!;
  const opened = await ada.open(link);
  expect([opened.status, opened.text.includes('value="!!!"')]).toEqual([200, true]);
  expect((await ada.press(opened, 'Keep this address', { postalCode: '94607' })).path).toBe('/account/addresses');
  const sent = await ada.press(await ada.open('/checkout'), send);
  expect([sent.path, plain(sent.text).includes('94607 Oakland CA, US')]).toEqual(['/checkout', true]);
});

test('the name, the devices, the cards and the news of an account', async () => {
  const { ada, email } = await registered();
  const named = await ada.press(await ada.open('/account'), 'Keep', { displayName: 'Ada' });
  expect(plain(named.text)).toContain('Hello, Ada');

  const shopper = await asProgram(email);
  const order = await shopper.order(variantNumber(3), email);
  await shopper.run(
    'payOrder',
    'PayOrderInput',
    { orderId: order.id, paymentMethod: 'pm_card_visa', savePaymentMethod: true, idempotencyKey: crypto.randomUUID() },
    'payment { id }',
  );
  const cards = await until(
    () => ada.open('/account/cards'),
    ({ text }) => text.includes('4242'),
  );
  const without = await ada.press(cards, 'Remove the card ending in 4242');
  expect(plain(without.text)).toContain('No card is kept.');

  const news = await until(
    () => ada.open('/account/notifications'),
    ({ text }) => text.includes(`${order.number} is placed`) && text.includes(`${order.number} is confirmed`),
  );
  const read = await ada.press(news, 'Mark all as read');
  expect(read.text).not.toContain('Mark all as read');

  const devices = await ada.open('/account/sessions');
  expect(devices.text.match(/Signed in on/g)).toHaveLength(2);
  expect(devices.text.match(/This device/g)).toHaveLength(1);
  const one = await ada.press(devices, 'Sign out Another program');
  expect([one.path, one.text.match(/Signed in on/g)?.length]).toEqual(['/account/sessions', 1]);
  expect(plain(one.text)).toContain('That device is signed out.');
  const out = await ada.press(devices, 'Sign out everywhere');
  expect([out.path, (await ada.open('/account')).path]).toEqual(['/sign-in', '/sign-in?to=%2Faccount']);
});

test('somebody changes the address, confirms it from the mail there, and undoes it from the mail to the former one', async () => {
  const { ada, email } = await registered();
  const wanted = newEmail();
  const wrong = await ada.press(await ada.open('/account/email'), 'Change address', {
    email: wanted,
    currentPassword: 'not the right password',
  });
  expect([wrong.status, problemAt(wrong, 'currentPassword')]).toEqual([400, 'The current password is not right']);
  expect(wrong.text).toContain(`value="${wanted}"`);
  const asked = await ada.press(wrong, 'Change address', { email: wanted, currentPassword: PASSWORD });
  expect([asked.status, asked.path]).toEqual([200, '/account/email']);
  expect(plain(asked.text)).toContain('Look into your mail');
  expect(plain(asked.text)).toContain(`${wanted} is not confirmed yet`);
  expect(plain((await ada.open('/account')).text)).toContain(`${wanted} is not confirmed yet`);

  const [confirm, undo] = [await linkOf(wanted, /Confirm your new/), await linkOf(email, /is about to change/)];
  const somebody = visitor();
  for (const link of [confirm, undo]) await visitor().open(link); // as mail programs do
  const toConfirm = await somebody.open(confirm);
  expect(plain(toConfirm.text)).toContain('Press the button only if you asked for this yourself');
  expect(plain(toConfirm.text)).toContain('If you did not, close the page and ignore the mail: nothing changes.');
  const confirmed = await somebody.press(toConfirm, 'Confirm this address');
  expect([confirmed.path, plain(confirmed.text)]).toEqual([
    '/sign-in',
    expect.stringContaining('Your e-mail address is changed. Sign in with the new one.'),
  ]);
  expect(plain((await ada.open('/account/email')).text)).toContain(wanted);
  expect((await signIn(wanted, PASSWORD)).page.path).toBe('/account');
  const spent = await somebody.press(await somebody.open(confirm), 'Confirm this address');
  expect([spent.status, plain(spent.text)]).toEqual([400, expect.stringContaining('This link has ended')]);

  const undone = await somebody.press(await somebody.open(undo), 'Undo the change');
  expect([undone.path, plain(undone.text)]).toEqual(['/sign-in', expect.stringContaining('is as it was')]);
  expect((await signIn(wanted, PASSWORD)).page.status).toBe(400);
  await until(
    () => ada.open('/account'),
    ({ path }) => path.startsWith('/sign-in'),
  );
  const reset = await somebody.open(await linkOf(email, /is as it was/));
  await somebody.press(reset, 'Set this password', { password: 'an entirely new password' });
  expect((await signIn(email, 'an entirely new password')).page.path).toBe('/account');
  const unsaid = await visitor().open('/undo-email-change');
  expect([unsaid.status, plain(unsaid.text)]).toEqual([400, expect.stringContaining('This link is not complete')]);
});

test('a guest opens the order by the link of its mail and cancels it; a double click cancels once', async () => {
  const email = newEmail();
  const order = await paidOrder(world.guest(), email);
  const link = await linkOf(email, /is confirmed/);
  const guest = visitor();

  const page = await guest.open(link);
  expect([page.status, page.path]).toEqual([200, `/orders/${order.id}`]);
  expect(plain(page.text)).toContain(`Order ${order.number}`);
  expect((await guest.open(`/orders/${order.number}`)).status).toBe(200);
  expect(page.headers.get('cache-control')).toBe('private, no-store');

  const clicks = await Promise.all([1, 2].map(() => guest.press(page, 'Cancel this order')));
  expect(clicks.map(({ status, path }) => [status, path])).toEqual(
    [200, 200].map((status) => [status, `/orders/${order.id}`]),
  );
  const ended = await until(
    () => guest.open(`/orders/${order.id}`),
    ({ text }) => /Money sent back/.test(plain(text)),
  );
  expect(plain(ended.text)).toMatch(/Cancelled · Money sent back/);
  expect(ended.text).not.toContain('Cancel this order');
});

test("somebody else's token or number shows no order, and does not take the place of the own one", async () => {
  const [email, other] = [newEmail(), newEmail()];
  const [mine, theirs] = [await paidOrder(world.guest(), email), await paidOrder(world.guest(), other)];
  const guest = visitor();
  await guest.open(await linkOf(email, /is confirmed/));
  const token = new URLSearchParams((await linkOf(other, /is confirmed/)).split('?')[1]).get('token')!;

  for (const path of [
    `/orders/${theirs.id}`,
    `/orders/${theirs.number}`,
    `/orders/${mine.id}?token=${token}`,
    `/orders/${theirs.id}?token=wrong`,
  ]) {
    const page = await guest.open(path);
    const own = page.path === `/orders/${mine.id}`;
    expect([path, page.status]).toEqual([path, own ? 200 : 404]);
    expect(page.text).not.toContain(theirs.number === mine.number ? '-' : `Order ${theirs.number}`);
    expect(page.path).not.toContain('token');
  }
  expect(
    (await guest.post(`/orders/${mine.id}`, { orderId: theirs.id, idempotencyKey: crypto.randomUUID() })).status,
  ).toBe(404);
  const { ada } = await registered();
  expect((await ada.open(`/account/orders/${mine.number}`)).status).toBe(404);
  expect((await ada.open(`/orders/${mine.id}`)).status).toBe(404);
  expect((await visitor().open(`/orders/${mine.id}`)).path).toBe(`/sign-in?to=%2Forders%2F${mine.id}`);
});

test("another site's form changes nothing, whatever cookies come with it", async () => {
  const { ada } = await registered();
  const host = new URL(ada.origin).host;
  for (const headers of [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: `https://${host}.elsewhere.example` },
    { origin: '', 'sec-fetch-site': 'cross-site' },
  ]) {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')) as Record<
      string,
      string
    >;
    for (const [path, fields] of [
      ['/account', { displayName: 'Mallory' }],
      ['/sign-out', {}],
      ['/account/sessions', {}],
    ] as const) {
      const page = await ada.post(path, fields, { origin: undefined as never, ...given });
      expect([page.status, page.text]).toEqual([403, 'This form was sent from another site.']);
    }
  }
  const page = await ada.open('/account');
  expect(page.path).toBe('/account');
  expect(page.text).not.toContain('Mallory');
});

test('no secret of a mail stands in an address after the redirect, in a page, or in a log', async () => {
  expect(secrets.size).toBeGreaterThan(4);
  const { email } = await registered();
  const paths = [await linkOf(email, /Welcome/)];
  const ada = visitor();
  for (const path of paths) {
    const page = await ada.open(path);
    expect(page.path).not.toMatch(/token/);
    for (const secret of secrets) expect(page.text).not.toContain(secret);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  }
  const logs = join(directory, 'logs');
  const lines = readdirSync(logs)
    .filter((file) => file.startsWith('storefront'))
    .map((file) => readFileSync(join(logs, file), 'utf8'))
    .join('');
  expect(lines).toContain('listening');
  for (const secret of [...secrets, PASSWORD]) expect(lines).not.toContain(secret);
});

const pictureFile = (bytes: Uint8Array = PICTURE, type = 'image/png') =>
  new File([new Uint8Array(bytes)], 'me.png', { type });

test('somebody sets a picture, sees it from the shop alone, sets another one and removes it', async () => {
  const { ada } = await registered();
  const page = await ada.open('/account/picture');
  expect([page.status, plain(page.text).includes('Remove it')]).toEqual([200, false]);
  expect(page.text).toMatch(/<form [^>]*enctype="multipart\/form-data"/i);

  const done = await ada.sendFile('/account/picture', 'picture', pictureFile());
  expect([done.status, done.path]).toEqual([200, '/account']);
  expect(plain(done.text)).toContain('This is your picture now.');
  const addressOf = ({ text }: Page) => /<img class="avatar[^"]*" src="([^"]+)"/.exec(text)?.[1];
  const first = addressOf(done)!;
  expect(first).toMatch(/^\/media\/users\/avatars\/upl_\w+\/[0-9a-f]{32}-128\.webp\?signature=[\w-]+$/);
  const answer = await fetch(new URL(first, world.system.storefrontUrl));
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'image/webp',
    'public, max-age=31536000, immutable',
  ]);
  expect((await fetch(new URL(first.split('?')[0]!, world.system.storefrontUrl))).status).toBe(404);

  const again = await ada.sendFile('/account/picture', 'picture', pictureFile());
  expect(addressOf(again)).not.toBe(first);
  await until(
    async () => (await fetch(new URL(first, world.system.storefrontUrl))).status,
    (status) => status === 404,
  );

  const removed = await ada.press(await ada.open('/account/picture'), 'Remove it');
  expect([removed.path, addressOf(removed)]).toEqual(['/account', undefined]);
  expect(plain(removed.text)).toContain('Your picture is removed.');
});

test.each<[string, () => File, number, string]>([
  ['no file at all', () => pictureFile(new Uint8Array()), 400, 'Choose a picture first.'],
  ['SVG', () => pictureFile(Buffer.from('<svg/>'), 'image/svg+xml'), 400, 'choose a picture in JPEG'],
  ['SVG that says it is PNG', () => pictureFile(Buffer.from('<svg/>')), 400, 'This is not a picture'],
  ['half a file', () => pictureFile(PICTURE.subarray(0, 60)), 400, 'This picture is damaged'],
  ['20 MB and a byte', () => pictureFile(new Uint8Array(20_000_001)), 400, 'at most 20 MB'],
  ['40 MB', () => pictureFile(new Uint8Array(40_000_000)), 413, 'at most 20 MB'],
])('%s is refused at the field, and nothing has changed', async (_, file, status, words) => {
  const { ada } = await registered();
  const refused = await ada.sendFile('/account/picture', 'picture', file());
  expect([refused.status, refused.path]).toEqual([status, '/account/picture']);
  expect(problemAt(refused, 'picture')).toContain(words);
  expect(plain((await ada.open('/account')).text)).toContain('Add a picture of you');
});

test('who has sent twenty pictures today is told so, and how long to wait', async () => {
  const { ada, email } = await registered();
  await world.inDatabase(
    'users',
    (sql) => sql`
      INSERT INTO uploads (id, user_id, content_type, bytes, sha256, created_at)
      SELECT id || n, id, 'image/png', 1, repeat('0', 64), now() - interval '19 hours'
      FROM users, generate_series(1, 20) AS n WHERE email = ${email}`,
  );
  const refused = await ada.sendFile('/account/picture', 'picture', pictureFile());
  expect([refused.status, problemAt(refused, 'picture')]).toEqual([
    429,
    'An account sends at most 20 pictures a day. Wait 5 hours, then try again.',
  ]);
});

test('a picture is taken from a form of this site by who is signed in, and files nowhere else', async () => {
  const { ada } = await registered();
  const elsewhere = await ada.sendFile('/account/picture', 'picture', pictureFile(), {
    origin: 'https://evil.example',
  });
  expect(elsewhere.status).toBe(403);
  expect((await visitor().sendFile('/account/picture', 'picture', pictureFile())).path).toMatch(/^\/sign-in/);
  expect((await ada.sendFile('/account', 'displayName', pictureFile())).status).toBe(415);
  expect(plain((await ada.open('/account')).text)).toContain('Add a picture of you');
});

test('news by mail are said yes to when somebody registers, and no to later', async () => {
  const ada = visitor();
  const email = newEmail();
  await ada.press(await ada.open('/register'), 'Make an account', {
    email,
    password: PASSWORD,
    marketingConsent: 'yes',
  });
  const page = await ada.open('/account/privacy');
  expect(plain(page.text)).toContain('You get mails about what is new.');
  const stopped = await ada.press(page, 'Stop them');
  expect(plain(stopped.text)).toContain('You get no mails about what is new.');
  const again = await ada.press(stopped, 'Send me news');
  expect(plain(again.text)).toContain('You get mails about what is new.');
});

test('a mail brings somebody everything that the shop keeps about them, three times a day', async () => {
  const { ada, email } = await registered();
  const asked = await ada.press(await ada.open('/account/privacy'), 'Send me my data');
  expect(plain(asked.text)).toContain('a mail brings you the link');
  const mail = await until(
    async () => (await world.mailsTo(email)).find(({ subject }) => subject === 'Your data is ready'),
    (found) => found !== undefined,
  );
  const link = /https?:\/\/[^\s"'<>]+/.exec(mail!.text)![0];
  expect((await fetch(link)).headers.get('content-type')).toBe('application/zip');
  let page = asked;
  for (let i = 0; i < 3; i++) {
    page = await ada.press(await ada.open('/account/privacy'), 'Send me my data');
    await until(
      async () => (await world.mailsTo(email)).filter(({ subject }) => subject === 'Your data is ready').length,
      (count) => count >= Math.min(i + 2, 3),
    );
  }
  expect([page.status, alertsOf(page)]).toEqual([
    429,
    ['Your data can be asked for 3 times a day: the links that were sent hold. Wait 24 hours, then try again.'],
  ]);
});

test('somebody has their account deleted, with their password, and changes their mind', async () => {
  const { ada } = await registered();
  const form = await ada.open('/account/privacy');
  const wrong = await ada.press(form, 'Delete my account', { currentPassword: 'not the right password' });
  expect([wrong.status, problemAt(wrong, 'currentPassword')]).toEqual([400, 'The current password is not right']);
  const asked = await ada.press(wrong, 'Delete my account', { currentPassword: PASSWORD, reason: 'I move on' });
  expect(plain(asked.text)).toContain('Your account is going to be deleted.');
  expect(plain(asked.text)).toMatch(/Your account is deleted on \w+/);
  const overview = await ada.open('/account');
  expect(plain(overview.text)).toMatch(/Your account is going to be deleted on \w+ .*: keep it/);
  expect(overview.text).toContain('href="/account/privacy"');
  const kept = await ada.press(asked, 'Keep my account');
  expect(plain(kept.text)).toContain('Your account stays.');
  expect(plain((await ada.open('/account')).text)).not.toContain('going to be deleted');
  const news = await until(
    () => ada.open('/account/notifications'),
    ({ text }) => text.includes('Your account stays'),
  );
  expect(plain(news.text)).toContain('Your account stays: it is not going to be deleted.');
  // whoever has just signed in needs no password, for they may have none
  const again = await ada.press(kept, 'Delete my account', { currentPassword: '' });
  expect(plain(again.text)).toContain('Your account is going to be deleted.');
});
