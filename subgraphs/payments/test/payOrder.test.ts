import { randomUUID } from 'node:crypto';
import { newViewer } from '@storegraph/kit/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { newOrder, openWorld, PAY } from './world.ts';

const world = await openWorld();
const { shop } = world;
afterAll(() => world.close());
beforeEach(() => world.knobs({ reset: true, hold: true })); // what is tested here needs no webhook

test('a good card pays the order: one event and a ledger that balances', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);

  const { data, errors } = await shop.as(buyer)(PAY, pay('pm_card_visa'));

  expect(errors).toBeUndefined();
  expect(data.payOrder).toEqual({
    payment: {
      id: expect.stringMatching(/^pay_/),
      status: 'SUCCEEDED',
      amount: { amount: '49.90', currencyCode: 'USD' },
      method: { brand: 'visa', last4: '4242' },
      failureReason: null,
    },
    outcome: { __typename: 'PaymentSucceeded', amount: { amount: '49.90' } },
    userErrors: [],
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
  const entries = (await world.rows('ledger_entries')).filter(
    ({ source }) => source === `payment:${data.payOrder.payment.id}`,
  );
  expect(entries.map(({ account, amount_minor }) => [account, Number(amount_minor)])).toEqual([
    ['stripe_balance', 4990],
    ['order_revenue', -4990],
  ]);
});

test('a declined card is refused with the code of the bank, and another one pays', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);

  const declined = await shop.as(buyer)(PAY, pay('pm_card_visa_chargeDeclinedInsufficientFunds'));

  expect(declined.data.payOrder).toMatchObject({
    payment: { status: 'REQUIRES_PAYMENT_METHOD', failureReason: 'Your card was declined.' },
    outcome: null,
    userErrors: [
      {
        __typename: 'PaymentDeclined',
        code: 'PAYMENT_DECLINED',
        path: ['paymentMethod'],
        declineCode: 'insufficient_funds',
      },
    ],
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentFailed']);
  const paid = await shop.as(buyer)(PAY, pay('pm_card_mastercard'));
  expect(paid.data.payOrder).toMatchObject({
    payment: { status: 'SUCCEEDED', failureReason: null, method: { last4: '4444' } },
    userErrors: [],
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentFailed', 'PaymentSucceeded']);
});

test('the card that was declined is still known when the order is given up', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_card_visa_chargeDeclinedInsufficientFunds'));
  const { card } = await world.paymentOf(orderId);
  expect(card).toMatchObject({ brand: 'visa' });
  await shop.command('cancelIntent', { orderId });
  expect(await world.paymentOf(orderId)).toMatchObject({ status: 'CANCELED', card });
});

test('a card that asks for authentication answers where to go, and a look at Stripe finds the money', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  const { clientSecret } = await shop.command('createIntent', command);
  const attempt = pay('pm_card_authenticationRequired');

  const waiting = await shop.as(buyer)(PAY, attempt);
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  expect(waiting.data.payOrder).toMatchObject({
    payment: { status: 'REQUIRES_ACTION' },
    outcome: { __typename: 'PaymentActionRequired', clientSecret, redirectUrl: `${world.stripeUrl}/3ds/${intentId}` },
    userErrors: [],
  });

  await fetch(`${world.stripeUrl}/3ds/${intentId}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'pass' }),
    redirect: 'manual',
  });
  expect((await shop.as(buyer)(PAY, attempt)).data.payOrder).toMatchObject({
    outcome: { __typename: 'PaymentSucceeded' },
    userErrors: [],
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('a failed authentication is a decline and the order stays payable', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const attempt = pay('pm_card_authenticationRequired');
  await shop.as(buyer)(PAY, attempt);
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  await fetch(`${world.stripeUrl}/3ds/${intentId}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'fail' }),
    redirect: 'manual',
  });

  const failed = await shop.as(buyer)(PAY, attempt);

  expect(failed.data.payOrder.userErrors).toMatchObject([
    { code: 'PAYMENT_DECLINED', declineCode: 'payment_intent_authentication_failure' },
  ]);
  expect((await shop.as(buyer)(PAY, pay('pm_card_visa'))).data.payOrder.payment.status).toBe('SUCCEEDED');
});

test('slow money is processing, then found', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const attempt = pay('pm_usBankAccount_success');

  expect((await shop.as(buyer)(PAY, attempt)).data.payOrder).toMatchObject({
    outcome: { __typename: 'PaymentProcessing' },
    userErrors: [],
  });
  expect((await shop.as(buyer)(PAY, pay('pm_card_visa'))).data.payOrder.userErrors).toMatchObject([
    { code: 'INVALID_STATE' },
  ]);
  await world.settle();

  expect((await shop.as(buyer)(PAY, attempt)).data.payOrder).toMatchObject({
    outcome: { __typename: 'PaymentSucceeded' },
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('the same key pays once and answers the same; with another input it is refused', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const attempt = pay('pm_card_visa');

  const first = await shop.as(buyer)(PAY, attempt);
  const second = await shop.as(buyer)(PAY, attempt);
  const other = await shop.as(buyer)(PAY, { input: { ...attempt.input, paymentMethod: 'pm_card_mastercard' } });

  expect(second.data).toEqual(first.data);
  expect(other.errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('a paid order cannot be paid again', async () => {
  const { buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await shop.as(buyer)(PAY, pay('pm_card_visa'));
  const charges = (await world.atStripe()).charges.length;

  const again = await shop.as(buyer)(PAY, pay('pm_card_visa'));

  expect(again.data.payOrder).toEqual({
    payment: null,
    outcome: null,
    userErrors: [{ __typename: 'GeneralUserError', code: 'INVALID_STATE', path: ['orderId'] }],
  });
  expect((await world.atStripe()).charges).toHaveLength(charges);
});

test('two payers at once: one charge, both hear that it is paid or under way', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);

  const answers = await Promise.all([1, 2, 3, 4].map(() => shop.as(buyer)(PAY, pay('pm_card_visa'))));

  expect(
    answers.every(
      ({ data }) =>
        data.payOrder.outcome?.__typename === 'PaymentSucceeded' ||
        data.payOrder.userErrors[0]?.code === 'INVALID_STATE',
    ),
  ).toBe(true);
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
  const { stripe_intent_id: intentId } = await world.paymentOf(orderId);
  expect((await world.atStripe()).charges.filter((charge: any) => charge.payment_intent === intentId)).toHaveLength(1);
});

test('when the answer of Stripe is lost, a look tells what happened', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  await world.knobs({ executeThenDrop: { count: 2, path: '/confirm' } });

  const { data } = await shop.as(buyer)(PAY, pay('pm_card_visa'));

  expect(data.payOrder).toMatchObject({ outcome: { __typename: 'PaymentSucceeded' }, userErrors: [] });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('when Stripe is out of order nothing is charged and the same attempt may be repeated', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const attempt = pay('pm_card_visa');
  await world.knobs({ failNext: { count: 1, path: '/confirm', status: 503 } });

  expect((await shop.as(buyer)(PAY, attempt)).errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect(await world.eventsOf(orderId)).toEqual([]);

  expect((await shop.as(buyer)(PAY, attempt)).data.payOrder).toMatchObject({
    outcome: { __typename: 'PaymentSucceeded' },
  });
});

test('a 500 that Stripe saved with the key does not keep the same attempt from being repeated', async () => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const attempt = pay('pm_card_visa');
  await world.knobs({ failNext: { count: 1, path: '/confirm', status: 500 } });
  expect((await shop.as(buyer)(PAY, attempt)).errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);

  expect((await shop.as(buyer)(PAY, attempt)).data.payOrder).toMatchObject({
    outcome: { __typename: 'PaymentSucceeded' },
  });
  expect(await world.eventsOf(orderId)).toEqual(['PaymentSucceeded']);
});

test('a guest pays with the order token, by input or by header', async () => {
  const [first, second] = [newOrder({ userId: null }), newOrder({ userId: null })];
  await shop.command('createIntent', first.command);
  await shop.command('createIntent', second.command);

  expect(
    (await shop.as(null)(PAY, first.pay('pm_card_visa', { orderToken: first.orderToken }))).data.payOrder.payment
      .status,
  ).toBe('SUCCEEDED');
  expect(
    (await shop.as(null, { 'x-order-token': second.orderToken })(PAY, second.pay('pm_card_visa'))).data.payOrder.payment
      .status,
  ).toBe('SUCCEEDED');
});

test('guests who choose the same key make requests of their own: each pays the own order', async () => {
  const idempotencyKey = randomUUID();
  for (const guest of [newOrder({ userId: null }), newOrder({ userId: null })]) {
    await shop.command('createIntent', guest.command);
    const attempt = guest.pay('pm_card_visa', { orderToken: guest.orderToken, idempotencyKey });
    expect((await shop.as(null)(PAY, attempt)).data?.payOrder.payment.status).toBe('SUCCEEDED');
    expect(await world.eventsOf(guest.orderId)).toEqual(['PaymentSucceeded']);
  }
});

test("someone else's order is indistinguishable from no order, and nothing is charged", async () => {
  const { orderId, command, pay } = newOrder();
  await shop.command('createIntent', command);

  for (const [viewer, more] of [
    [newViewer(), {}],
    [newViewer(['STAFF']), {}],
    [null, {}],
    [null, { orderToken: randomUUID() }],
  ] as const) {
    expect((await shop.as(viewer)(PAY, pay('pm_card_visa', more))).errors).toMatchObject([
      { message: 'This order does not exist', extensions: { code: 'NOT_FOUND' } },
    ]);
  }
  expect((await world.paymentOf(orderId)).status).toBe('REQUIRES_PAYMENT_METHOD');
});

test('the token of an order that belongs to an account shows it, and does not pay it', async () => {
  const { orderId, orderToken, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  for (const [viewer, headers, more] of [
    [null, {}, { orderToken }],
    [null, { 'x-order-token': orderToken }, {}],
    [newViewer(), {}, { orderToken }],
    [newViewer(['STAFF']), {}, { orderToken }],
  ] as const)
    expect((await shop.as(viewer, headers)(PAY, pay('pm_card_visa', more))).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  expect((await world.paymentOf(orderId)).status).toBe('REQUIRES_PAYMENT_METHOD');
  const { data } = await shop.as(buyer, { 'x-order-token': orderToken })(PAY, pay('pm_card_visa'));
  expect(data.payOrder.payment.status).toBe('SUCCEEDED');
});

test.each([
  ['an order id of another type', { orderId: 'prod_01h2xcejqtf2nbrexx3vqjhp41' }, 'orderId'],
  ['a payment method with other characters', { paymentMethod: "pm_card_visa'; --" }, 'paymentMethod'],
  ['an unknown payment method', { paymentMethod: 'pm_unknown' }, 'paymentMethod'],
  ['a key that is no UUID', { idempotencyKey: '1' }, undefined],
])('%s is refused by name', async (_what, more, field) => {
  const { orderId, buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);

  const { errors } = await shop.as(buyer)(PAY, pay('pm_card_visa', more));

  expect(errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', ...(field && { field: expect.stringContaining(field) }) } },
  ]);
  expect((await world.paymentOf(orderId)).status).toBe('REQUIRES_PAYMENT_METHOD');
});

test('a saved card is listed, pays the next order and can be removed; a guest cannot save one', async () => {
  const { buyer, command, pay } = newOrder();
  await shop.command('createIntent', command);
  const guest = newOrder({ userId: null });
  await shop.command('createIntent', guest.command);
  await shop.as(buyer)(PAY, pay('pm_card_mastercard', { savePaymentMethod: true }));

  const CARDS =
    'query ($who: [_Any!]!) { _entities(representations: $who) { ... on User { paymentMethods { id brand last4 } } } }';
  const who = [{ __typename: 'User', id: buyer.id }];
  const [{ paymentMethods }] = (await shop.as(buyer)(CARDS, { who })).data._entities;
  expect(paymentMethods).toMatchObject([{ brand: 'mastercard', last4: '4444' }]);
  for (const other of [newViewer(), newViewer(['STAFF']), null])
    expect((await shop.as(other)(CARDS, { who })).data._entities).toEqual([{ paymentMethods: null }]);

  const next = newOrder({ userId: buyer.id });
  await shop.command('createIntent', next.command);
  expect((await shop.as(buyer)(PAY, next.pay(paymentMethods[0].id))).data.payOrder.payment.status).toBe('SUCCEEDED');

  const REMOVE =
    'mutation ($input: RemovePaymentMethodInput!) { removePaymentMethod(input: $input) { removedPaymentMethodId } }';
  const input = { paymentMethodId: paymentMethods[0].id };
  expect((await shop.as(newViewer())(REMOVE, { input })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  expect((await shop.as(buyer)(REMOVE, { input })).data.removePaymentMethod).toEqual({
    removedPaymentMethodId: input.paymentMethodId,
  });
  expect((await shop.as(buyer)(CARDS, { who })).data._entities).toEqual([{ paymentMethods: [] }]);

  const saving = guest.pay('pm_card_visa', { orderToken: guest.orderToken, savePaymentMethod: true });
  expect((await shop.as(newViewer())(PAY, saving)).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: 'savePaymentMethod' } },
  ]);
  expect((await shop.as(null)(PAY, saving)).errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', field: 'savePaymentMethod' } },
  ]);
});
