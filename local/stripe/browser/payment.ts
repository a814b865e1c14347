/** Inside the frame of the payment element: takes the card, and pays with it at the API that this frame comes from. */
import type { PaymentIntent, PaymentMethod, StripeError } from '@stripe/stripe-js';
import { type Answer, ask, asResult, intentIdOf, type Parameters } from './api.ts';
import {
  type CardField,
  digitsOf,
  expiryOf,
  groupedExpiry,
  groupedNumber,
  problemsOf,
  type TypedCard,
} from './card.ts';
import type { FromFrame, Look, ToFrame } from './messages.ts';

const here = location.origin;
const shop = new URLSearchParams(location.search).get('origin') ?? '';
const form = document.querySelector('form')!;
const input = (field: CardField) => form.elements.namedItem(field) as HTMLInputElement;
const fields: CardField[] = ['number', 'expiry', 'cvc', 'postalCode'];
let publishableKey = '';

const send = (message: FromFrame) => parent.postMessage(message, shop);
const typed = (): TypedCard => ({
  number: input('number').value,
  expiry: input('expiry').value,
  cvc: input('cvc').value,
  postalCode: input('postalCode').value,
});

addEventListener('message', ({ source, origin, data }: MessageEvent<ToFrame>) => {
  if (source !== parent || origin !== shop) return;
  switch (data.type) {
    case 'begin':
      return void begin(data);
    case 'look':
      return wear(data.look);
    case 'focus':
      return input('number').focus();
    case 'blur':
      return (document.activeElement as HTMLElement | null)?.blur();
    case 'clear':
      form.reset();
      return changed();
    case 'call':
      return void answer(data).then((result) => send({ type: 'result', call: data.call, result }));
  }
});

async function begin({ publishableKey: key, clientSecret, look }: Extract<ToFrame, { type: 'begin' }>): Promise<void> {
  publishableKey = key;
  wear(look);
  const { error } = await ask(here, 'GET', '/elements/sessions', { key, client_secret: clientSecret });
  if (error) return send({ type: 'loaderror', error });
  const tellHeight = () => send({ type: 'height', height: Math.ceil(form.getBoundingClientRect().height) });
  // what is ready does not move any more what stands below it
  tellHeight();
  new ResizeObserver(tellHeight).observe(form);
  send({ type: 'ready' });
  changed();
}

function wear({ theme, variables }: Look): void {
  const root = document.documentElement;
  root.style.colorScheme = theme === 'night' ? 'dark' : 'light';
  for (const [name, value] of Object.entries(variables))
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
}

function say(field: CardField, message: string): void {
  document.querySelector(`#${field}-problem`)!.textContent = message;
  input(field).setAttribute('aria-invalid', String(message !== ''));
}

function changed(): void {
  const card = typed();
  send({
    type: 'change',
    complete: problemsOf(card, new Date()).length === 0,
    empty: fields.every((field) => card[field] === ''),
    postalCode: card.postalCode || null,
  });
}

/** Says at each field what is wrong with it. Returns the first as an error of Stripe's. */
function check(): StripeError | undefined {
  const problems = problemsOf(typed(), new Date());
  for (const field of fields) say(field, problems.find((problem) => problem.field === field)?.message ?? '');
  const [first] = problems;
  if (!first) return;
  input(first.field).focus();
  return { type: 'validation_error', code: first.code, message: first.message };
}

function paymentMethod(): Parameters {
  const { number, expiry, cvc, postalCode } = typed();
  const { month, year } = expiryOf(expiry)!;
  return {
    type: 'card',
    card: { number: digitsOf(number), exp_month: month, exp_year: year, cvc: digitsOf(cvc) },
    billing_details: { address: { postal_code: postalCode.trim() } },
  };
}

async function answer({ method, parameters }: Extract<ToFrame, { type: 'call' }>): Promise<unknown> {
  const error = check();
  if (error) return { error };
  if (method === 'submit') return { selectedPaymentMethod: 'card' };
  if (method === 'createPaymentMethod') {
    const made = await ask<PaymentMethod>(here, 'POST', '/payment_methods', {
      ...paymentMethod(),
      key: publishableKey,
    });
    return made.error ? { error: refused(made).error } : { paymentMethod: made.data };
  }
  const clientSecret = String(parameters.clientSecret);
  return asResult(
    refused(
      await ask<PaymentIntent>(here, 'POST', `/payment_intents/${intentIdOf(clientSecret)}/confirm`, {
        ...(parameters.confirmParams as Parameters),
        payment_method_data: paymentMethod(),
        key: publishableKey,
        client_secret: clientSecret,
        use_stripe_sdk: true,
      }),
    ),
  );
}

/** What the bank says about a field stands there, too. */
function refused<T>(answered: Answer<T>): Answer<T> {
  const { code, message = '' } = answered.error ?? {};
  if (code === 'incorrect_number') say('number', message);
  if (code === 'incorrect_cvc') say('cvc', message);
  if (code === 'expired_card') say('expiry', message);
  return answered;
}

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', ({ target }) => {
  const changedInput = target as HTMLInputElement;
  const { name, value } = changedInput;
  // only what was added at the end is put in order: who corrects in the middle keeps the place
  if (changedInput.selectionStart === value.length) {
    if (name === 'number') changedInput.value = groupedNumber(value);
    if (name === 'expiry' && !/\/ ?$/.test(value)) changedInput.value = groupedExpiry(value);
  }
  if (fields.includes(name as CardField)) say(name as CardField, '');
  changed();
});
form.addEventListener('focusin', () => send({ type: 'focus' }));
form.addEventListener('focusout', () => send({ type: 'blur' }));
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') send({ type: 'escape' });
});
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-number]'))
  button.addEventListener('click', () => {
    input('number').value = groupedNumber(button.dataset.number!);
    input('expiry').value = '12 / 34';
    input('cvc').value = '123';
    input('postalCode').value = '94607';
    for (const field of fields) say(field, '');
    changed();
  });
send({ type: 'loaded' });
