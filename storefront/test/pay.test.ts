import { expect, test } from 'vitest';
import { type Shopper, until, variantNumber } from '../../test/shop.ts';
import { newEmail, runningWorld } from '../../test/world.ts';

const world = runningWorld({ storefront: true });

/** The page as a browser without script sees it; a way to another page is not taken. */
async function open(path: string, guest?: Shopper) {
  const answer = await fetch(`${world.system.storefrontUrl}${path}`, {
    redirect: 'manual',
    headers: guest?.orderToken ? { cookie: `storegraph.orderToken=${encodeURIComponent(guest.orderToken)}` } : {},
  });
  return { answer, status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}
const secretIn = (html: string): string | undefined => /pi_\w+_secret_\w+/.exec(html)?.[0];

let variants = 0;
async function ordered() {
  const guest = world.guest();
  const order = await guest.order(variantNumber(++variants), newEmail());
  return { guest, order, path: `/pay/${order.id}` };
}

test('an order that waits for its payment shows its total, and how long it is held', async () => {
  const { guest, order, path } = await ordered();

  const { status, html, answer } = await open(path, guest);

  expect(status).toBe(200);
  expect(html).toContain(order.number);
  expect(html).toContain(`$${order.totals.total.amount}`);
  expect(html).toMatch(/Held for you for another .*1[45]:\d\d/s);
  expect(html).toContain('Paying needs JavaScript');
  expect(secretIn(html)).toBeDefined();
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
});

test('the page may load from the Stripe that is set, and be paid at nobody else', async () => {
  const { guest, path } = await ordered();
  const stripe = `http://localhost:${world.system.ports.stripe}`;

  const policy = (await open(path, guest)).answer.headers.get('content-security-policy')!;
  const sourcesOf = (name: string) => new RegExp(`${name} ([^;]+)`).exec(policy)![1]!.split(' ');

  expect(sourcesOf('frame-src')).toEqual([stripe]);
  expect(sourcesOf('connect-src')).toEqual(["'self'", stripe]);
  expect(sourcesOf('script-src').filter((source) => !source.startsWith("'nonce-"))).toEqual(["'self'", stripe]);
  expect((await open('/cart', guest)).answer.headers.get('content-security-policy')).not.toContain(stripe);
});

test("somebody else's order, and what is none, is not here", async () => {
  const { path } = await ordered();
  const { guest: other } = await ordered();

  for (const [there, who] of [
    [path, other],
    ['/pay/ord_01jd0000000000000000000000', other],
    ['/pay/%00', other],
    ['/pay/pi_1', other],
  ] as const) {
    const { status, html } = await open(there, who);
    expect([there, status, secretIn(html)]).toEqual([there, 404, undefined]);
  }
  // it may be one of an account that was signed out in another tab
  const { status, location } = await open(path);
  expect([status, location]).toEqual([303, `/sign-in?to=${encodeURIComponent(path)}`]);
});

test('what is paid leads to the thanks, however often its page is opened', async () => {
  const { guest, order, path } = await ordered();
  await guest.pay(order.id);
  await guest.orderWhen(order.id, { status: 'CONFIRMED' });

  for (const _ of ['once', 'again']) {
    const { status, location, html } = await open(path, guest);
    expect([status, location, secretIn(html)]).toEqual([303, `/orders/${order.number}/thanks`, undefined]);
  }
});

test('a declined card is told when the page is opened again, and another one may pay', async () => {
  const { guest, order, path } = await ordered();
  await guest.pay(order.id, 'pm_card_chargeDeclined');

  const { html } = await open(path, guest);

  expect(html).toContain('Your card was declined.');
  expect(secretIn(html)).toBeDefined();
});

test('money on its way is waited for: nothing can be paid meanwhile', async () => {
  const { guest, order, path } = await ordered();
  await guest.pay(order.id, 'pm_usBankAccount_success');

  const { status, html } = await open(path, guest);

  expect([status, secretIn(html)]).toEqual([200, undefined]);
  expect(html).toContain('Your bank is still thinking');
});

test('an order that was cancelled can be ordered again, and not paid', async () => {
  const { guest, order, path } = await ordered();
  const key = crypto.randomUUID();
  await guest.run('cancelOrder', 'CancelOrderInput', { orderId: order.id, idempotencyKey: key }, 'order { id }');
  await guest.orderWhen(order.id, { status: 'CANCELLED' });

  const { status, html } = await open(path, guest);

  expect([status, secretIn(html)]).toEqual([200, undefined]);
  expect(html).toContain('This order was cancelled');
  expect(html).toContain('Order again');
});

test('one whose time is over says so', async () => {
  const { guest, order, path } = await ordered();
  await world.inDatabase(
    'orders',
    (sql) => sql`UPDATE orders SET expires_at = now() - interval '1 minute' WHERE id = ${order.id}`,
  );

  const late = await open(path, guest);

  expect(late.status).toBe(200);
  expect(late.html).toContain('The time to pay is over');
});

test('the secret that a bank sends back does not stay in the address', async () => {
  const { guest, path } = await ordered();

  const { status, location } = await open(
    `${path}?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2&redirect_status=succeeded`,
    guest,
  );

  expect([status, location]).toEqual([303, path]);
});

test('while orders are away nobody is told that the order is not there', async () => {
  const { guest, path } = await ordered();
  const orders = world.system.processes.get('orders')!;
  await orders.stop();
  try {
    const { status, html } = await open(path, guest);
    expect([status, html.includes('Your order is held')]).toEqual([503, true]);
  } finally {
    await orders.restart();
    await orders.ready();
  }
});

test('while nobody can say where the money is, nobody is asked for it', async () => {
  const { guest, path } = await ordered();
  const payments = world.system.processes.get('payments')!;
  await payments.stop();
  try {
    const { status, html } = await until(
      () => open(path, guest),
      ({ html }) => html.includes('Paying is not possible at the moment'),
      60_000,
    );
    expect([status, secretIn(html)]).toEqual([200, undefined]);
  } finally {
    await payments.restart();
  }
});
