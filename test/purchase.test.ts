import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Shopper, until, variantNumber } from './shop.ts';
import { newEmail, runningWorld } from './world.ts';

const world = runningWorld();
const { guest, staff, mailsTo, stockOf, inDatabase } = world;

describe('a purchase', () => {
  test('register, browse, fill a cart as a guest, sign in, order, pay: the order is paid, the stock is gone, one mail arrives', async () => {
    const email = newEmail();
    const account = guest();
    await account.register(email);
    const [welcome] = await until(
      () => mailsTo(email),
      (mails) => mails.length > 0,
    );
    expect(welcome!.text).toMatch(/verif/i);

    const ada = guest();
    const { data } = await ada.graph(
      '{ products(first: 3, sort: NEWEST, filter: { inStock: true }) { nodes { slug title priceRange { min { amount } } thumbnail { url } variants { id } } } }',
    );
    expect(data.products.nodes).toHaveLength(3);
    const picture = await fetch(data.products.nodes[0].thumbnail.url);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);

    const before = await stockOf(variantNumber(1));
    await ada.add(variantNumber(1), 2);
    expect(ada.cartToken).toMatch(/^[\w-]{43}$/);
    await ada.signIn(email, 'a rather long password');
    const { cart } = (
      await ada.graph('{ cart { totalQuantity items { quantity product { title } variant { sku } } } }')
    ).data;
    expect(cart).toEqual({
      totalQuantity: 2,
      items: [{ quantity: 2, product: { title: expect.any(String) }, variant: { sku: 'SG-0001-1' } }],
    });

    const { total } = await ada.prepareCheckout(email);
    const { order, userErrors } = await ada.placeOrder(total);
    expect(userErrors).toEqual([]);
    expect(order).toMatchObject({
      status: 'AWAITING_PAYMENT',
      paymentStatus: 'UNPAID',
      totals: { total: { amount: total.amount } },
    });
    expect((await stockOf(variantNumber(1))).reserved).toBe(before.reserved + 2);

    expect(await ada.pay(order.id)).toMatchObject({ outcome: { __typename: 'PaymentSucceeded' }, userErrors: [] });
    const paid = await ada.orderWhen(order.id, { status: 'CONFIRMED', paymentStatus: 'PAID' });
    expect(paid.items).toEqual([
      {
        title: expect.any(String),
        quantity: 2,
        product: { title: expect.any(String), slug: expect.any(String) },
        variant: { sku: 'SG-0001-1' },
      },
    ]);
    expect(paid.payments).toEqual([{ status: 'SUCCEEDED', amount: { amount: total.amount } }]);
    const after = await until(
      () => stockOf(variantNumber(1)),
      (stock) => stock.on_hand === before.on_hand - 2,
    );
    expect(after.reserved).toBe(before.reserved);

    const ofOrder = async () =>
      (await mailsTo(email)).filter(({ subject, text }) => `${subject} ${text}`.includes(paid.number));
    await until(ofOrder, (mails) => mails.length === 1);
    expect(
      (
        await ada.graph(
          '{ me { cart { id } orders(first: 5) { nodes { number } } notifications(first: 5) { nodes { id } } } }',
        )
      ).data.me,
    ).toMatchObject({ cart: null, orders: { nodes: [{ number: paid.number }] } });
  });

  test('who is signed in buys without naming an address, and hears of it at that of the account', async () => {
    const [ada, email] = [guest(), newEmail()];
    await ada.register(email);
    await ada.add(variantNumber(3));
    const { total } = await ada.prepareCheckout();
    expect((await ada.graph('{ cart { email } }')).data).toEqual({ cart: { email: null } });
    const { order, userErrors } = await ada.placeOrder(total);
    expect(userErrors).toEqual([]);
    await ada.pay(order.id);
    await until(
      () => mailsTo(email),
      (mails) => mails.some(({ subject }) => subject.includes(order.number)),
    );
  });

  test('the same key places one order; a guest opens it with its token, and nobody else can', async () => {
    const email = newEmail();
    const shopper = guest();
    await shopper.add(variantNumber(2));
    const { total } = await shopper.prepareCheckout(email);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => shopper.placeOrder(total, key)));
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect(new Set(answers.map(({ orderToken }) => orderToken)).size).toBe(1);
    const [{ order, orderToken }] = answers;

    const read = async (who: Shopper) =>
      (await who.graph('query ($id: ID!) { order(id: $id) { number } }', { id: order.id })).data.order;
    expect(await read(shopper)).toEqual({ number: order.number });
    expect(await read(guest())).toBeNull();
    const stranger = guest();
    await stranger.register(newEmail());
    expect(await read(stranger)).toBeNull();
    expect(
      (await guest().graph('query ($token: String!) { orderByToken(token: $token) { number } }', { token: orderToken }))
        .data.orderByToken,
    ).toEqual({ number: order.number });
    await expect(stranger.pay(order.id)).rejects.toThrow('NOT_FOUND');
  });

  test('a declined card leaves the order payable, and another card pays it once', async () => {
    const shopper = guest();
    const order = await shopper.order(variantNumber(3), newEmail());
    const declined = await shopper.pay(order.id, 'pm_card_chargeDeclinedInsufficientFunds');
    expect(declined.userErrors).toMatchObject([{ __typename: 'PaymentDeclined', code: 'PAYMENT_DECLINED' }]);
    expect(await shopper.orderById(order.id)).toMatchObject({ status: 'AWAITING_PAYMENT', paymentStatus: 'UNPAID' });
    expect((await shopper.pay(order.id)).outcome).toEqual({ __typename: 'PaymentSucceeded' });
    const paid = await shopper.orderWhen(order.id, { paymentStatus: 'PAID' });
    expect(paid.payments.filter(({ status }: { status: string }) => status === 'SUCCEEDED')).toHaveLength(1);
    expect(
      (await shopper.pay(order.id).catch((error) => ({ userErrors: [{ code: String(error) }] }))).userErrors,
    ).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  test('a card that asks for authentication is paid after the challenge, told by the webhook alone', async () => {
    const shopper = guest();
    const order = await shopper.order(variantNumber(4), newEmail());
    const { outcome } = await shopper.pay(order.id, 'pm_card_authenticationRequired');
    expect(outcome).toMatchObject({
      __typename: 'PaymentActionRequired',
      redirectUrl: expect.stringContaining('/3ds/'),
    });
    expect(await shopper.orderById(order.id)).toMatchObject({ status: 'AWAITING_PAYMENT' });
    await fetch(outcome.redirectUrl, {
      method: 'POST',
      body: new URLSearchParams({ answer: 'pass' }),
      redirect: 'manual',
    });
    await shopper.orderWhen(order.id, { status: 'CONFIRMED', paymentStatus: 'PAID' });
  });

  test('cancelling before the payment frees the stock and the cart, and the order cannot be paid any more', async () => {
    const shopper = guest();
    const before = await stockOf(variantNumber(5));
    const email = newEmail();
    const order = await shopper.order(variantNumber(5), email);
    const cancelled = await shopper.run(
      'cancelOrder',
      'CancelOrderInput',
      { orderId: order.id, orderToken: shopper.orderToken, reason: 'changed my mind', idempotencyKey: randomUUID() },
      'order { status }',
    );
    expect(cancelled).toEqual({ order: { status: 'CANCELLED' }, userErrors: [] });
    await until(
      () => stockOf(variantNumber(5)),
      (stock) => stock.reserved === before.reserved && stock.on_hand === before.on_hand,
    );
    expect(
      (await shopper.pay(order.id).catch((error) => ({ userErrors: [{ code: String(error) }] }))).userErrors,
    ).toMatchObject([{ code: 'INVALID_STATE' }]);
    const { cart } = await until(
      async () => (await shopper.graph('{ cart { status totalQuantity } }')).data,
      (data) => data.cart?.status === 'OPEN',
    );
    expect(cart).toEqual({ status: 'OPEN', totalQuantity: 1 });
    await until(
      () => mailsTo(email),
      (mails) => mails.some(({ subject }) => /cancel/i.test(subject)),
    );
  });

  test('a paid order that staff has not shipped can be cancelled: the money and the units come back', async () => {
    const shopper = guest();
    const before = await stockOf(variantNumber(6));
    const order = await shopper.order(variantNumber(6), newEmail());
    await shopper.pay(order.id);
    await shopper.orderWhen(order.id, { paymentStatus: 'PAID' });
    await shopper.run(
      'cancelOrder',
      'CancelOrderInput',
      { orderId: order.id, orderToken: shopper.orderToken, idempotencyKey: randomUUID() },
      'order { status }',
    );
    const refunded = await shopper.orderWhen(order.id, { paymentStatus: 'REFUNDED', status: 'CANCELLED' });
    expect(refunded.refunds).toHaveLength(1);
    await until(
      () => stockOf(variantNumber(6)),
      (stock) => stock.on_hand === before.on_hand && stock.reserved === before.reserved,
    );
  });

  test('time that is up kills the payment, then frees the stock', async () => {
    const shopper = guest();
    const before = await stockOf(variantNumber(7));
    const order = await shopper.order(variantNumber(7), newEmail());
    await inDatabase('orders', async (sql) => {
      await sql`UPDATE orders SET expires_at = now() - interval '1 second' WHERE id = ${order.id}`;
      await sql`UPDATE jobs SET run_at = now() WHERE name = 'expireOrder' AND key = ${order.id}`;
    });
    await shopper.orderWhen(order.id, { status: 'EXPIRED' });
    await until(
      () => stockOf(variantNumber(7)),
      (stock) => stock.reserved === before.reserved,
    );
    expect(
      (await shopper.pay(order.id).catch((error) => ({ userErrors: [{ code: String(error) }] }))).userErrors,
    ).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  test('a price that changed in between is told, and nothing is held', async () => {
    const shopper = guest();
    await shopper.add(variantNumber(8));
    const { total } = await shopper.prepareCheckout(newEmail());
    const sam = await staff();
    await sam.run(
      'updateVariant',
      'UpdateVariantInput',
      { id: variantNumber(8), price: { amount: '999.90', currencyCode: 'USD' }, compareAtPrice: null },
      'variant { id }',
    );
    const { order, userErrors } = await shopper.placeOrder(total);
    expect([order, userErrors]).toMatchObject([null, [{ __typename: 'PriceChanged', code: 'PRICE_CHANGED' }]]);
    await until(
      () => stockOf(variantNumber(8)),
      (stock) => stock.reserved === 0,
    );
    const repriced = await until(
      async () =>
        (await shopper.graph('{ cart { status problems { code } items { priceChanged unitPrice { amount } } } }')).data
          .cart,
      (cart) => cart.status === 'OPEN' && cart.items[0].priceChanged,
    );
    expect(repriced).toMatchObject({
      problems: [{ code: 'PRICE_CHANGED' }],
      items: [{ unitPrice: { amount: '999.90' } }],
    });
  });

  test('who is refused because of a price that carts never heard of can accept the new one at once, to the cent', async () => {
    const shopper = guest();
    await shopper.add(variantNumber(13));
    const { total } = await shopper.prepareCheckout(newEmail());
    // as if the news had been lost, or had come in the wrong order
    await inDatabase(
      'products',
      (sql) => sql`UPDATE variants SET price_minor = 3333, compare_at_minor = NULL WHERE id = ${variantNumber(13)}`,
    );
    const refused = await shopper.graph(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { ... on PriceChanged { actual { amount currencyCode } } } } }`,
      { input: { idempotencyKey: randomUUID(), expectedTotal: total } },
    );
    const [{ actual }] = refused.data.placeOrder.userErrors;
    // California's tax of 7.25 % and the shipping are in it
    expect(actual).toEqual({ amount: '40.65', currencyCode: 'USD' });
    const { order } = await until(
      () => shopper.placeOrder(actual),
      ({ userErrors }) => !userErrors.some(({ code }: { code: string }) => code === 'CHECKOUT_IN_PROGRESS'),
    );
    expect(order).toMatchObject({ status: 'AWAITING_PAYMENT', totals: { total: { amount: '40.65' } } });
  });

  test('a total in another currency places nothing', async () => {
    const shopper = guest();
    await shopper.add(variantNumber(14));
    const { total } = await shopper.prepareCheckout(newEmail());
    await expect(shopper.placeOrder({ ...total, currencyCode: 'EUR' })).rejects.toThrow(
      /BAD_USER_INPUT.*input.expectedTotal.currencyCode|input.expectedTotal.currencyCode.*BAD_USER_INPUT/,
    );
    expect((await shopper.graph('{ cart { status } }')).data.cart).toEqual({ status: 'OPEN' });
  });
});

test('staff ships a paid order in one parcel, and the shopper is told', async () => {
  const email = newEmail();
  const shopper = guest();
  const order = await shopper.order(variantNumber(9), email);
  await shopper.pay(order.id);
  await shopper.orderWhen(order.id, { paymentStatus: 'PAID' });
  const sam = await staff();
  const input = { orderId: order.id, carrier: 'Parcel Post', trackingNumber: 'PP-1', idempotencyKey: randomUUID() };
  await expect(shopper.run('fulfillOrder', 'FulfillOrderInput', input, 'order { id }')).rejects.toThrow(
    'UNAUTHENTICATED',
  );
  const { order: shipped } = await sam.run(
    'fulfillOrder',
    'FulfillOrderInput',
    input,
    'order { fulfillmentStatus cancellable shipments { trackingNumber } }',
  );
  expect(shipped).toEqual({
    fulfillmentStatus: 'FULFILLED',
    cancellable: false,
    shipments: [{ trackingNumber: 'PP-1' }],
  });
  await until(
    () => mailsTo(email),
    (mails) => mails.some(({ text }) => text.includes('PP-1')),
  );
});
