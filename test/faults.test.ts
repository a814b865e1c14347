import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { booksAgree } from './books.ts';
import { until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

// two tests wait for domains that have stopped
const world = runningWorld({ environment: { gateway: { QUERY_TIMEOUT_MS: '5000' } } });
const { guest, staff, stockOf } = world;

test('of fifty buyers of five units exactly five pay', async () => {
  const sam = await staff();
  const variantId = variantNumber(10);
  await sam.run(
    'adjustInventory',
    'AdjustInventoryInput',
    { variantId, setTo: 5, reason: 'flash sale', idempotencyKey: randomUUID() },
    'inventory { onHand }',
  );
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const shopper = guest();
      await shopper.add(variantId);
      if (!shopper.cartToken) return 'sold out in the cart';
      const { total } = await shopper.prepareCheckout(newEmail());
      const { order, userErrors } = await shopper.placeOrder(total);
      if (!order) return userErrors[0].__typename;
      await shopper.pay(order.id);
      return (await shopper.orderWhen(order.id, { paymentStatus: 'PAID' }, 30_000)).paymentStatus;
    }),
  );
  expect(outcomes.filter((outcome) => outcome === 'PAID')).toHaveLength(5);
  expect(new Set(outcomes)).toEqual(new Set(['PAID', 'InsufficientStock']));
  await until(
    () => stockOf(variantId),
    (stock) => stock.on_hand === 0 && stock.reserved === 0,
  );
}, 120_000);

test('payments is killed in the middle of a checkout, and the order still ends right', async () => {
  const shopper = guest();
  await shopper.add(variantNumber(11));
  const { total } = await shopper.prepareCheckout(newEmail());
  world.system.processes.get('payments')!.kill('SIGKILL');
  const { order } = await shopper.placeOrder(total);
  expect(['PENDING', 'AWAITING_PAYMENT']).toContain(order.status);
  await shopper.orderWhen(order.id, { status: 'AWAITING_PAYMENT' }, 30_000);
  world.system.processes.get('orders')!.kill('SIGKILL');
  expect(
    (
      await until(
        () => shopper.pay(order.id).catch(() => null),
        (payload) => payload !== null,
      )
    ).outcome,
  ).toEqual({ __typename: 'PaymentSucceeded' });
  await until(
    () => shopper.orderById(order.id).catch(() => null),
    (found) => found?.paymentStatus === 'PAID',
    30_000,
  );
}, 90_000);

test('a dead domain blanks its fields, not the page', async () => {
  const shopper = guest();
  const order = await shopper.order(variantNumber(12), newEmail());
  world.system.processes.get('products')!.kill('SIGSTOP');
  try {
    const { data, errors } = await shopper.graph(
      'query ($id: ID!) { order(id: $id) { number items { title product { title } } } }',
      { id: order.id },
    );
    expect(data.order).toEqual({ number: order.number, items: [{ title: expect.any(String), product: null }] });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) } }]);
  } finally {
    world.system.processes.get('products')!.kill('SIGCONT');
  }
  // it is spared for a second, then a trial finds it again
  await until(
    () => shopper.graph('{ products(first: 1) { nodes { id } } }'),
    ({ data }) => data?.products !== null,
  );
});

test('orders, payments, carts and notifications together cannot take an account or the catalogue with them', async () => {
  const shopper = guest();
  await shopper.register(newEmail());
  const dead = (['orders', 'payments', 'carts', 'notifications'] as const).map(
    (domain) => world.system.processes.get(domain)!,
  );
  for (const child of dead) child.kill('SIGSTOP');
  try {
    const { data } =
      await shopper.graph(`{ products(first: 1) { nodes { id } } cart { id } me { displayName orders { nodes { id } }
      paymentMethods { id } notifications { nodes { id } } unreadNotificationCount cart { id } } }`);
    expect(data).toEqual({
      products: { nodes: [{ id: expect.any(String) }] },
      cart: null,
      me: {
        displayName: 'Test Shopper',
        orders: null,
        paymentMethods: null,
        notifications: null,
        unreadNotificationCount: null,
        cart: null,
      },
    });
  } finally {
    for (const child of dead) child.kill('SIGCONT');
  }
});

test('after all of it the books agree', () => booksAgree(world));
