import Stripe from 'stripe';
import { afterAll, expect, test } from 'vitest';
import { createLocalStripe } from './stripe.ts';

const local = await createLocalStripe({ port: 0 });
const { hostname, port } = new URL(local.url);
const stripe = new Stripe('sk_test_local', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
afterAll(() => local.close());

const KEY = 'pk_test_local';
const VISA = '4242424242424242';
const newIntent = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ amount: 1990, currency: 'usd', metadata: { orderId: 'ord_1' }, ...more });

/** As a page of a shop asks: no header of its own, so the browser sends it without asking first. */
async function ask(method: 'GET' | 'POST', path: string, parameters: Record<string, string>) {
  const form = new URLSearchParams(parameters);
  const answer = await fetch(`${local.url}/v1${path}${method === 'GET' ? `?${form}` : ''}`, {
    method,
    headers: { origin: 'http://shop.example' },
    ...(method === 'POST' && { body: form }),
  });
  return {
    status: answer.status,
    readableBy: answer.headers.get('access-control-allow-origin'),
    body: await answer.json(),
  };
}
const typed = (number: string) => ({
  'payment_method_data[type]': 'card',
  'payment_method_data[card][number]': number,
  'payment_method_data[card][exp_month]': '12',
  'payment_method_data[card][exp_year]': '2034',
  'payment_method_data[card][cvc]': '123',
});
const confirm = ({ id, client_secret }: Stripe.PaymentIntent, parameters: Record<string, string>) =>
  ask('POST', `/payment_intents/${id}/confirm`, { key: KEY, client_secret: client_secret!, ...parameters });
const retrieve = ({ id }: Stripe.PaymentIntent, clientSecret: string | null) =>
  ask('GET', `/payment_intents/${id}`, { key: KEY, ...(clientSecret && { client_secret: clientSecret }) });
const statusOf = async ({ id }: Stripe.PaymentIntent) => (await stripe.paymentIntents.retrieve(id)).status;

test('a page pays one intent with its client secret, and sees nothing that is between the shop and Stripe', async () => {
  const customer = await stripe.customers.create({ email: 'ada@example.com' });
  const intent = await newIntent({ customer: customer.id });

  const { status, readableBy, body } = await confirm(intent, typed(VISA));

  expect([status, readableBy, body.status]).toEqual([200, '*', 'succeeded']);
  expect(Object.keys(body).filter((field) => ['metadata', 'customer', 'latest_charge'].includes(field))).toEqual([]);
  expect(await statusOf(intent)).toBe('succeeded');
});

test('the client secret of another intent, or none, opens nothing', async () => {
  const [mine, other] = [await newIntent(), await newIntent()];

  for (const secret of [other.client_secret, `${mine.client_secret}x`, null]) {
    const seen = await retrieve(mine, secret);
    expect([seen.status, seen.body.error.param, seen.body.error.payment_intent]).toEqual([
      400,
      'client_secret',
      undefined,
    ]);
    const paid = await confirm({ ...mine, client_secret: secret ?? '' } as Stripe.PaymentIntent, typed(VISA));
    expect([paid.status, paid.body.error.param]).toEqual([400, 'client_secret']);
  }
  expect(await statusOf(mine)).toBe('requires_payment_method');
});

test.each([
  ['GET', '/payment_intents'],
  ['POST', '/payment_intents'],
  ['GET', '/events'],
  ['GET', '/customers'],
  ['POST', '/refunds'],
  ['POST', '/payment_intents/$intent/cancel'],
  ['POST', '/payment_intents/$intent/capture'],
  ['POST', '/payment_intents/$intent'],
] as const)('a publishable key does not get %s %s', async (method, path) => {
  const intent = await newIntent();
  const parameters = {
    key: KEY,
    client_secret: intent.client_secret!,
    payment_intent: intent.id,
    amount: '1',
    currency: 'usd',
  };

  const { status, body } = await ask(method, path.replace('$intent', intent.id), parameters);

  expect([status, body.error.code]).toEqual([401, 'secret_key_required']);
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: intent.status, amount: 1990 });
});

test('no page reads what a secret key is answered, and a secret key in a form is none', async () => {
  const { id } = await newIntent();
  const url = `${local.url}/v1/payment_intents/${id}`;
  const headers = { authorization: 'Bearer sk_test_local', origin: 'http://shop.example' };

  const answered = await fetch(url, { headers });
  const asked = await fetch(url, {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-headers': 'authorization' },
  });

  expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  expect(asked.headers.get('access-control-allow-origin')).toBeNull();
  expect((await ask('GET', `/payment_intents/${id}`, { key: 'sk_test_local' })).status).toBe(401);
});

test('a declined card is told as Stripe tells it, and the intent takes another one', async () => {
  const intent = await newIntent();

  const { status, readableBy, body } = await confirm(intent, typed('4000000000009995'));

  expect([status, readableBy]).toEqual([402, '*']);
  expect(body.error).toMatchObject({
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card was declined.',
    payment_intent: { id: intent.id, status: 'requires_payment_method' },
  });
  expect(body.error.payment_intent).not.toHaveProperty('metadata');
  expect((await confirm(intent, typed(VISA))).body.status).toBe('succeeded');
});

test('a card is checked before the bank is asked, and its number is kept nowhere', async () => {
  const intent = await newIntent();
  const codeOf = async (parameters: Record<string, string>) =>
    (await confirm(intent, { ...typed(VISA), ...parameters })).body.error.code;

  expect(await codeOf({ 'payment_method_data[card][number]': '4242424242424241' })).toBe('incorrect_number');
  expect(await codeOf({ 'payment_method_data[card][exp_year]': '2020' })).toBe('invalid_expiry_year');
  expect(await codeOf({ 'payment_method_data[card][exp_month]': '13' })).toBe('invalid_expiry_month');
  expect(await codeOf({ 'payment_method_data[card][cvc]': '1' })).toBe('invalid_cvc');
  const live = await confirm(intent, typed('4111111111111111'));
  expect(live.body.error).toMatchObject({ code: 'card_declined', decline_code: 'test_mode_live_card' });

  await confirm(intent, typed(VISA));
  expect(await (await fetch(`${local.url}/_local/dump`)).text()).not.toContain(VISA);
});

test('what is paid in one tab is not paid again in another', async () => {
  const intent = await newIntent();

  const answers = await Promise.all([confirm(intent, typed(VISA)), confirm(intent, typed(VISA))]);

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  expect(answers.find(({ status }) => status === 400)!.body.error).toMatchObject({
    code: 'payment_intent_unexpected_state',
    payment_intent: { status: 'succeeded' },
  });
  expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
});

test('the bank asks in a dialog, or on a page that leads back with the client secret', async () => {
  const [dialog, page] = [await newIntent(), await newIntent()];
  const parameters = { return_url: 'http://shop.example/back', use_stripe_sdk: 'true' };

  const asked = await confirm(dialog, { ...typed('4000002500003155'), ...parameters });
  const left = await confirm(page, { ...typed('4000000000003063'), ...parameters });
  const url = `${local.url}/3ds/${dialog.id}?dialog=${encodeURIComponent('http://shop.example')}`;
  const answered = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer: 'pass' }) });

  expect(asked.body.next_action.type).toBe('use_stripe_sdk');
  expect(left.body.next_action.redirect_to_url.url).toBe(`${local.url}/3ds/${page.id}`);
  expect(await answered.text()).toContain('challenge-done');
  expect(await statusOf(dialog)).toBe('succeeded');
  const failed = await fetch(`${local.url}/3ds/${page.id}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'fail' }),
    redirect: 'manual',
  });
  expect(failed.headers.get('location')).toBe(
    `http://shop.example/back?payment_intent=${page.id}&payment_intent_client_secret=${page.client_secret}&redirect_status=failed`,
  );
});

test('the way back leads to a page of the web', async () => {
  const intent = await newIntent();

  const { body } = await confirm(intent, { ...typed(VISA), return_url: 'javascript:alert(1)' });

  expect(body.error).toMatchObject({ code: 'url_invalid', param: 'return_url' });
  expect(await statusOf(intent)).toBe('requires_payment_method');
});

test('a page pays with a card that its customer has saved, and with nobody else\u2019s', async () => {
  const [ada, eve] = await Promise.all([stripe.customers.create(), stripe.customers.create()]);
  const setup = await stripe.setupIntents.create({ customer: ada.id });
  const { payment_method } = await stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_mastercard' });
  const [hers, notHers] = [await newIntent({ customer: ada.id }), await newIntent({ customer: eve.id })];

  const foreign = await confirm(notHers, { payment_method: String(payment_method) });
  expect(foreign.body.error.code).toBe('payment_method_customer_mismatch');
  expect((await confirm(hers, { payment_method: String(payment_method) })).body.status).toBe('succeeded');
});

test('a card is kept when the page asks for it, and not without', async () => {
  const ada = await stripe.customers.create();
  const kept = async () => (await stripe.customers.listPaymentMethods(ada.id)).data.map(({ card }) => card!.last4);

  await confirm(await newIntent({ customer: ada.id }), typed(VISA));
  expect(await kept()).toEqual([]);
  await confirm(await newIntent({ customer: ada.id }), { ...typed(VISA), setup_future_usage: 'off_session' });
  expect(await kept()).toEqual(['4242']);
});

test('the script is where Stripe has its own, and small', async () => {
  for (const path of ['/v3/', '/v3/stripe.js', '/endive/stripe.js', '/elements/payment.js']) {
    const answer = await fetch(`${local.url}${path}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect((await answer.text()).length).toBeLessThan(12_000);
  }
  const frame = await fetch(`${local.url}/elements/payment`);
  expect(frame.headers.get('content-security-policy')).toContain("default-src 'none'");
});
