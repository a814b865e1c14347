import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { eventually } from '@storegraph/kit/testing/eventually';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createLocalStripe } from './stripe.ts';

const SECRET = 'whsec_test';
const received: { body: string; signature: string }[] = [];
let answerWith = 200;
const shop = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  received.push({ body, signature: String(request.headers['stripe-signature']) });
  response.writeHead(answerWith).end();
}).listen(0, '127.0.0.1');
await once(shop, 'listening');

const directory = mkdtempSync(join(tmpdir(), 'storegraph-stripe-'));
const webhook = { url: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`, secret: SECRET };
let local = await createLocalStripe({ port: 0, webhook, directory });
let stripe = clientOf(local.url);

function clientOf(url: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
}
const post = async (path: string, body: object) =>
  (await fetch(`${local.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
const knobs = (changes: object) => post('knobs', changes);
const newIntent = (more: Partial<Stripe.PaymentIntentCreateParams> = {}, key?: string) =>
  stripe.paymentIntents.create(
    { amount: 1990, currency: 'usd', metadata: { orderId: 'ord_1', amount: '7' }, ...more },
    key ? { idempotencyKey: key } : undefined,
  );
const confirm = (id: string, payment_method: string) =>
  stripe.paymentIntents.confirm(id, { payment_method, return_url: 'http://shop.example/back' });
const typesReceived = () => received.map(({ body }) => JSON.parse(body).type);
const deliveredTypesOf = (id: string) =>
  received
    .map(({ body }) => JSON.parse(body))
    .filter((event) => event.data.object.id === id)
    .map((event) => event.type);

beforeEach(async () => {
  answerWith = 200;
  await knobs({ reset: true });
  await eventually(async () => expect((await post('dump', {})).outbox).toEqual([]));
  received.length = 0;
});

afterAll(async () => {
  await local.close();
  shop.close();
  rmSync(directory, { recursive: true });
});

test('a good card succeeds and metadata stays text', async () => {
  const intent = await newIntent();
  expect(intent).toMatchObject({
    status: 'requires_payment_method',
    amount: 1990,
    currency: 'usd',
    metadata: { orderId: 'ord_1', amount: '7' },
    livemode: false,
  });

  const paid = await stripe.paymentIntents.confirm(intent.id, {
    payment_method: 'pm_card_visa',
    return_url: 'http://shop.example/back',
    expand: ['latest_charge'],
  });

  expect(paid).toMatchObject({
    status: 'succeeded',
    amount_received: 1990,
    latest_charge: { amount_captured: 1990, payment_method_details: { card: { last4: '4242' } } },
  });
});

test('a declined card leaves the intent payable by another', async () => {
  const { id } = await newIntent();

  await expect(confirm(id, 'pm_card_visa_chargeDeclinedInsufficientFunds')).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });

  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: 'requires_payment_method',
    amount_received: 0,
    last_payment_error: { decline_code: 'insufficient_funds' },
  });
  expect(await confirm(id, 'pm_card_visa')).toMatchObject({ status: 'succeeded', last_payment_error: null });
});

test('3-D Secure waits for the shopper on a page, which leads back to the shop', async () => {
  const { id } = await newIntent();
  const waiting = await confirm(id, 'pm_card_authenticationRequired');
  expect(waiting).toMatchObject({
    status: 'requires_action',
    next_action: { redirect_to_url: { url: `${local.url}/3ds/${id}`, return_url: 'http://shop.example/back' } },
  });

  expect(await (await fetch(`${local.url}/3ds/${id}`)).text()).toContain('Complete authentication');
  const back = await fetch(`${local.url}/3ds/${id}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'pass' }),
    redirect: 'manual',
  });

  expect([back.status, back.headers.get('location')]).toEqual([
    303,
    `http://shop.example/back?payment_intent=${id}&payment_intent_client_secret=${waiting.client_secret}&redirect_status=succeeded`,
  ]);
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded' });
  expect((await fetch(`${local.url}/3ds/${id}`)).status).toBe(410);
});

test('a failed authentication takes no money', async () => {
  const { id } = await newIntent();
  await confirm(id, 'pm_card_authenticationRequired');

  await fetch(`${local.url}/3ds/${id}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'fail' }),
    redirect: 'manual',
  });

  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: 'requires_payment_method',
    amount_received: 0,
    last_payment_error: { code: 'payment_intent_authentication_failure' },
  });
});

test('manual capture holds the money first and takes no more than was held', async () => {
  const { id } = await newIntent({ capture_method: 'manual' });
  expect(await confirm(id, 'pm_card_visa')).toMatchObject({
    status: 'requires_capture',
    amount_capturable: 1990,
    amount_received: 0,
  });
  await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 1991 })).rejects.toMatchObject({
    code: 'amount_too_large',
  });

  expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 1000 })).toMatchObject({
    status: 'succeeded',
    amount_received: 1000,
  });
});

test('cancel is refused after success, and a canceled intent cannot be paid', async () => {
  const [paid, given] = [await newIntent(), await newIntent()];
  await confirm(paid.id, 'pm_card_visa');

  await expect(stripe.paymentIntents.cancel(paid.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  });
  expect(await stripe.paymentIntents.cancel(given.id, { cancellation_reason: 'abandoned' })).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'abandoned',
  });
  await expect(confirm(given.id, 'pm_card_visa')).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
  expect(await stripe.paymentIntents.retrieve(paid.id)).toMatchObject({ status: 'succeeded' });
});

test('refunds add up to the captured amount and never more', async () => {
  const { id } = await newIntent();
  await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({ statusCode: 400 });
  await confirm(id, 'pm_card_visa');

  expect(
    await stripe.refunds.create({ payment_intent: id, amount: 990, metadata: { refundRequestId: 'r1' } }),
  ).toMatchObject({ status: 'succeeded', amount: 990, metadata: { refundRequestId: 'r1' } });
  await expect(stripe.refunds.create({ payment_intent: id, amount: 1001 })).rejects.toMatchObject({
    statusCode: 400,
    param: 'amount',
  });
  expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ amount: 1000 });
  await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
  expect((await stripe.refunds.list({ payment_intent: id })).data.map(({ amount }) => amount)).toEqual([1000, 990]);
});

test('the same idempotency key answers the same object and creates nothing twice', async () => {
  const first = await newIntent({}, 'pi:ord_1:1');
  const second = await newIntent({}, 'pi:ord_1:1');

  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  await expect(newIntent({ amount: 1 }, 'pi:ord_1:1')).rejects.toMatchObject({ type: 'StripeIdempotencyError' });
});

test('a 500 is saved with its key; a refused parameter is not', async () => {
  await knobs({ failNext: { count: 1, path: '/payment_intents', status: 500 } });
  await expect(newIntent({}, 'saved-500')).rejects.toMatchObject({ statusCode: 500 });
  await expect(newIntent({}, 'saved-500')).rejects.toMatchObject({ statusCode: 500 });

  await expect(newIntent({ amount: 0 }, 'not-saved')).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
  expect(await newIntent({}, 'not-saved')).toMatchObject({ amount: 1990 });
});

test('saved cards belong to one customer until they are removed', async () => {
  const [ada, eve] = [
    await stripe.customers.create({ email: 'ada@example.com' }),
    await stripe.customers.create({ email: 'eve@example.com' }),
  ];
  const setup = await stripe.setupIntents.create({ customer: ada.id });
  const { payment_method } = await stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_mastercard' });
  const saved = await stripe.customers.listPaymentMethods(ada.id);
  expect(saved.data).toMatchObject([{ id: payment_method, card: { brand: 'mastercard', last4: '4444' } }]);

  const foreign = await newIntent({ customer: eve.id });
  await expect(confirm(foreign.id, String(payment_method))).rejects.toMatchObject({
    code: 'payment_method_customer_mismatch',
  });
  await stripe.paymentMethods.detach(String(payment_method));
  expect((await stripe.customers.listPaymentMethods(ada.id)).data).toEqual([]);
});

test('what does not exist is an error in the shape of Stripe', async () => {
  await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'resource_missing',
  });
  await expect(stripe.prices.list()).rejects.toMatchObject({
    statusCode: 404,
    type: 'StripeInvalidRequestError',
    message: 'Unrecognized request URL (GET: /v1/prices).',
  });
  await expect(confirm((await newIntent()).id, 'pm_card_constructor')).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'payment_method',
  });
});

test('webhooks are signed, and listed as events', async () => {
  const { id } = await newIntent();
  await confirm(id, 'pm_card_visa');

  await eventually(() =>
    expect(deliveredTypesOf(id).sort()).toEqual(['payment_intent.created', 'payment_intent.succeeded']),
  );
  const { body, signature } = received.find((delivery) => delivery.body.includes('payment_intent.succeeded'))!;
  expect(stripe.webhooks.constructEvent(body, signature, SECRET, 300)).toMatchObject({
    type: 'payment_intent.succeeded',
    data: { object: { id } },
  });
  expect(() => stripe.webhooks.constructEvent(body.replace('1990', '1991'), signature, SECRET, 300)).toThrow();
  const listed = await stripe.events.list({ types: ['payment_intent.succeeded'], limit: 1 });
  expect(listed.data).toMatchObject([{ data: { object: { id } } }]);
});

test('a refused webhook comes again', async () => {
  answerWith = 500;
  await newIntent();
  await eventually(() => expect(received).toHaveLength(1));
  answerWith = 200;

  await eventually(() => expect(typesReceived()).toEqual(['payment_intent.created', 'payment_intent.created']));
  const [first, second] = (await post('deliveries', {})).slice(-2);
  expect([first.status, second.status, second.attempt]).toEqual([500, 200, 2]);
});

test('knobs hold, reorder, duplicate, drop and tamper with webhooks', async () => {
  await knobs({ hold: true });
  const { id } = await newIntent();
  await stripe.paymentIntents.cancel(id);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(received).toEqual([]);

  await knobs({ reorder: true, duplicate: 1, release: true });
  await eventually(() => expect(received).toHaveLength(3));
  expect(typesReceived().sort()).toEqual([
    'payment_intent.canceled',
    'payment_intent.canceled',
    'payment_intent.created',
  ]);
  expect(typesReceived()[0]).toBe('payment_intent.canceled');

  await knobs({ reset: true, drop: 1 });
  received.length = 0;
  await newIntent();
  await knobs({ tamper: 'signature' });
  await newIntent();
  await eventually(() => expect(received).toHaveLength(1));
  expect(() => stripe.webhooks.constructEvent(received[0]!.body, received[0]!.signature, SECRET, 300)).toThrow();
});

test('a request can be executed although its answer is lost', async () => {
  await knobs({ executeThenDrop: { count: 2, path: '/payment_intents' } }); // the SDK tries a closed connection once more

  await expect(newIntent({}, 'lost-answer')).rejects.toMatchObject({ type: 'StripeConnectionError' });

  const { id } = await newIntent({}, 'lost-answer');
  expect(
    (await post('dump', {})).idempotency_keys.find((key: { id: string }) => key.id === 'lost-answer').body.id,
  ).toBe(id);
});

test('slow money is processing until it arrives', async () => {
  const { id } = await newIntent();
  expect(await confirm(id, 'pm_usBankAccount_success')).toMatchObject({ status: 'processing' });
  await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });

  await post('settle', {});

  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', amount_received: 1990 });
});

test('a restart forgets nothing, held webhooks included', async () => {
  await knobs({ hold: true });
  const { id } = await newIntent({}, 'before-restart');
  await local.close();
  local = await createLocalStripe({ port: 0, webhook, directory });
  stripe = clientOf(local.url);

  expect((await newIntent({}, 'before-restart')).id).toBe(id);
  await eventually(() => expect(typesReceived()).toEqual(['payment_intent.created']));
});
