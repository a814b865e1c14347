import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  AddCartItemsDocument,
  CancelOrderDocument,
  CartPageDocument,
  CategoryPageDocument,
  createClient,
  FulfillOrderDocument,
  HomeDocument,
  MeDocument,
  memoryStorage,
  MyOrdersDocument,
  OrderByTokenDocument,
  OrderPageDocument,
  PayOrderDocument,
  PlaceOrderDocument,
  ProductPageDocument,
  SearchProductsDocument,
  SetCartEmailDocument,
  SetCartShippingAddressDocument,
  SetCartShippingMethodDocument,
  StaffOrdersDocument,
  type StorefrontClient,
} from '@storegraph/client';
import { expect, test } from 'vitest';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const world = runningWorld();
const client = () => createClient({ url: `${world.system.url}/graphql` });
const address = {
  fullName: 'Ada Shopper',
  line1: '1 Mill Lane',
  city: 'Oakland',
  region: 'CA',
  postalCode: '94607',
  countryCode: 'US',
};

async function placeOrder(shop: StorefrontClient, email: string) {
  await shop.mutate(SetCartEmailDocument, { input: { email } });
  await shop.mutate(SetCartShippingAddressDocument, { input: { address } });
  const { setCartShippingMethod } = await shop.mutate(SetCartShippingMethodDocument, {
    input: { shippingOptionId: 'standard' },
  });
  const { amount, currencyCode } = setCartShippingMethod.cart!.totals.total;
  const { placeOrder: placed } = await shop.mutate(PlaceOrderDocument, {
    input: { idempotencyKey: randomUUID(), expectedTotal: { amount, currencyCode } },
  });
  expect(placed.userErrors).toEqual([]);
  return placed.order!;
}

test('a program walks from the front page to a paid, shipped order with the SDK', async () => {
  const shop = client();
  const { categories } = await shop.query(HomeDocument);
  const { category } = await shop.query(CategoryPageDocument, { slug: categories![0]!.slug, first: 5 });
  expect(category!.products.nodes.length).toBeGreaterThan(0);
  const found = category!.products.nodes[0]!;
  const { products } = await shop.query(SearchProductsDocument, { query: found.title });
  expect(products!.nodes.map(({ slug }) => slug)).toContain(found.slug);
  const { product } = await shop.query(ProductPageDocument, { slug: found.slug });
  const variant = product!.variants.find(({ availability }) => availability.state !== 'OUT_OF_STOCK')!;

  const { addCartItems } = await shop.mutate(AddCartItemsDocument, {
    input: { items: [{ variantId: variant.id, quantity: 1 }] },
  });
  expect(addCartItems.userErrors).toEqual([]);
  const guestCart = shop.cartToken;
  const email = newEmail();
  await shop.register({ email, password: 'a rather long password', displayName: 'Ada' });
  expect([shop.signedIn, shop.cartToken]).toEqual([true, guestCart]);
  await shop.signIn({ email, password: 'a rather long password' });
  const { cart } = await shop.query(CartPageDocument);
  expect(cart!.items.map(({ quantity, variant: line }) => [quantity, line!.id])).toEqual([[1, variant.id]]);

  const order = await placeOrder(shop, email);
  const { payOrder } = await shop.mutate(PayOrderDocument, {
    input: { orderId: order.id, paymentMethod: 'pm_card_visa', idempotencyKey: randomUUID() },
  });
  expect(payOrder.outcome).toEqual({ __typename: 'PaymentSucceeded' });
  const read = async () => (await shop.query(OrderPageDocument, { id: order.id })).order!;
  const paid = await until(read, ({ paymentStatus }) => paymentStatus === 'PAID');
  expect(paid.payments!.map(({ status, method }) => [status, method!.brand, method!.last4])).toEqual([
    ['SUCCEEDED', 'visa', '4242'],
  ]);
  expect((await shop.query(MyOrdersDocument)).me!.orders!.nodes.map(({ number }) => number)).toEqual([order.number]);

  const staff = client();
  await staff.signIn({ email: 'sam@storegraph.example', password: 'correct horse battery staple' });
  expect((await staff.query(StaffOrdersDocument)).orders!.nodes.map(({ number }) => number)).toContain(order.number);
  await staff.mutate(FulfillOrderDocument, {
    input: { orderId: order.id, carrier: 'Parcel Post', trackingNumber: 'PP-7', idempotencyKey: randomUUID() },
  });
  expect(await read()).toMatchObject({ fulfillmentStatus: 'FULFILLED', shipments: [{ trackingNumber: 'PP-7' }] });

  await shop.signOut();
  expect(shop.signedIn).toBe(false);
  expect((await shop.query(OrderPageDocument, { id: order.id })).order).toBeNull();
});

test('a guest cancels an order with the token that placing it gave', async () => {
  const shop = client();
  const { products } = await shop.query(SearchProductsDocument, { query: '', filter: { inStock: true }, first: 1 });
  const { product } = await shop.query(ProductPageDocument, { slug: products!.nodes[0]!.slug });
  const { id: variantId } = product!.variants.find(({ availability }) => availability.state !== 'OUT_OF_STOCK')!;
  await shop.mutate(AddCartItemsDocument, { input: { items: [{ variantId, quantity: 1 }] } });
  const order = await placeOrder(shop, newEmail());
  const { cancelOrder } = await shop.mutate(CancelOrderDocument, {
    input: { orderId: order.id, reason: 'found it at home', idempotencyKey: randomUUID() },
  });
  expect([cancelOrder.order!.status, cancelOrder.userErrors]).toEqual(['CANCELLED', []]);
  const other = client();
  const { orderByToken } = await other.query(OrderByTokenDocument, { token: shop.orderToken! });
  expect(orderByToken).toMatchObject({ number: order.number, status: 'CANCELLED' });
});

test('a session whose access token is too old is renewed once, however many ask at the same time', async () => {
  const storage = memoryStorage();
  const shop = createClient({ url: `${world.system.url}/graphql`, storage });
  await shop.register({ email: newEmail(), password: 'a rather long password' });
  for (let round = 0; round < 3; round++) {
    const before = storage.getItem('storegraph.refreshToken');
    storage.setItem('storegraph.accessToken', 'too-old');
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.query(MeDocument)));
    expect(new Set(answers.map(({ me }) => me!.id)).size).toBe(1);
    expect(storage.getItem('storegraph.refreshToken')).not.toBe(before);
  }
});

test('a session that its owner ends on another device is out within a moment, and the others stay', async () => {
  const email = newEmail();
  const [here, there] = [world.guest(), world.guest()];
  await here.register(email);
  const OPENED = 'accessToken refreshToken session { id }';
  const { accessToken, refreshToken, session } = await there.run(
    'signIn',
    'SignInInput',
    { email, password: 'a rather long password' },
    OPENED,
  );
  there.accessToken = accessToken;
  expect((await there.graph('{ me { sessions { id current } } }')).data.me.sessions).toContainEqual({
    id: session.id,
    current: true,
  });
  await here.run('revokeSession', 'RevokeSessionInput', { sessionId: session.id }, 'user { id }');
  const refused = await until(
    () => there.graph('{ me { id } }'),
    ({ errors }) => errors !== undefined,
  );
  expect(refused.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  const REFRESH = 'mutation ($input: RefreshSessionInput) { refreshSession(input: $input) { accessToken } }';
  const refreshed = await world.guest().graph(REFRESH, { input: { refreshToken } });
  expect(refreshed.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  expect((await here.graph('{ me { sessions { id } } }')).data.me.sessions).toHaveLength(1);
});

test('an order keeps the address that it was placed with, and what comes later goes to the new one', async () => {
  const [email, wanted] = [newEmail(), newEmail()];
  const shopper = world.guest();
  await shopper.register(email);
  const before = await shopper.order(variantNumber(2), email);
  await shopper.add(variantNumber(3));
  await shopper.run('setCartEmail', 'SetCartEmailInput', { email }, 'cart { id }');
  await shopper.run(
    'changeEmail',
    'ChangeEmailInput',
    { email: wanted, currentPassword: 'a rather long password' },
    'accepted',
  );
  const link = /confirm-email-change\?token=([\w-]+)/;
  const [mail] = await until(
    async () => (await world.mailsTo(wanted)).filter(({ text }) => link.test(text)),
    (found) => found.length > 0,
  );
  const [, token] = link.exec(mail!.text)!;
  await world.guest().run('confirmEmailChange', 'TokenInput', { token }, 'user { email }');
  const cart = await until(
    async () => (await shopper.graph('{ cart { email } }')).data.cart,
    ({ email: now }) => now === wanted,
  );
  expect(cart.email).toBe(wanted);
  const { data } = await shopper.graph('query ($id: ID!) { me { email } order(id: $id) { email } }', { id: before.id });
  expect([data.me.email, data.order.email]).toEqual([wanted, email]);
});

test('the commands in the README buy something', async () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, script] = /<!-- the system test runs this block -->\s*```bash\n([\s\S]*?)```/.exec(readme)!;
  const { stdout } = await promisify(execFile)('bash', [
    '-euo',
    'pipefail',
    '-c',
    `CART= ORDER_TOKEN=\n${script!.replaceAll('http://localhost:4000', world.system.url)}`,
  ]);
  const answers = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(answers.at(-1).data.order).toMatchObject({
    status: 'CONFIRMED',
    paymentStatus: 'PAID',
    items: [{ product: { slug: expect.any(String) } }],
    payments: [{ status: 'SUCCEEDED' }],
  });
});

test('the addresses that `start` prints are there, the playground with all that its page loads', async () => {
  const { url, mailUrl } = world.system;
  expect((await fetch(mailUrl)).headers.get('content-type')).toContain('text/html');
  const page = await fetch(`${url}/playground`);
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file]) => file!);
  expect(loaded.length).toBeGreaterThan(1);
  for (const file of loaded) expect([file, (await fetch(new URL(file, page.url))).status]).toEqual([file, 200]);
});

test('whatever is asked for below the pictures, the answer is a picture or says with a code that there is none', async () => {
  const { products } = await client().query(HomeDocument);
  const picture = await fetch(products!.nodes[0]!.thumbnail!.url);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  for (const path of ['bowl.png', 'a/b.svg', '..;/x', '%2e%2e%2fetc', '', 'B%00.svg', `${'x'.repeat(121)}.svg`]) {
    const answer = await fetch(`${world.system.url}/media/${path}`);
    const text = await answer.text();
    expect([path, answer.status, JSON.parse(text).errors?.[0].extensions.code]).toEqual([path, 404, 'NOT_FOUND']);
    expect(text).not.toContain('Route');
  }
});
