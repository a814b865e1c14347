import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const world = runningWorld();
const PASSWORD = 'a rather long password';
/** What four subgraphs know of a shopper. */
const MINE = `accessToken userErrors { code } user {
  id addresses { id } sessions { id }
  orders { totalCount nodes { id } } cart { items { quantity } } paymentMethods { id } notifications { nodes { kind } }
}`;

/** A shopper with an address, an order that waits for its payment, a cart, and a mail. */
async function shopper(): Promise<{ email: string; userId: string; orderId: string }> {
  const email = newEmail();
  const ada = world.guest();
  const userId = await ada.register(email);
  const place = { city: 'Oakland', region: 'CA', postalCode: '94607', countryCode: 'US' };
  const address = { fullName: 'Ada', line1: '1 Mill Lane', ...place };
  await ada.run('createAddress', 'CreateAddressInput', { address }, 'address { id }');
  const { id: orderId } = await ada.order(variantNumber(3), email);
  await until(
    () => ada.graph('{ me { notifications { totalCount } } }'),
    ({ data }) => data.me.notifications?.totalCount > 0,
  );
  return { email, userId, orderId };
}

const seenBy = (user: any) => ({
  addresses: user.addresses.length,
  sessions: user.sessions.length,
  orders: user.orders.nodes.map(({ id }: { id: string }) => id),
  cart: user.cart?.items,
  methods: user.paymentMethods,
  notifications: user.notifications?.nodes.length > 0,
});

test('signing in, refreshing and a new password answer with what the shopper has, in one operation', async () => {
  const { email, orderId } = await shopper();
  const all = (sessions: number) => ({
    addresses: 1,
    sessions,
    orders: [orderId],
    cart: [{ quantity: 1 }],
    methods: [],
    notifications: true,
  });
  const guest = world.guest();
  const { user, refreshToken } = await guest.run(
    'signIn',
    'SignInInput',
    { email, password: PASSWORD },
    `refreshToken ${MINE}`,
  );
  expect(seenBy(user)).toEqual(all(2));

  const refreshed = await world.guest().run('refreshSession', 'RefreshSessionInput', { refreshToken }, MINE);
  expect(seenBy(refreshed.user)).toEqual(all(2));

  await guest.run('requestPasswordReset', 'EmailInput', { email }, 'accepted');
  const mails = await until(
    () => world.mailsTo(email),
    (found) => found.some(({ text }) => text.includes('reset-password')),
  );
  const token = /token=([\w-]+)/.exec(mails.find(({ text }) => text.includes('reset-password'))!.text)![1];
  const password = 'an entirely new password';
  const reset = await world.guest().run('resetPassword', 'ResetPasswordInput', { token, password }, MINE);
  expect(seenBy(reset.user)).toEqual(all(1));
});

test('a new account sees itself at once, and who was signed in before sees nothing of theirs under its name', async () => {
  const { userId } = await shopper();
  const { user } = await world
    .guest()
    .run('register', 'RegisterInput', { email: newEmail(), password: PASSWORD, displayName: 'Bea' }, MINE);
  expect(user.id).not.toBe(userId);
  expect(seenBy(user)).toMatchObject({ addresses: 0, sessions: 1, orders: [], methods: [] });
});

test('who signs in as somebody else sees what is theirs, not what the one before has', async () => {
  const one = await shopper();
  const other = await shopper();
  const ada = world.guest();
  await ada.signIn(one.email, PASSWORD);
  const { user } = await ada.run('signIn', 'SignInInput', { email: other.email, password: PASSWORD }, MINE);
  expect(seenBy(user)).toMatchObject({ orders: [other.orderId], addresses: 1 });
});

test('an order token opens the payments, too, whether it is an argument, an input field or just given', async () => {
  const guest = world.guest();
  const placed = await guest.order(variantNumber(5), newEmail());
  const token = guest.orderToken!;
  const stranger = world.guest();
  const payments = 'payments { status }';

  const idempotencyKey = randomUUID();
  const input = { orderId: placed.id, orderToken: token, paymentMethod: 'pm_card_visa', idempotencyKey };
  const { payment } = await stranger.run('payOrder', 'PayOrderInput', input, 'payment { order { id status } }');
  expect(payment.order).toMatchObject({ id: placed.id });

  const { data } = await stranger.graph(`query ($token: String!) { orderByToken(token: $token) { id ${payments} } }`, {
    token,
  });
  expect(data.orderByToken).toEqual({ id: placed.id, payments: [{ status: 'SUCCEEDED' }] });

  const other = world.guest();
  await other.order(variantNumber(6), newEmail());
  const two = await stranger.graph(
    `query ($one: String!, $two: String!) { one: orderByToken(token: $one) { ${payments} } two: orderByToken(token: $two) { ${payments} } }`,
    { one: token, two: other.orderToken },
  );
  expect(two.data).toEqual({
    one: { payments: [{ status: 'SUCCEEDED' }] },
    two: { payments: [{ status: 'REQUIRES_PAYMENT_METHOD' }] },
  });

  const again = await stranger.graph('query ($id: ID!) { order(id: $id) { id } }', { id: placed.id });
  expect(again.data).toEqual({ order: null });
});
